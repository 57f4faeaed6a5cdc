"""Names of contests and events made comparable beyond their spelling: which two may be one contest.

`name_key` tells whether two names are written alike. Here two names come to the same key where they differ in
nothing but spelling: title marks and other signs, white space, full-width digits, the form of the year
(2024年, 2024年度, 二〇二四年) and of the edition (第三届, 第3届), and where in the name these two stand.
Words are never left out or put in: 竞赛 is not 大赛. The same key only raises the question whether the two
are one; it never answers it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from app.formats import name_key

_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)}
_ZEROS = "〇零○"
_DIGITS = {
    **dict.fromkeys(_ZEROS, 0),
    **{sign: value for value, sign in enumerate("一二三四五六七八九", 1)},
}
_YEAR = re.compile(
    rf"(?<!\d)(?:(19|20)(\d{{2}})|([一二][九{_ZEROS}][{''.join(_DIGITS)}]{{2}}))(?!\d)(?:年度?|届)?"
)
_EDITION = re.compile("第([0-9]{1,3}|[一二三四五六七八九十百零〇]{1,5})届|(首)届")
_GROUPS_IN_NAMES = {
    **dict.fromkeys(("职工", "企业"), "worker"),
    "学生": "student",
    **dict.fromkeys(("教师", "教工"), "teacher"),
}
_GROUP_IN_NAME = re.compile(rf"[（【·\-—]*({'|'.join(_GROUPS_IN_NAMES)})组[）】]*$")


class ContestKey(NamedTuple):
    """What names of one contest have in common. `year` and `edition` are 0 where the name has none."""

    year: int
    edition: int
    words: str


@lru_cache(maxsize=20_000)
def contest_key(name: str, year: int = 0) -> ContestKey:
    """Return what is left of a contest's name without its spelling; `year` stands in where it has none."""
    plain = _without_signs(name)
    edition = 0
    if (match := _EDITION.search(plain)) is not None:
        edition = 1 if match[2] else _number(match[1])
        plain = plain[: match.start()] + plain[match.end() :]
    own = year_in(plain)
    return ContestKey(own or year, edition, _YEAR.sub("", plain, count=1) if own else plain)


_EVENT_WORD = re.compile("(?<=..)(?:竞赛|比赛)?(?:赛项|项目)$")


def event_key(name: str) -> str:
    """Return what is left of an event's name without its spelling."""
    return _without_signs(name)


def without_group(name: str, group: str = "") -> tuple[str, str]:
    """Return an event's comparable name without the group it ends with, and its group: recorded, else named.

    网络安全（教师组） is the teachers' group of 网络安全, also where the list has no column of groups.
    """
    if "组" not in name or (match := _GROUP_IN_NAME.search(name)) is None:
        return name, group
    return name[: match.start()], group or _GROUPS_IN_NAMES[match[1]]


def event_line(name: str) -> str:
    """Return what is left of an event's name without its spelling and the group it ends with."""
    return line_and_group(name)[0]


def line_and_group(name: str, group: str = "") -> tuple[str, str]:
    """Return an event's `event_line` and its group, whether recorded or named: one event has one of each.

    Lists write 电工, 电工赛项 and 电工项目 for one event.
    """
    bare, own = without_group(name_key(name), group)
    return _EVENT_WORD.sub("", event_key(bare)), own


def may_be_one_contest(name: str, other: str) -> bool:
    """Return whether two names do not themselves say that they are two: by another year, or edition."""
    one, two = contest_key(name), contest_key(other)
    return (one.year == two.year or 0 in (one.year, two.year)) and (
        one.edition == two.edition or 0 in (one.edition, two.edition)
    )


def year_in(name: str) -> int:
    """Return the first year that a contest's name gives in whatever form, 0 where it gives none."""
    return next(_years_in(name), 0)


@lru_cache(maxsize=4096)
def last_year_in(name: str) -> int:
    """Return the latest year that a contest's name gives (2022—2023年度), 0 where it gives none."""
    return max(_years_in(name), default=0)


def _years_in(name: str) -> Iterator[int]:
    for match in _YEAR.finditer(name.translate(_FULL_WIDTH)):
        if match[1]:
            yield int(match[1] + match[2])
            continue
        value = int("".join(str(_DIGITS[sign]) for sign in match[3]))
        yield value if 1900 <= value <= 2099 else 0


def _without_signs(name: str) -> str:
    """Return letters and digits only, half-width and of one case."""
    text = unicodedata.normalize("NFC", name).translate(_FULL_WIDTH).casefold()
    return "".join(sign for sign in text if unicodedata.category(sign)[0] in "LN" or sign == "○")


def _number(text: str) -> int:
    """Return a number up to 999 as an edition is counted: 12, 十二, 一百零二."""
    if text.isdecimal():
        return int(text)
    total = digit = 0
    for sign in text:
        if sign in ("十", "百"):
            total += (digit or 1) * (10 if sign == "十" else 100)
            digit = 0
        else:
            digit = _DIGITS[sign]
    return total + digit
