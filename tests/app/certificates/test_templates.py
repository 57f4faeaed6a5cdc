"""The program's own templates and their fonts are sound."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.certificates import font_report
from app.certificates.templates import TEMPLATES, VOCABULARY
from app.printing import read_template


@pytest.mark.parametrize("file", sorted(TEMPLATES.glob("*.yaml")), ids=lambda file: file.stem)
def test_the_built_in_ones_are_sound(file: Path) -> None:
    assert read_template(file, VOCABULARY).template == file.stem


def test_the_fonts_check_finds_nothing() -> None:
    report = font_report()
    assert report.problems == ()
    assert "LXGWWenKai-Regular" in report.faces
