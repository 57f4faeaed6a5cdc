"""What the registers look up: the dictionary of honours, regions, kinds of units. Data, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from typing import Any

from app.paths import RESOURCES

FOLDER = RESOURCES / "honours"
LEVELS = ("national", "provincial", "municipal", "enterprise")


@dataclass(frozen=True, slots=True)
class HonourTitle:
    """A title of the dictionary. `category` is the kind of talent it proves, "" for none."""

    key: str
    name: str
    level: str
    holder: str
    category: str
    source: str


@cache
def honour_titles() -> dict[str, HonourTitle]:
    """Return the honours of the dictionary by key, national ones first."""
    data = _read("dictionary").items()
    titles = [
        HonourTitle(key, one["name"], one["level"], one["holder"], one.get("category", ""), one["source"])
        for key, one in data
    ]
    return {one.key: one for one in sorted(titles, key=lambda title: LEVELS.index(title.level))}


@cache
def region_names() -> dict[str, str]:
    """Return the regions by key, the home province first."""
    names: dict[str, str] = _read("regions")["names"]
    return names


def is_home_region(region: str) -> bool:
    """Return whether a region is the province of the city itself."""
    return region in _read("regions")["home"]


def is_beyond_mainland(region: str) -> bool:
    """Return whether the document leaves open that the region is «outside the province»."""
    return region in _read("regions")["beyond"]


def unit_kind(credit_code: str) -> str:
    """Return what a unified social credit code says of a unit, «其他» for a prefix not listed."""
    names: dict[str, str] = _read("unit_kinds")["names"]
    return names.get(credit_code[:2], "其他")


@cache
def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / f"{name}.toml").read_text("utf-8"))
