"""Several units in one cell (选送单位一栏写了几个单位): 甲公司、乙学院; 甲公司和乙学院; 甲公司（乙学院联合）."""  # noqa: E501

from __future__ import annotations

import re

_ENDINGS = (
    "公司|集团|学院|大学|学校|中学|小学|幼儿园|中心|医院|卫生院|研究院|研究所|事务所|局|厂|酒店|宾馆|饭店|商场|商行"
    "|银行|支行|分行|协会|学会|工会|合作社|服务站|工作室|基地|矿|供电所|校"
)
_ENDS = re.compile(rf"(?:{_ENDINGS})(?:[（(][^（）()]*[）)])?$")
_LAST_SIGNS = "".join(sorted({one[-1] for one in _ENDINGS.split("|")}))
_DEPARTMENT = re.compile("(?:系|科|部|班|室|专业|车间|班组)$")
_MARKS = frozenset("、，,；;/／|+＋&＆")  # noqa: RUF001
_BETWEEN = re.compile(rf"(?<=[{_LAST_SIGNS}）)])(?:和|与|及|暨|联合|\s+)")
_TOGETHER = "联合(?:选送|培养|申报|推荐)?|共同选送|合作"
_PARTNER = re.compile(
    rf"[（(](?:(?:与|和)?(?P<first>[^（）()]{{3,}}?)(?:{_TOGETHER})|联合(?P<last>[^（）()]{{3,}}))[）)]$"
)
_SHORTEST = 4  # characters of a unit's name after a word that may as well be part of it


def units_in(cell: str) -> list[str]:
    """Return the units that a cell names, each once and in its order; a cell of one unit as it is.

    Marks that part a list part units, outside brackets and unless they part departments of one. A word (和,
    与, 联合) or a space parts them only between names that end as units' do: 人民医院和平分院 stays one.
    """
    text = cell.strip()
    pieces = [piece.strip() for piece in _split_outside_brackets(text)]
    if any(_DEPARTMENT.search(piece) for piece in pieces):
        return [text]
    parts = [part for piece in pieces for part in _split_at_words(piece) if part]
    return list(dict.fromkeys(unit for part in parts for unit in _with_partner(part))) or [text]


def _split_outside_brackets(text: str) -> list[str]:
    pieces, depth, start = [], 0, 0
    for at, sign in enumerate(text):
        depth += (sign in "（(") - (sign in "）)")
        if depth <= 0 and sign in _MARKS:
            pieces.append(text[start:at])
            start = at + 1
    return [*pieces, text[start:]]


def _split_at_words(text: str) -> list[str]:
    for match in _BETWEEN.finditer(text):
        first, second = text[: match.start()], text[match.end() :]
        rest = _split_at_words(second)
        if len(second) >= _SHORTEST and _ENDS.search(first) and all(map(_ENDS.search, rest)):
            return [first, *rest]
    return [text]


def _with_partner(text: str) -> list[str]:
    """Return a unit and the one its brackets say it sent somebody together with."""
    match = _PARTNER.search(text)
    partner = (match["first"] or match["last"]) if match else ""
    if match is None or not _ENDS.search(partner):
        return [text]
    return [text[: match.start()], partner]
