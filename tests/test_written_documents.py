"""What README, CONTRIBUTING and docs name is there: files, decisions, commands of dev.py."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.words import words_of

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = sorted((ROOT / "docs/adr").glob("[0-9]*.md"))
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md")), *DECISIONS]
_PLACES = ("app/", "ui/", "models/", "tests/", "resources/", "docs/")
_CODE = re.compile(r"`([^`\s]+)`")
_LINK = re.compile(r"\]\(([^)#\s]+)\)")


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_file_that_a_document_names_is_there(document: Path) -> None:
    text = document.read_text("utf-8")
    places = [place for place in _CODE.findall(text) if place.startswith(_PLACES) and "<" not in place]
    missing = [place for place in places if not any(ROOT.glob(place.rstrip("/")))]
    missing += [
        link for link in _LINK.findall(text) if "://" not in link and not (document.parent / link).exists()
    ]
    assert missing == []


def test_the_index_lists_every_decision_by_its_title_in_order() -> None:
    titles = [file.read_text("utf-8").splitlines()[0].removeprefix("# ").split(" ", 1) for file in DECISIONS]
    rows = [
        f"| [{number}]({file.name}) | {title} |"
        for file, (number, title) in zip(DECISIONS, titles, strict=True)
    ]
    index = (ROOT / "docs/adr/README.md").read_text("utf-8")
    assert re.findall(r"^\| \[\d{4}\].*$", index, re.MULTILINE) == rows
    assert len({number for number, _ in titles}) == len(titles)


def test_the_readme_lists_every_command() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert [name for name in words_of("cli.command") if not re.search(rf"^{name} ", text, re.MULTILINE)] == []


def test_the_one_page_names_every_room() -> None:
    rooms = sorted(place.parent.name for place in (ROOT / "app").glob("*/__init__.py"))
    page = (ROOT / "docs/architecture.md").read_text("utf-8")
    assert [room for room in rooms if f"| `{room}` |" not in page] == []
