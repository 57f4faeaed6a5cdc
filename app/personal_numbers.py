"""What the public may not read of a person: found in a text, also spaced out, full-width or disguised.

Found are ID numbers of 18 and 15 digits, permits and passports, phone numbers, cards and accounts, birth
dates beside a person, and every number that the registry holds of the people a paper names. Not found are
amounts, dates, document numbers, occupation codes, and credit codes of units, which the state publishes.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from app.check_digits import check_digit, credit_code_ok, luhn_ok

YOUNGEST = 14  # years: a date further back beside a person may be a birthday, a nearer one is a contest's


class PersonalKind(StrEnum):
    """What kind of personal fact was found."""

    ID_NUMBER = "id-number"
    PERMIT = "permit"
    PHONE = "phone"
    CARD = "card"
    BIRTH_DATE = "birth-date"
    HELD = "held"


@dataclass(frozen=True, slots=True)
class PersonalFact:
    """One thing found. `hint` begins as the number does and says how long it is; never the number itself."""

    kind: PersonalKind
    hint: str


@dataclass(frozen=True, slots=True)
class PeopleOnPaper:
    """What the registry holds of the people a paper names: their numbers, birth dates and names.

    `allowed` are numbers that stand on the paper on purpose, such as the office's own telephone; none of them
    counts where it is also a number of one of the people.
    """

    numbers: frozenset[str] = frozenset()
    births: frozenset[date] = frozenset()
    names: frozenset[str] = frozenset()
    allowed: frozenset[str] = frozenset()
    lengths: tuple[int, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        object.__setattr__(self, "lengths", tuple(sorted({len(number) for number in self.numbers})))


NOBODY = PeopleOnPaper()


def birth_in(number: str) -> date | None:
    """Return the birth date in a number of 18 characters (GB 11643-1999), None where it holds none."""
    if len(number) != 18 or not (number.isascii() and number[:17].isdecimal()):
        return None
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


_SEPARATOR = r"[ \n\r\xa0\u3000\u2000-\u200a\-\u2010-\u2015\u2212－.·・_/\\|,，、~*]"
_GUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_CREDIT_CODE = re.compile(r"(?<![A-Za-z\d])[\dA-HJ-NPQRTUWXY]{18}(?![A-Za-z\d])")
_AMOUNT = re.compile(r"(?<![\d.])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\d.])|(?<![\d.])\d+\.\d{2}(?![\d.])")
_DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})"
    r"(?:\s*[-/.年\s]\s*(1[0-2]|0?[1-9])\s*[-/.月\s]\s*(3[01]|[12]\d|0?[1-9])"
    r"|(1[0-2]|0[1-9])(3[01]|[12]\d|0[1-9]))(?!\d)"
)
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d{2})\s*[-/.年]\s*(1[0-2]|0?[1-9])(?!\d)")
_BIRTH_WORD = re.compile(r"出生|生日|生于|\bDOB\b|\b[Bb]orn\b|[Bb]irth")
_CONTIGUOUS: Mapping[PersonalKind, re.Pattern[str]] = {
    PersonalKind.ID_NUMBER: re.compile(r"(?<!\d)(?:\d{17}[\dXx]|\d{15})(?!\d)"),
    PersonalKind.PHONE: re.compile(
        r"(?<!\d)(?:(?:\+|00)?86[\s-]?)?1[3-9]\d{9}(?!\d)"
        r"|(?<!\d)[（(]?0(?:10|2\d|[3-9]\d{2})[）)]?[\s\-－—]{0,2}[2-9]\d{6,7}(?!\d)"
    ),
    PersonalKind.CARD: re.compile(r"(?<!\d)(?<!\d\.)\d{12,19}(?!\d)"),
}
_PERMIT = re.compile(r"(?<![A-Za-z\d])[A-Za-z]{1,2}\d{7,10}(?!\d)")
_RESIDENT = re.compile(r"[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]")
_GROUPS = re.compile(rf"(?<!\d)\d+(?:{_SEPARATOR}{{1,3}}\d+)+(?:{_SEPARATOR}{{0,3}}[Xx])?(?!\d)")
_PHONE_GROUPS = ((3, 4, 4), (3, 8), (3, 3, 5), (4, 3, 4), (4, 4, 3), (3, 5, 3), (2, 3, 4, 4), (2, 11), (7, 4))
_CHINESE = str.maketrans("〇零一二三四五六七八九", "00123456789")
_CHINESE_RUN = re.compile("[〇零一二三四五六七八九]{11,}")
_LARGEST_ROW = 1_048_576  # of a worksheet: H1048576 is a cell, not a passport


def personal_facts(
    text: str, people: PeopleOnPaper = NOBODY, *, today: date | None = None, is_code: bool = False
) -> Iterator[PersonalFact]:
    """Yield what the public may not read in `text`, a line or a cell.

    `today` is needed for birth dates beside a name. `is_code` says that the text is not for people (an
    identifier, a formula): short permits are not looked for there.
    """
    plain = _plain(text)
    if sum(map(str.isdigit, plain)) < 5:  # an ordinary text
        return
    for kind, number in _candidates(plain, is_code=is_code):
        compact = "".join(filter(str.isalnum, number)).upper()
        if compact not in people.allowed and not set(compact) <= {"0", "1"}:
            yield PersonalFact(kind, _hint(compact))
    yield from (PersonalFact(PersonalKind.HELD, _hint(number)) for number in held_numbers_in(plain, people))
    yield from _birth_dates(plain, people, today)


def held_numbers_in(text: str, people: PeopleOnPaper) -> Iterator[str]:
    """Yield the numbers of these people that `text` holds, whatever stands between their characters."""
    if not people.numbers:
        return
    compact = "".join(filter(str.isalnum, text)).upper()
    for run in re.findall(r"[A-Z\d]{5,}", compact):
        for length in people.lengths:
            for start in range(len(run) - length + 1):
                if run[start : start + length] in people.numbers:
                    yield run[start : start + length]


def _plain(text: str) -> str:
    """Return `text` without invisible characters, every digit of every script as an ASCII digit."""
    signs = []
    for sign in text:
        if sign.isascii():
            signs.append(sign)
        elif unicodedata.category(sign) not in ("Cf", "Mn"):
            signs.append(_ascii_digit(sign))
    return _CHINESE_RUN.sub(lambda found: found[0].translate(_CHINESE), "".join(signs))


def _ascii_digit(sign: str) -> str:
    value = unicodedata.digit(sign, None)
    if value is not None:
        return str(value)
    return chr(ord(sign) - 0xFEE0) if "\uff21" <= sign <= "\uff5a" else sign


def _candidates(text: str, *, is_code: bool) -> Iterator[tuple[PersonalKind, str]]:
    text = _CREDIT_CODE.sub(lambda found: "统" if _is_credit_code(found[0]) else found[0], text)
    text = _GUID.sub("号", text)
    taken: list[tuple[int, int]] = []
    for kind, pattern in _CONTIGUOUS.items():
        for found in pattern.finditer(text):
            if not any(start < found.end() and found.start() < end for start, end in taken):
                taken.append(found.span())
                yield kind, found[0]
    if not is_code:
        for found in _PERMIT.finditer(text):
            if int(re.sub(r"\D", "", found[0])) > _LARGEST_ROW:
                yield PersonalKind.PERMIT, found[0]
    rest = _CONTIGUOUS[PersonalKind.PHONE].sub("话", _AMOUNT.sub("元", text))  # found above
    for found in _GROUPS.finditer(rest):
        if kind_found := _kind_of_groups(found[0]):
            yield kind_found, found[0]


def _is_credit_code(code: str) -> bool:
    """Return whether a code is a unit's: one of digits alone must not pass for a resident's number."""
    return credit_code_ok(code) and not _RESIDENT.fullmatch(code)


def _kind_of_groups(text: str) -> PersonalKind | None:
    """Return what groups of digits come to when read together, None for ordinary ones."""
    groups = re.findall(r"\d+|[Xx]", text)
    windows = _windows(tuple(map(len, groups)), 18)
    if any(_is_resident("".join(groups[start:end])) for start, end in windows):
        return PersonalKind.ID_NUMBER
    without_days = re.findall(r"\d+", _DAY.sub("日", text))
    lengths, whole = tuple(map(len, without_days)), "".join(without_days)
    if lengths in _PHONE_GROUPS or (max(lengths, default=0) <= 2 and len(whole) == 11):
        return PersonalKind.PHONE if re.fullmatch(r"(?:86)?1[3-9]\d{9}", whole) else None
    if 13 <= len(whole) <= 19 and not all(re.fullmatch(r"(?:19|20)\d\d", group) for group in without_days):
        fours = len(lengths) >= 3 and all(length == 4 for length in lengths[:-1])
        if fours or ((min(lengths) >= 3 or max(lengths) == 1) and luhn_ok(whole)):
            return PersonalKind.CARD
    return None


def _is_resident(number: str) -> bool:
    """Return whether characters that stood apart are a resident's number: days in a row can look like one."""
    return _RESIDENT.fullmatch(number) is not None and check_digit(number[:17]) == number[17].upper()


