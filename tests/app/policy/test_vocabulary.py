"""Rules, registry and screens use one set of words."""

from __future__ import annotations

from typing import get_args

import pytest

from app.policy import vocabulary
from app.words import words_of
from models import types

SETS = {
    "level": (vocabulary.Level, types.Level),
    "class": (vocabulary.ContestClass, types.ContestClass),
    "role": (vocabulary.Role, types.Role),
    "form": (vocabulary.Form, types.Form),
    "group": (vocabulary.Group, types.Group),
}


@pytest.mark.parametrize("name", SETS)
def test_packs_may_use_exactly_what_the_registry_stores_and_screens_name(name: str) -> None:
    in_packs, in_registry = SETS[name]
    words = {word.value for word in in_registry if word.value}
    assert set(get_args(in_packs)) == words
    assert words <= words_of(f"core.{name}").keys()
