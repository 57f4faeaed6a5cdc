"""Document numbers (文号): the year stands in hexagonal brackets 〔〕 (GB/T 9704), others are corrected."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from app.errors import InputError

_FORM = re.compile(r"[\u3400-\u9fff]+〔[0-9]{4}〕[1-9][0-9]*号")
_OTHER_BRACKETS = str.maketrans("[]()［］（）【】﹝﹞{}", "〔〕" * 7)
_SPACE = re.compile(r"[\s\u3000]+")
_YEAR_IN_BRACKETS = re.compile(r"[\[［(（【﹝]\s*([0-9]{4})\s*[\]］)）】﹞](?=\s*第?\s*[0-9]+\s*号)")


class DocumentNumber(NamedTuple):
    """A number in its right form; `as_written` is what was typed, "" where that was right already."""

    number: str
    as_written: str


def document_number(text: str) -> DocumentNumber:
    """Return `text` as a document number: brackets made 〔〕, full-width digits made plain.

    Raises InputError where it is no document number even so, e.g. without a year.
    """
    plain = _SPACE.sub("", text).translate(_OTHER_BRACKETS)
    number = "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() else c for c in plain)
    if not _FORM.fullmatch(number):
        raise InputError("document-number-form", text=text.strip())
    return DocumentNumber(number, "" if number == text else text)


def corrected_brackets(text: str) -> DocumentNumber:
    """Return `text`, a paper of whatever kind, with the brackets of document numbers made 〔〕."""
    right = _YEAR_IN_BRACKETS.sub(r"〔\1〕", text.strip())
    return DocumentNumber(right, "" if right == text.strip() else text)
