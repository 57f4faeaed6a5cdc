"""What is said where a list is read by a recipe: which columns, and what differs from the list before."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from app.importing.columns.fields import field_titles
from app.importing.columns.replaying import Replay
from app.importing.findings import Note
from app.importing.reading.sheet import letter
from app.words import scoped, tr

_w = scoped("importing.replay")


def notes_on_replay(used: Replay) -> Iterator[Note]:
    """Yield what is said of a table that is read by a recipe."""
    titles = field_titles()
    said = [
        f"{letter(column)} → {titles.get(name, name) or tr('importing.text.told-unread')}"
        for column, name in sorted(used.columns.items())
    ]
    if said:
        yield Note("columns-as-before", {"file": used.recipe.file, "columns": "，".join(said)})
    if used.differs:
        facts: dict[str, object] = {"file": used.recipe.file, "differences": "；".join(_differences(used))}
        yield Note("recipe-columns-differ", facts)


def notes_on_sheet(used: Replay, *, tables: int, above: Collection[str]) -> Iterator[Note]:
    """Yield what is said where a sheet has other tables or facts above the first one than the list before.

    Recipes from before this was kept say nothing of it.
    """
    recipe, titles = used.recipe, field_titles()
    if not recipe.tables:
        return
    parts = []
    if recipe.tables != tables:
        parts.append(_w("tables", before=recipe.tables, now=tables))
    for key, names in (
        ("above-gone", recipe.above.difference(above)),
        ("above-new", {*above} - recipe.above),
    ):
        if names:
            parts.append(_w(key, names="、".join(sorted(titles.get(name, name) for name in names))))
    if parts:
        yield Note("recipe-sheet-differs", {"file": recipe.file, "differences": "；".join(parts)})


def _differences(used: Replay) -> Iterator[str]:
    for key in ("added", "gone", "moved"):
        if labels := getattr(used, key):
            yield _w(key, names="、".join(labels))
    for before, now in used.renamed:
        yield _w("renamed", before=before or _w("unlabelled"), now=now or _w("unlabelled"))
    if used.unanswered:
        yield _w("unanswered", names="、".join(label or _w("unlabelled") for label in used.unanswered))
