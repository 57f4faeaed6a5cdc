"""Facts with a label in a line: «竞赛级别：市级一类　　公布日期：2024年6月18日», in one cell or several.

A value ends at the next label, whether a field is called so or not: «主办单位：市人社局　承办单位：某学院».
"""

from __future__ import annotations

import re
from typing import NamedTuple

from app.importing.columns.fields import field_of
from app.importing.headings.titles import holds_contest
from app.importing.reading.cells import as_text

_CANDIDATE = re.compile(r"([^\s:：;；|｜，,。、]{1,20})\s*[:：]\s*")  # noqa: RUF001
_OTHER_LABELS = frozenset(
    {
        *("承办单位", "协办单位", "支持单位", "联合主办", "承办", "协办", "举办单位", "指导单位", "冠名单位"),
        *("技术支持", "时间", "日期", "地点", "比赛地点", "竞赛地点", "联系人", "制表人", "填表人", "审核人"),
        *(
            "制表日期",
            "填表日期",
            "裁判长",
            "公示期",
            "公示时间",
            "监督电话",
            "联系电话",
            "电话",
            "邮箱",
            "单位",
        ),
        *("文号", "人数", "名额", "备注", "注", "说明"),
    }
)
_WRAPPER = re.compile("附件|附表|附录|附|公示|通知|公告|标题|表|名单")
_STAMPED = re.compile("[（(](?:盖章|公章|签章|加盖公章)[）)]$")
_HAN = re.compile("[\u3400-\u9fff]")
_TRIMMED = " \t\r\n　;；,，、|｜。"  # noqa: RUF001


class Labelled(NamedTuple):
    """A label as written, the field it names ("" for one that names none), and the value ("" for none)."""

    label: str
    field: str
    value: str


def labelled_in(text: str) -> tuple[str, list[Labelled]]:
    """Return what stands before the first label of a text, and its labels with their values."""
    marks = _marks(text)
    if not marks:
        return text, []
    found = []
    for place, (_, after, label) in enumerate(marks):
        end = marks[place + 1][0] if place + 1 < len(marks) else len(text)
        found.append(Labelled(label, field_of(label), _STAMPED.sub("", text[after:end].strip(_TRIMMED))))
    return text[: marks[0][0]].strip(_TRIMMED), found


def _marks(text: str) -> list[tuple[int, int, str]]:
    """Return start, end and word of each label; end is where its value begins."""
    marks: list[tuple[int, int, str]] = []
    for match in _CANDIDATE.finditer(text):
        word, start = match[1], match.start(1)
        follows_value = bool(marks) and not text[marks[-1][1] : start].strip(_TRIMMED)
        if follows_value and (known := _known_end(word)):
            start, word = start + len(word) - len(known), known
        if is_label(word):
            marks.append((start, match.end(), word))
    return marks


def _is_known(word: str) -> bool:
    return word in _OTHER_LABELS or field_of(word) != ""


def _known_end(word: str) -> str:
    """Return the longest label with which a word ends that is none as a whole, "" where there is none."""
    if _is_known(word):
        return ""
    ends = (word[at:] for at in range(1, len(word) - 1))
    return next((end for end in ends if _is_known(end)), "")


def is_label(word: str) -> bool:
    """Return whether a word before a colon is a label: not a time, a title or a wrapper such as 附件1."""
    if field_of(word):
        return True
    plain = re.sub("[0-9一二三四五六七八九十]+$", "", word)
    if len(word) > 12 or word[-1].isdigit() or not _HAN.search(word) or _WRAPPER.fullmatch(plain):
        return False
    return not holds_contest(word) or _known_end(word) != ""


def is_label_cell(cell: object) -> bool:
    """Return whether a cell holds nothing but a label, so that its value stands in the next one."""
    text = as_text(cell)
    if text.endswith((":", "：")):
        return is_label(text.rstrip(":： "))
    return bool(field_of(text)) or text in _OTHER_LABELS