def _windows(lengths: tuple[int, ...], wanted: int) -> Iterator[tuple[int, int]]:
    """Yield from where to where neighbouring groups have `wanted` characters together."""
    for start in range(len(lengths)):
        total = 0
        for end in range(start, len(lengths)):
            total += lengths[end]
            if total >= wanted:
                if total == wanted:
                    yield start, end + 1
                break


def _birth_dates(text: str, people: PeopleOnPaper, today: date | None) -> Iterator[PersonalFact]:
    places = [(found.start(), found.end(), _as_day(found)) for found in _DAY.finditer(text)]
    days = [(start, end, day) for start, end, day in places if day is not None]
    held = [day for _, _, day in days if day in people.births]
    yield from (PersonalFact(PersonalKind.BIRTH_DATE, f"{day.year}…，共 8") for day in held)
    if held or not (days or _BIRTH_WORD.search(text)):
        return
    months = [(found.start(), found.end()) for found in _MONTH.finditer(text)]
    spans = [(start, end) for start, end, _ in days] + months
    near_word = any(
        word.start() - 12 <= end and start <= word.end() + 12
        for word in _BIRTH_WORD.finditer(text)
        for start, end in spans
    )
    latest = today.year - YOUNGEST if today else 0
    old = any(day.year <= latest for _, _, day in days)
    if near_word or (old and any(name in text for name in people.names)):
        yield PersonalFact(PersonalKind.BIRTH_DATE, "…，共 8")


def _as_day(found: re.Match[str]) -> date | None:
    try:
        return date(int(found[1]), int(found[2] or found[4]), int(found[3] or found[5]))
    except ValueError:
        return None


def _hint(number: str) -> str:
    return f"{number[:2]}…，共 {len(number)}"


def numbers_written_in(
    texts: Collection[str], *, kinds: Collection[PersonalKind] = (PersonalKind.PHONE,)
) -> frozenset[str]:
    """Return the numbers of these kinds that stand in `texts`, as `PeopleOnPaper.allowed` takes them."""
    found = set()
    for text in texts:
        for kind, number in _candidates(_plain(text), is_code=False):
            if kind in kinds:
                found.add("".join(filter(str.isalnum, number)).upper())
    return frozenset(found)
