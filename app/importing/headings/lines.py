"""What kind of line stands above a table: only some of them can be part of a title."""

from __future__ import annotations

import re
from enum import Enum

from app.importing.headings import vocabulary as v
from app.importing.headings.brackets import is_balanced, outside
from app.importing.headings.days import lone_day
from app.importing.headings.titles import ATTACHED, holds_contest, squeezed
from app.importing.values.level_words import LevelWord, read_level

_DOCUMENT = re.compile(
    r"[（(]?[\u3400-\u9fff]+\s*[〔\[（(【]\s*\d{4}\s*年?[〕\]）)】]\s*第?\s*\d+\s*号[）)]?"
)
_SENTENCE = re.compile(r"[。；，]|,\s*[\u3400-\u9fff]|[:：]$")
_REMARK = re.compile("(?:注|备注|说明|附注|提示|声明|★|※|\\*)")
LONGEST_TITLE = 120  # signs


class Kind(Enum):
    """Kind of a line of text above a table."""

    ATTACHMENT = "attachment"
    DOCUMENT_NUMBER = "document number"
    DAY = "day"
    LETTERHEAD = "letterhead"
    UNIT = "unit"
    LEVEL = "level"
    SENTENCE = "sentence"
    NOTE = "note"
    TEXT = "text"


def kind_of(text: str) -> Kind:
    """Return the kind of a line without labels."""
    plain = squeezed(text)
    if ATTACHED.fullmatch(plain):
        return Kind.ATTACHMENT
    if _DOCUMENT.fullmatch(plain):
        return Kind.DOCUMENT_NUMBER
    if lone_day(plain) or v.DAY.fullmatch(plain):
        return Kind.DAY
    bare = plain.strip("（）()【】[] ")
    if v.NOTE.fullmatch(bare) or v.COUNT.fullmatch(bare) or _REMARK.match(plain):
        return Kind.NOTE
    if isinstance(read_level(plain), LevelWord):
        return Kind.LEVEL
    if all(map(v.ORGANISATION.fullmatch, plain.split())):
        return Kind.LETTERHEAD
    if len(plain) > LONGEST_TITLE or _is_sentence(plain):
        return Kind.SENTENCE if not _is_section_like(plain) else Kind.TEXT
    is_unit = v.UNIT_NAME.fullmatch(plain) is not None and not holds_contest(plain)
    return Kind.UNIT if is_unit else Kind.TEXT


def _is_sentence(text: str) -> bool:
    plain = outside(text) if is_balanced(text) else text
    return _SENTENCE.search(plain.rstrip("。；，:：") + plain[-1:]) is not None


def _is_section_like(text: str) -> bool:
    return len(text) <= 20 and text.endswith((":", "：")) and not re.search("[。；，]|如下", text)
