"""Templates are data: whatever is not understood is refused with the place where it stands."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from app.errors import DocumentError
from app.printing.template import Vocabulary, read_template

_VOCABULARY = Vocabulary(fields=frozenset(("name",)), flags=frozenset(("rehearsal",)))

_PLAIN = {
    "template": "t",
    "title": "t",
    "width": 100,
    "height": 50,
    "faces": {"kai": ["LXGWWenKai-Regular"]},
    "elements": [
        {"kind": "line", "x": 1, "y": 1, "width": 9, "spans": [{"text": "{name}", "face": "kai", "size": 9}]}
    ],
}


def _line(**facts: object) -> dict[str, object]:
    line = {"kind": "line", "x": 1, "y": 1, "width": 9, "spans": [{"text": "a", "face": "kai", "size": 9}]}
    return {**line, **facts}


@pytest.mark.parametrize(
    ("elements", "named"),
    [
        ([_line(colour="red")], "colour"),
        ([_line(spans=[{"text": "{id_number}", "face": "kai", "size": 9}])], "id_number"),
        ([_line(spans=[{"text": "a", "face": "hei", "size": 9}])], "hei"),
        ([_line(when="sunday")], "sunday"),
        ([{"kind": "circle"}], "circle"),
        ([{"kind": "picture", "file": "../x.png", "x": 0, "y": 0, "width": 1, "height": 1}], "file"),
        ([{"kind": "fill", "x": 0, "y": 0, "width": 1, "height": 1, "colour": "ivory"}], "colour"),
        ([{"kind": "qr", "x": 0, "y": 0, "size": -1}], "size"),
    ],
)
def test_what_is_not_understood_is_refused(tmp_path: Path, elements: list[object], named: str) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(yaml.safe_dump({**_PLAIN, "elements": elements}), "utf-8")
    with pytest.raises(DocumentError) as caught:
        read_template(file, _VOCABULARY)
    assert str(caught.value.params["path"]) == str(file)
    assert named in str(caught.value.params["faults"])


@pytest.mark.parametrize("text", ["a: [", "a: 1", ""])
def test_a_file_that_is_no_template_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "t.yaml"
    file.write_text(text, "utf-8")
    with pytest.raises(DocumentError):
        read_template(file, _VOCABULARY)
