"""Using a recipe for the next list: by the whole header, or by its labels where some columns differ.

Where the header is another one, what somebody said of a label holds for the column with that label now, if it
stands there once. Two headers are of one kind where they share at least three labels and three fifths of the
longer one; of several such recipes the nearest is used, of two equally near ones none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from app.importing.columns.fields import header_key
from app.importing.columns.recipes import Recipe, Recipes, fingerprint

_FEWEST, _SHARE = 3, 0.6  # labels that two headers of one kind share, and their part of the longer header


@dataclass(frozen=True, slots=True)
class Replay:
    """A recipe as it is used for a header: the fields by column of the new list, and what differs.

    `key` is what the recipe's own header is recognised by.
    `added`, `gone` and `moved` are labels; `renamed` pairs of a label and the one in its place now;
    `unanswered` the labels, "" for a column without one, of which something was said that is not used.
    """

    key: str
    recipe: Recipe
    columns: Mapping[int, str]
    added: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    renamed: tuple[tuple[str, str], ...] = ()
    unanswered: tuple[str, ...] = ()

    @property
    def differs(self) -> bool:
        """Return whether the header is another one than the recipe's."""
        return bool(self.added or self.gone or self.moved or self.renamed or self.unanswered)


def replay(recipes: Recipes, labels: Sequence[str]) -> Replay | None:
    """Return how a header is read by what was said of an earlier one; None where none is like it."""
    if not recipes:
        return None
    own = fingerprint(labels)
    if own in recipes:
        return Replay(own, recipes[own], recipes[own].columns)
    keys = {key for label in labels if (key := header_key(label))}
    near = sorted(
        ((_nearness(recipe, keys), key) for key, recipe in recipes.items()), key=lambda each: -each[0]
    )
    if not near[0][0] or (len(near) > 1 and near[0][0] == near[1][0]):
        return None
    return _replay(near[0][1], recipes[near[0][1]], labels)


def _nearness(recipe: Recipe, keys: set[str]) -> float:
    own = {key for label in recipe.labels if (key := header_key(label))}
    common, longer = len(own & keys), max(len(own), len(keys), 1)
    return common / longer if common >= _FEWEST and common / longer >= _SHARE else 0


def _replay(own: str, recipe: Recipe, labels: Sequence[str]) -> Replay:
    before, now = list(map(header_key, recipe.labels)), list(map(header_key, labels))
    counts_before, counts_now = Counter(before), Counter(now)
    columns, unanswered = {}, []
    for column, name in sorted(recipe.columns.items()):
        key = before[column] if column < len(before) else ""
        if key and counts_before[key] == counts_now[key] == 1:
            columns[now.index(key)] = name
        else:
            unanswered.append(recipe.labels[column] if column < len(before) else "")
    added, gone, moved, renamed = _labels_that_differ(recipe.labels, labels)
    return Replay(own, recipe, columns, added, gone, moved, renamed, tuple(unanswered))


def _labels_that_differ(
    before: Sequence[str], now: Sequence[str]
) -> tuple[tuple[str, ...], tuple[str, ...], tuple[str, ...], tuple[tuple[str, str], ...]]:
    """Return the labels added, gone and moved, and pairs of a label and the one in its place."""
    was, is_now = list(map(header_key, before)), list(map(header_key, now))
    added: list[str] = []
    gone: list[str] = []
    moved: list[str] = []
    renamed: list[tuple[str, str]] = []
    for act, a, b, c, d in SequenceMatcher(None, was, is_now, autojunk=False).get_opcodes():
        if act == "equal":
            continue
        only_before = [label for label, key in zip(before[a:b], was[a:b], strict=True) if key not in is_now]
        only_now = [label for label, key in zip(now[c:d], is_now[c:d], strict=True) if key not in was]
        if len(only_before) == len(only_now) == b - a == d - c:
            renamed += zip(only_before, only_now, strict=True)
            continue
        added += filter(None, only_now)
        gone += filter(None, only_before)
        moved += [label for label, key in zip(now[c:d], is_now[c:d], strict=True) if key and key in was]
    return tuple(added), tuple(gone), tuple(moved), tuple(renamed)
