"""The field that a header or label names, by exact words (`synonyms.py`). No nearness of spelling.

Two-character headers are all within two strokes of each other: a guess by likeness would bind 单位 to 名次.
"""

from __future__ import annotations

import re

from app.importing.columns.synonyms import (
    AMBIGUOUS,
    AMBIGUOUS_UNIT_HEADERS,
    HARMLESS,
    NEEDS_PROOF,
    SYNONYMS,
)
from app.importing.reading.cells import compact
from app.words import words_of

REQUIRED = ("contest", "level", "published_on", "event", "name", "id_number")
# Facts that may stand once for a whole sheet, above its header.
SHEET_FACTS = (
    "contest",
    "level",
    "class",
    "class_basis",
    "published_on",
    "started_on",
    "event",
    "group",
    "form",
    "organiser",
)
_SIGNS = re.compile(r"[()（）〔〕\[\]【】<>《》·\-—/、,，:：*\uff0a\"“”'.\uff0e]+")
_TRANSLATION = re.compile("(?<=[一-龥])[a-z]{2,}$")  # 赛项 Event
_IN_BRACKETS = re.compile(r"[(（【\[〔][^()（）【】\[\]〔〕]*[)）】\]〕]")
_FIELD_OF = {word: field for field, words in SYNONYMS.items() for word in words} | {
    word: fields[0] for word, fields in AMBIGUOUS.items() if word not in NEEDS_PROOF
}
WORDS = _FIELD_OF.keys() | AMBIGUOUS_UNIT_HEADERS | HARMLESS


def header_key(text: str) -> str:
    """Return a header made comparable: no spaces, signs or difference of case, no translation behind it."""
    return _TRANSLATION.sub("", _SIGNS.sub("", compact(text)).casefold())


def field_of(header: str) -> str:
    """Return the field a header names, "unit?" for a weak word, "" where it names none.

    The whole header counts first, then the header without what stands in brackets.
    """
    for text in (header, _IN_BRACKETS.sub("", header)):
        key = header_key(text)
        if key in _FIELD_OF:
            return _FIELD_OF[key]
        if key in AMBIGUOUS_UNIT_HEADERS:
            return "unit?"
    return ""


def field_titles() -> dict[str, str]:
    """Return every field a column may be mapped to, with its Chinese title, in template order."""
    return words_of("importing.field")
