"""A template: one page as data, elements with anchor points in millimetres from the top left corner.

Read from YAML with a strict schema: an unknown key, colour, font, placeholder or flag is refused with the
file and the place. The caller gives the placeholders and flags that exist (`Vocabulary`). Sizes of type
are in points, tracking and bold in em.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, ValidationInfo, model_validator

from app.errors import DocumentError

_PLACEHOLDER = re.compile(r"\{(\w+)\}")

Colour = Annotated[str, Field(pattern=r"^[0-9A-F]{6}$")]
Millimetres = Annotated[float, Field(ge=-1000, le=2000)]
Length = Annotated[float, Field(gt=0, le=2000)]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The placeholders (`fields`) and conditions (`flags`) that templates of one caller may use."""

    fields: frozenset[str]
    flags: frozenset[str]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Element(_Strict):
    """What every element has: it may depend on a flag of the run."""

    when: str = ""

    @model_validator(mode="after")
    def _known_flag(self, info: ValidationInfo) -> Element:
        vocabulary: Vocabulary | None = info.context
        if vocabulary is not None and self.when and self.when not in vocabulary.flags:
            raise ValueError(f"when: {self.when} is none of {sorted(vocabulary.flags)}")
        return self


class Fill(Element):
    """A rectangle of one colour."""

    kind: Literal["fill"]
    x: Millimetres
    y: Millimetres
    width: Length
    height: Length
    colour: Colour


class Frame(Element):
    """A rectangle's outline, its line centred on the edge."""

    kind: Literal["frame"]
    x: Millimetres
    y: Millimetres
    width: Length
    height: Length
    line: Length
    colour: Colour


class Shape(Element):
    """A drawing in SVG path letters (M L H V C Z, absolute), in millimetres from `x`, `y`.

    `mirror` repeats it mirrored about the page's middle: a corner becomes four.
    """

    kind: Literal["shape"]
    x: Millimetres
    y: Millimetres
    path: Annotated[str, Field(pattern=r"^[MLHVCZ0-9., \n+-]+$")]
    line: float = Field(default=0.0, ge=0)
    colour: Colour
    scale: Length = 1.0
    mirror: Literal["none", "sides", "corners"] = "none"


class Picture(Element):
    """A PNG or JPEG beside the template file, stretched to its rectangle."""

    kind: Literal["picture"]
    file: Annotated[str, Field(pattern=r"^[\w.-]+$")]
    x: Millimetres
    y: Millimetres
    width: Length
    height: Length


class Span(_Strict):
    """A piece of text in one style. `spread` sets two-character names as wide as three."""

    text: str
    face: str
    size: Length
    colour: Colour = "1B1F24"
    tracking: float = Field(default=0.0, ge=0, le=3)
    bold: float = Field(default=0.0, ge=0, le=0.1)
    spread: bool = False
    keep: bool = False


class Line(Element):
    """One line of text on the baseline `y`, anchored at `x`, made smaller where it is wider than `width`."""

    kind: Literal["line"]
    x: Millimetres
    y: Millimetres
    anchor: Literal["left", "centre", "right"] = "left"
    width: Length
    smallest: float = Field(default=0.5, gt=0, le=1)
    spans: tuple[Span, ...] = Field(min_length=1)


class Paragraph(Element):
    """Text in lines: `y` is the first baseline, the last one stays above `y` + `height`."""

    kind: Literal["paragraph"]
    x: Millimetres
    y: Millimetres
    width: Length
    height: Length
    leading: float = Field(gt=0.9, le=4)
    indent: float = Field(default=0.0, ge=0, le=10)
    smallest: float = Field(default=0.5, gt=0, le=1)
    spans: tuple[Span, ...] = Field(min_length=1)


class Qr(Element):
    """The QR of the signed statement."""

    kind: Literal["qr"]
    x: Millimetres
    y: Millimetres
    size: Length
    colour: Colour = "1B1F24"


AnyElement = Annotated[Fill | Frame | Shape | Picture | Line | Paragraph | Qr, Field(discriminator="kind")]


class Template(_Strict):
    """A page and its fonts: `faces` names chains of font files without their suffix."""

    template: str
    title: str
    width: Length
    height: Length
    faces: dict[str, tuple[str, ...]]
    elements: tuple[AnyElement, ...]

    @model_validator(mode="after")
    def _known_words(self, info: ValidationInfo) -> Template:
        vocabulary: Vocabulary | None = info.context
        for span in spans_of(self.elements):
            if span.face not in self.faces:
                raise ValueError(f"face: {span.face} is none of {sorted(self.faces)}")
            unknown = placeholders(span.text) - vocabulary.fields if vocabulary is not None else set()
            if unknown and vocabulary is not None:
                raise ValueError(f"placeholder: {sorted(unknown)} are none of {sorted(vocabulary.fields)}")
        return self


def spans_of(elements: Iterable[Element]) -> list[Span]:
    """Return all pieces of text of some elements."""
    return [span for element in elements if isinstance(element, Line | Paragraph) for span in element.spans]


def placeholders(text: str) -> set[str]:
    """Return the names of the fields that `text` asks for."""
    return set(_PLACEHOLDER.findall(text))


def filled(text: str, fields: Mapping[str, str]) -> str:
    """Return `text` with its placeholders filled from `fields`."""
    return _PLACEHOLDER.sub(lambda found: fields[found[1]], text)


def read_template(path: Path, vocabulary: Vocabulary) -> Template:
    """Return the template in a file. Raises DocumentError with the file and every fault."""
    try:
        return Template.model_validate(yaml.safe_load(path.read_text("utf-8")), context=vocabulary)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise DocumentError("template-unreadable", path=path, problem=error) from error
    except ValidationError as error:
        faults = "；".join(
            f"{'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()
        )
        raise DocumentError("template-faulty", path=path, faults=faults) from error
