"""What a row below a header is: a result, or a line that holds none."""

from __future__ import annotations

import re
from collections.abc import Mapping

from app.importing.columns.fields import SHEET_FACTS, field_of, header_key
from app.importing.columns.synonyms import IGNORED_HEADERS
from app.importing.regions.region import RowKind, Table

RESULT, LINE = "result", "line"  # a row for the reader; a lonely text, which what follows explains
# What only a row with a person in it has.
_OF_PEOPLE = (
    *("name", "id_number", "rank", "medal", "grade", "score", "phone"),
    *("bank_account", "bank", "no_rank"),
)
_FOOTER = re.compile(
    "(?:合计|总计|小计|共计|经办|制表|填表|填报|审核|复核|审批|负责人|联系人|单位[（(]?盖章|[（(]盖章|注[:：]|备注[:：]|说明[:：]"
    "|(?:总|副)?裁判|评委|监督|仲裁|记录|统分|组委会|领导|主管|日期[:：])"
)
_SIGNED = re.compile("(?:签字|签名|签章|盖章|公章)")
_WORDS = ("示例", "样例", "范例", "举例", "例如", "例", "填写示例", "填表示例", "填写样例")
EXAMPLES = frozenset(
    begin + word + end
    for word in _WORDS
    for begin, end in (("", ""), ("（", "）"), ("(", ")"), ("【", "】"), ("", "："), ("", ":"), ("", "1"))
)
_NUMBER = re.compile(r"[0-9]{1,6}(?:\.0)?")
_LABEL_ONLY = re.compile(r"[^:：]{2,12}[:：]$")


class RowSorter:
    """Tells results of one table from what else stands below its header."""

    def __init__(self, table: Table) -> None:
        fields = table.fields
        columns = {name: column for column, name in reversed(list(enumerate(fields))) if name}
        self.name, self.number = columns.get("name"), columns.get("id_number")
        self._people = {column for column, name in enumerate(fields) if name in _OF_PEOPLE}
        self._key = {column for column, name in enumerate(fields) if name in ("name", "id_number")}
        self._known = {column for column, name in enumerate(fields) if name}
        self.first = next((column for column, label in enumerate(table.labels) if label), 0)
        keys = map(header_key, table.labels)
        self._ignored = {column for column, key in enumerate(keys) if key in IGNORED_HEADERS}

    def kind_of(self, texts: Mapping[int, str], covered: Mapping[int, str]) -> RowKind | str:
        """Return RESULT, LINE or the kind of a row.

        `texts` are its filled cells by column, `covered` those that a merged cell above reaches down to.
        """
        compacted = {column: "".join(text.split()) for column, text in texts.items()}
        whole = texts.keys() | covered.keys()
        people = self._people & whole
        first = next(iter(compacted.values()))
        if self._is_example(compacted):
            return RowKind.EXAMPLE
        if len(people) < 3 and self._is_footer(compacted, first):
            return RowKind.FOOTER
        if is_fact_line(list(texts.values())):
            return LINE
        if self._key & whole:
            is_lonely = len(texts) == 1 and len(whole & self._known) == 1
            return LINE if is_lonely else RESULT
        if people:
            written = people & texts.keys()
            return LINE if len(texts) == 1 and written else RESULT
        beside = [column for column in texts if column not in self._ignored]
        if not beside and all(map(_NUMBER.fullmatch, compacted.values())):
            return RowKind.PREPARED
        if len(texts) == 1 or (len(beside) == 1 and beside[0] not in self._known):
            return LINE
        return RowKind.PREPARED if self._known & texts.keys() else LINE

    def _is_footer(self, texts: Mapping[int, str], first: str) -> bool:
        if _FOOTER.match(first):
            return True
        if any(_SIGNED.search(text) and len(text) < 24 for text in texts.values()):
            return True
        return self.number not in texts and sum(1 for t in texts.values() if _LABEL_ONLY.fullmatch(t)) > 1

    def _is_example(self, texts: Mapping[int, str]) -> bool:
        column, first = next(iter(texts.items()))
        is_first = column in self._ignored or column not in self._known
        return len(texts) > 1 and is_first and first in EXAMPLES


def is_fact_line(texts: list[str]) -> bool:
    """Return whether a line is a label of a fact and its value, in one cell or in two."""
    name = field_of(texts[0].rstrip("：:"))
    return len(texts) == 2 and (name in SHEET_FACTS or name in ("unit", "unit?"))


def line_text(texts: list[str]) -> str:
    """Return a line as one text: a label in a cell of its own and its value become «label：value»."""
    if is_fact_line(texts):
        return f"{texts[0].rstrip('：:')}：{texts[1]}"
    return "　".join(texts)
