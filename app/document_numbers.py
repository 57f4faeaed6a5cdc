"""Document numbers (文号) as offices write them: found in a text, put into their right form, taken apart.

The year stands in hexagonal brackets 〔〕 and the number has no zero before it (GB/T 9704); other brackets,
full-width digits and spaces are corrected, and what was written is kept. Announcements (公告2024年第3号) and
orders (国务院令第653号) are numbered without brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import NamedTuple

from app.errors import InputError

FIRST_YEAR = 1949  # no document of an office of the People's Republic is older

_FORM = re.compile(r"[\u3400-\u9fff]+〔[0-9]{4}〕[1-9][0-9]*号")
_OPENING, _CLOSING = r"〔\[［(（【﹝〈<＜{｛〖「《", r"〕\]］)）】﹞〉>＞}｝〗」》"  # noqa: RUF001
_OTHER_BRACKETS = str.maketrans(
    "[]()［］（）【】﹝﹞〈〉<>＜＞{}｛｝〖〗「」《》",  # noqa: RUF001
    "〔〕" * 14,
)
_SPACE = re.compile(r"[\s\u3000]+")
_YEAR_AND_NUMBER = re.compile(
    rf"\s*[{_OPENING}]\s*(?P<year>\d{{4}})\s*年?\s*[{_CLOSING}]\s*(?P<th>第?)\s*(?P<number>\d+)\s*号"
)
_HAN = r"[\u3400-\u9fff]"
_NUMBERED = re.compile(
    rf"(?P<issuer>{_HAN}+(?:（{_HAN}+）)?)〔(?P<year>\d{{4}})〕第?(?P<number>\d+)(?:[-—之]\d+)?号"
)
_ANNOUNCED = re.compile(
    rf"(?P<issuer>{_HAN}*)(?:公告|通告)[（(〔]?(?P<year>\d{{4}})年第(?P<number>\d+)号[）)〕]?"
)
_OF_YEAR = re.compile(rf"(?P<year>\d{{4}})年第(?P<number>\d+)号(?P<issuer>{_HAN}*?)(?:公告|通告|令)")
_ORDERED = re.compile(rf"(?P<issuer>{_HAN}*)令[（(〔]?(?:(?P<year>\d{{4}})年)?第(?P<number>\d+)号[）)〕]?")
_LEAD_IN = re.compile(
    "^(?:类别|认定|裁定|标准)?(?:依据|根据|按照|详见|参见|参照|参考|文件号|文件|文号|见)+(?:文号|文件|的)*"
)
_JOINED = re.compile("^(?:和|与|及|以及|并|另)")
_NO_ISSUER = re.compile(
    "某|(?:待|后|未|暂|另)(?:补|定|发|编|文|行|有|知)|无文|不详|同上|附件|字号|编号|"
    "^(?:补|无|号|文|字|发文|通知|公告|文件|依据|空|略)$|^(?:世界|国家|省|市|县|企业)级?(?:一类|二类|综合性|专项|级)?$"
)
_UNFINISHED = re.compile(r"〔[^〔〕]{0,12}〕\s*第?[^〔〕，。、；;,\s]{0,6}号")


class DocumentNumber(NamedTuple):
    """A number in its right form; `as_written` is what was typed, "" where that was right already."""

    number: str
    as_written: str


@dataclass(frozen=True, slots=True)
class NumberedText:
    """A text with the document numbers in it: each in its right form, with its year where it has one.

    `unfinished` are what look like numbers and are none, such as 〔〕号; `rest` is the text around them all.
    """

    numbers: tuple[tuple[str, int | None], ...]
    unfinished: tuple[str, ...]
    rest: str


def document_number(text: str) -> DocumentNumber:
    """Return `text` as a document number: brackets made 〔〕, full-width digits made plain.

    Raises InputError where it is no document number even so, e.g. without a year.
    """
    plain = _SPACE.sub("", text).translate(_OTHER_BRACKETS)
    number = _with_plain_digits(plain)
    if not _FORM.fullmatch(number):
        raise InputError("document-number-form", text=text.strip())
    return DocumentNumber(number, "" if number == text else text)


def corrected_brackets(text: str) -> DocumentNumber:
    """Return `text`, a paper of whatever kind, with the document numbers in it in their right form."""
    stripped = text.strip()
    right = _YEAR_AND_NUMBER.sub(_right_form, stripped)
    return DocumentNumber(right, "" if right == stripped else stripped)


def numbers_in(text: str) -> NumberedText:
    """Return the document numbers of a text in which brackets are right already (`corrected_brackets`)."""
    plain = _with_plain_digits(text)
    found: list[tuple[str, int | None]] = []
    unfinished: list[str] = []
    for pattern in (_NUMBERED, _ANNOUNCED, _OF_YEAR, _ORDERED):
        rest, end = "", 0
        for match in pattern.finditer(plain):
            rest += plain[end : match.start()] + "、"
            end = match.end()
            number, year = _number_of(match, follows_another=bool(found))
            if number:
                found.append((number, year))
            else:
                unfinished.append(match[0])
        plain = rest + plain[end:]
    unfinished += [match[0] for match in _UNFINISHED.finditer(plain)]
    return NumberedText(tuple(found), tuple(unfinished), plain)


def _number_of(match: re.Match[str], *, follows_another: bool) -> tuple[str, int | None]:
    """Return a number and its year; "" where it names no issuer or no number above 0."""
    issuer, year, whole = match["issuer"], int(match["year"]) if match["year"] else None, match[0]
    if match.re is not _OF_YEAR:
        named = _LEAD_IN.sub("", _JOINED.sub("", issuer) if follows_another else issuer)
        whole, issuer = named + whole[len(issuer) :], named
    if match.re is _NUMBERED and not issuer:
        return "", None
    is_real = int(match["number"]) > 0 and (year is None or year >= FIRST_YEAR)
    return (whole, year) if is_real and not _NO_ISSUER.search(issuer) else ("", None)


def _right_form(match: re.Match[str]) -> str:
    year, number = _with_plain_digits(match["year"]), _with_plain_digits(match["number"])
    return f"〔{year}〕{match['th']}{number.lstrip('0') or '0'}号"


def _with_plain_digits(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", c) if c.isdecimal() and not c.isascii() else c for c in text)
