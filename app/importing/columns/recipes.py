"""Recipes: the columns that somebody chose for a table, used for the next list with the same header.

A header is recognised by all its labels in their order; one that differs is read as `replaying` says. A
recipe is kept when its list is written, and said whenever it is used.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.importing.columns.fields import header_key
from app.unit_of_work import UnitOfWork
from models import Setting

_KEY = "import-recipe:"  # before the fingerprint, in the registry's settings


@dataclass(frozen=True, slots=True)
class Recipe:
    """Which columns hold which fields, "" for none; the file in which somebody said so.

    `labels` are the header's as that file had them, `tables` how many its sheet had, `above` the fields that
    stood above the first one; (), 0 and empty in recipes from before they were kept.
    """

    columns: Mapping[int, str]
    file: str
    labels: tuple[str, ...] = ()
    tables: int = 0
    above: frozenset[str] = frozenset()


Recipes = Mapping[str, Recipe]  # by fingerprint


def fingerprint(labels: Sequence[str]) -> str:
    """Return what a header is recognised by."""
    keys = [header_key(label) for label in labels]
    while keys and not keys[-1]:
        keys.pop()
    return hashlib.sha256("\0".join(keys).encode()).hexdigest()[:24]


def stored_recipes(session: Session) -> dict[str, Recipe]:
    """Return the recipes of a registry."""
    rows = session.execute(select(Setting.key, Setting.value).where(Setting.key.startswith(_KEY)))
    found = {}
    for key, value in rows:
        data = json.loads(value)
        columns = {int(column): str(name) for column, name in data["columns"].items()}
        found[key.removeprefix(_KEY)] = Recipe(
            columns,
            data["file"],
            tuple(data.get("labels", ())),
            data.get("tables", 0),
            frozenset(data.get("above", ())),
        )
    return found


def keep_recipe(work: UnitOfWork, labels: Sequence[str], recipe: Recipe) -> None:
    """Keep a recipe in place of an earlier one for the same header."""
    session, key = work.session, _KEY + fingerprint(labels)
    columns = {str(column): name for column, name in sorted(recipe.columns.items())}
    facts = {"columns": columns, "file": recipe.file, "labels": list(labels)}
    whole = facts | {"tables": recipe.tables, "above": sorted(recipe.above)}
    text = json.dumps(whole, ensure_ascii=False)
    setting = session.get(Setting, key)
    if setting is None:
        session.add(Setting(key=key, value=text))
    else:
        setting.value = text
    detail: dict[str, object] = {"file": recipe.file, "columns": columns}
    work.audit("remember", "import_recipe", fingerprint(labels), detail=detail)


def forget_recipe(work: UnitOfWork, key: str) -> None:
    """Forget the recipe of the header that is recognised by `key`; nothing where there is none."""
    work.require(Right.RECORD)
    setting = work.session.get(Setting, _KEY + key)
    if setting is not None:
        file = json.loads(setting.value)["file"]
        work.session.delete(setting)
        work.audit("forget", "import_recipe", key, detail={"file": file})
        work.touched(Changes.SETTINGS)
