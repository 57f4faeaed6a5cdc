"""Series of contests (竞赛系列): which one a contest's name states, by the closed list in the resources.

A name proposes a series; a person confirms or changes it. Nothing is recognised by a part of a name:
世界技能大赛河南省选拔赛 or 世界技能博览会 states none.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from typing import Any

from app.formats import name_key
from app.paths import RESOURCES
from app.words import tr

WORLD_SKILLS, NATIONAL_SKILLS = "world-skills", "national-skills"
_ASKED_BY_RULES = (WORLD_SKILLS, NATIONAL_SKILLS, "abilympics")
_FILE = RESOURCES / "contest_series.toml"
_DIGITS = str.maketrans("０１２３４５６７８９", "0123456789")
# What may stand beside the name of a series: the year, the number of the session, marks around a title.
_BESIDE = re.compile(
    r"(?:19|20)\d\d年?度?|第(?:\d+|[〇零一二三四五六七八九十百]+)届|首届|[《》“”‘’「」\"'·:：,，]"
)
_EMPTY_BRACKETS = re.compile(r"（）|〔〕")
_SELECTS = "选拔"
_FEWEST_CHARACTERS = 4  # of a name that is looked for inside another


@lru_cache(maxsize=4096)
def series_named(name: str) -> str:
    """Return the series that a contest's name states, "" where it is none of the listed spellings."""
    bare = _EMPTY_BRACKETS.sub("", _BESIDE.sub("", name_key(name).translate(_DIGITS)))
    return _series_by_name().get(bare, "")


def present_series(name: str, recorded: str) -> str:
    """Return the series that rules go by: as recorded, else as the name states; "" where nothing says one.

    A series that is only proposed by its name counts once a person has recorded it.
    """
    if recorded:
        return recorded
    named = series_named(name)
    return "" if named and _data()[named].get("only_proposed") else named


@lru_cache(maxsize=4096)
def series_resembled(name: str) -> str:
    """Return the series whose name stands in a contest's name that states none, "" where none does.

    To be looked at by a person: a regional league, a trial, or another spelling of the series. A selection
    contest says itself that it is none.
    """
    key = name_key(name)
    if series_named(name) or _SELECTS in key:
        return ""
    return next(
        (
            series
            for words, series in _series_by_name().items()
            if len(words) >= _FEWEST_CHARACTERS and words in key
        ),
        "",
    )


def series_words(name: str, *, level: str, recorded: str, by: str = "", basis: str = "") -> str:
    """Return which series a contest is of and who says so, "" where nothing speaks of one.

    A world-level contest of which neither a person nor the name says so is told apart: awards hang on it.
    """
    if recorded:
        said = tr("core.series-by.recorded", by=by) if by else tr("core.series-by.recorded-before")
        return _named(recorded) + tr("core.series-by.note", said=said + _on(basis))
    if named := series_named(name):
        return _named(named) + tr("core.series-by.note", said=tr("core.series-by.name"))
    if resembled := series_resembled(name):
        return tr("core.series-by.resembled", series=_named(resembled))
    return tr("core.series-by.unknown") if level == "world" else ""


def series_matters(name: str, *, level: str, recorded: str) -> bool:
    """Return whether a person should record the series: rules ask for it, and only the name says, or none."""
    if recorded:
        return False
    return series_named(name) in _ASKED_BY_RULES or bool(series_resembled(name)) or level == "world"


def _named(series: str) -> str:
    return tr(f"core.series.{series}")


def _on(basis: str) -> str:
    return tr("core.series-by.basis", basis=basis) if basis else ""


def series_level(series: str) -> str:
    """Return the level at which a series is held, "" for «other» and for none."""
    return str(_data()[series]["level"]) if series in _data() else ""


def names_of_series(series: str) -> tuple[str, ...]:
    """Return the listed names of a series, the full one first."""
    return tuple(_data()[series]["names"]) if series in _data() else ()


@cache
def _data() -> dict[str, dict[str, Any]]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


@cache
def _series_by_name() -> dict[str, str]:
    return {name_key(words): series for series, one in _data().items() for words in one["names"]}
