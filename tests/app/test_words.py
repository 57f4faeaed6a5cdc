"""Every text that the code asks for by name is there, and its placeholders are given."""

from __future__ import annotations

import ast
import string
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import NotFoundError
from app.importing.findings import SEVERITIES
from app.paths import WORDS
from app.words import error_text, has_word, tr, words_of

ROOT = Path(__file__).resolve().parents[2]
MODULES = sorted(file for floor in ("app", "ui") for file in (ROOT / floor).rglob("*.py"))
WORD_FILES = sorted((WORDS / "zh_CN").glob("*.toml"))


@pytest.mark.parametrize("file", WORD_FILES, ids=lambda file: file.stem)
def test_a_file_of_words_can_be_read_and_its_placeholders_are_closed(file: Path) -> None:
    texts = list(_texts(tomllib.loads(file.read_text("utf-8"))))
    assert texts
    for text in texts:
        list(string.Formatter().parse(text))


def test_every_word_asked_for_by_name_is_there() -> None:
    missing = [(where, key) for where, key, _ in _asked() if not has_word(key)]
    assert missing == []


def test_every_placeholder_of_a_word_is_given() -> None:
    wrong = []
    for where, key, given in _asked():
        fields = _fields(key)
        if given is not None and fields - given:
            wrong.append((where, key, sorted(fields - given)))
    assert wrong == []


def test_every_finding_of_the_import_has_a_severity_and_words_and_no_other_has() -> None:
    made = set()
    for module in MODULES:
        if "importing" in module.parts:
            for node in ast.walk(ast.parse(module.read_text("utf-8"))):
                match node:
                    case ast.Call(
                        func=ast.Name(id="invalid" | "Note"), args=[ast.Constant(value=str(code)), *_]
                    ):
                        made.add(code)
    assert sorted(made - SEVERITIES.keys()) == []
    assert sorted(words_of("importing.finding")) == sorted(SEVERITIES)


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        for value in node.values():
            yield from _texts(value)
    elif isinstance(node, str):
        yield node


def _fields(key: str) -> set[str]:
    """Return the placeholders of a text."""
    parts = string.Formatter().parse(tr(key))
    return {field.split(".")[0].split("[")[0] for _, field, _, _ in parts if field}


def _asked() -> Iterator[tuple[str, str, set[str] | None]]:
    """Yield place, key and the names given for each text that is asked for by a literal name.

    The names are None where some are handed over as a mapping, or later (`place.format(row=…)`).
    """
    for module in MODULES:
        tree = ast.parse(module.read_text("utf-8"))
        for node, prefixes in _calls(tree, {"tr": ""}):
            if node.args and (key := _key(node, prefixes)):
                names = {keyword.arg for keyword in node.keywords if keyword.arg}
                is_whole = all(keyword.arg for keyword in node.keywords)
                is_told = is_whole and (names or key.startswith("errors."))
                given = names if is_told else None
                yield f"{module.relative_to(ROOT)}:{node.lineno}", key, given


def _calls(scope: ast.AST, prefixes: dict[str, str]) -> Iterator[tuple[ast.Call, dict[str, str]]]:
    """Yield each call with the translation functions that its scope knows, and their prefixes."""
    inner, within = [], list(ast.iter_child_nodes(scope))
    known = dict(prefixes)
    calls = []
    while within:
        node = within.pop()
        if isinstance(node, ast.FunctionDef):
            inner.append(node)
            continue
        match node:
            case ast.Assign(
                targets=[ast.Name(id=name)],
                value=ast.Call(func=ast.Name(id="scoped"), args=[ast.Constant(value=str(prefix))]),
            ):
                known[name] = f"{prefix}."
            case ast.Call():
                calls.append(node)
        within += ast.iter_child_nodes(node)
    yield from ((call, known) for call in calls)
    for function in inner:
        yield from _calls(function, known)


def _key(call: ast.Call, prefixes: dict[str, str]) -> str | None:
    first = call.args[0]
    if not isinstance(first, ast.Constant) or not isinstance(first.value, str):
        return None
    match call.func:
        case ast.Name(id=name) if name in prefixes:
            return prefixes[name] + first.value
        case ast.Name(id=name) if name.endswith("Error") and first.value.replace("-", "").isalnum():
            return f"errors.{first.value}" if name in _ERRORS else None
    return None


_ERRORS = {
    node.name
    for node in ast.parse((ROOT / "app/errors.py").read_text("utf-8")).body
    if isinstance(node, ast.ClassDef)
}


def test_any_name_may_be_filled_into_a_text() -> None:
    text = error_text(NotFoundError("bank-profile-missing", key="工商银行", known="general-csv"))
    assert "工商银行" in text
    assert "general-csv" in text
