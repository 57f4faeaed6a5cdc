"""A contest level is known everywhere or nowhere: each table that must name every level, held to the list."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import openpyxl

from app.importing import write_template
from app.importing.values.level_words import LEVELS
from app.policy import vocabulary
from app.words import words_of
from models.types import ContestClass, Form, Group, Level, Role


def test_the_store_policies_words_and_lists_know_the_same_levels() -> None:
    levels = [level.value for level in Level]
    assert list(get_args(vocabulary.Level)) == levels
    assert list(words_of("core.level")) == levels
    assert set(LEVELS.values()) == set(levels)
    assert {LEVELS[words] for words in words_of("core.level").values()} == set(levels)


def test_the_template_offers_every_level(tmp_path: Path) -> None:
    write_template(tmp_path / "模板.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "模板.xlsx").worksheets[0]
    offered = "".join(rule.formula1 for rule in sheet.data_validations.dataValidation)
    assert [word for word in words_of("core.level").values() if word not in offered] == []


def test_policies_and_the_store_use_the_same_words_for_classes_roles_forms_and_groups() -> None:
    for stored, used in (
        (ContestClass, vocabulary.ContestClass),
        (Role, vocabulary.Role),
        (Form, vocabulary.Form),
        (Group, vocabulary.Group),
    ):
        assert [one.value for one in stored if one.value] == list(get_args(used))
