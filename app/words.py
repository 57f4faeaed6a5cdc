"""Chinese words for users, kept in resources/words/zh_CN/<room>.toml.

A key is `room.name`, or `room.group.name` for the words of a closed set. A missing key is a bug and
shows itself as the key in guillemets; a test looks for those.
"""

from __future__ import annotations

import tomllib
from functools import cache
from typing import Any, Protocol

from app.errors import AppError
from app.paths import WORDS


class Translate(Protocol):
    """A translation function: `tr`, or one that `scoped` made."""

    def __call__(self, name: str, /, **params: object) -> str:
        """Return the text of `name`, its placeholders filled."""


@cache
def _room(name: str) -> dict[str, Any]:
    """Return one room's words, read when first asked for: reading all of them would hold up the start."""
    file = WORDS / "zh_CN" / f"{name}.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.is_file() else {}


def has_word(key: str) -> bool:
    """Return whether a text stands under `key`."""
    return _find(key) is not None


def tr(key: str, /, **params: object) -> str:
    """Return the text under `key`, its placeholders filled."""
    text = _find(key)
    if text is None:
        return f"«{key}»"
    return text.format(**params) if params else text


def scoped(prefix: str) -> Translate:
    """Return a translation function for keys that all begin with `prefix`.

    `_w = scoped("ui_registry.person")` lets a module write `_w("title")` for
    `tr("ui_registry.person.title")`.
    """

    def translate(name: str, /, **params: object) -> str:
        return tr(f"{prefix}.{name}", **params)

    return translate


def words_of(key: str) -> dict[str, str]:
    """Return a closed set's words, e.g. `words_of("core.level")`, in file order."""
    node = _node(key) or {}
    return {name: text for name, text in node.items() if isinstance(text, str)}


def _find(key: str) -> str | None:
    node = _node(key)
    return node if isinstance(node, str) else None


def _node(key: str) -> Any:
    room, *path = key.split(".")
    node: Any = _room(room)
    for part in path:
        node = node.get(part) if isinstance(node, dict) else None
    return node


def error_text(error: AppError) -> str:
    """Return what happened, to which thing, and what to do now."""
    return tr(f"errors.{error.code}", **error.params)
