"""The font chain: for each character the first font that has it, per character, never a blank.

A `FontPool` belongs to one document. It hands out codes for glyphs as they are first used and knows at
the end what each font must embed. A spaced glyph (`extra`) has a code of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from app.paths import FONTS
from app.printing.truetype import FontFile, font_file

_NOTDEF = (0, 1000)
_BLANKS = frozenset(" \u3000\u00a0")


class Glyph(NamedTuple):
    """One drawn glyph: the index of its face, its code there as four hex digits, its advance in em."""

    face: int
    code: str
    advance: float


@dataclass
class Face:
    """A font as one document uses it: glyph *n* of the embedded subset is `used[n]`."""

    font: FontFile
    used: list[tuple[int, int]] = field(default_factory=lambda: [_NOTDEF])
    texts: list[str] = field(default_factory=lambda: [""])

    def code_of(self, character: str, glyph: int, advance: int) -> str:
        """Take the next code for a glyph with this advance (font units)."""
        self.used.append((glyph, advance))
        self.texts.append(character)
        return f"{len(self.used) - 1:04X}"


class FontPool:
    """The fonts of one document, shared by its chains."""

    def __init__(self, folder: Path = FONTS) -> None:
        self.folder = folder
        self.faces: list[Face] = []
        self._numbers: dict[str, int] = {}

    def face_number(self, file_name: str) -> int:
        """Return the number of the font in `file_name`, opened when first asked for."""
        if file_name not in self._numbers:
            self._numbers[file_name] = len(self.faces)
            self.faces.append(Face(font_file(self.folder / f"{file_name}.ttf")))
        return self._numbers[file_name]


class FontChain:
    """Fonts in order of preference: a character is drawn by the first that has it."""

    def __init__(self, pool: FontPool, file_names: Sequence[str]) -> None:
        self._pool = pool
        self._faces = [pool.face_number(name) for name in file_names]
        self._glyphs: dict[str, Glyph] = {}
        self._spaced: dict[tuple[str, float], Glyph] = {}

    def missing(self, text: Iterable[str]) -> list[str]:
        """Return the characters of `text` that no font of the chain can draw."""
        known = self._glyphs
        return [char for char in text if char not in known and self._found(char) is None]

    def glyph(self, character: str) -> Glyph:
        """Return the glyph of a character. Raises KeyError where no font has it."""
        glyph = self._glyphs.get(character)
        return glyph if glyph is not None else self._taken(character)

    def spaced(self, character: str, extra: float) -> Glyph:
        """Return the glyph of a character, `extra` em wider. Raises KeyError where no font has it."""
        key = (character, extra)
        if key not in self._spaced:
            self._spaced[key] = self._made(character, extra)
        return self._spaced[key]

    def _taken(self, character: str) -> Glyph:
        self._glyphs[character] = glyph = self._made(character, 0.0)
        return glyph

    def _found(self, character: str) -> tuple[int, int] | None:
        for number in self._faces:
            font = self._pool.faces[number].font
            glyph = font.glyph_of(character)
            if glyph and (character in _BLANKS or font.is_drawable(glyph)):
                return number, glyph
        return None

    def _made(self, character: str, extra: float) -> Glyph:
        found = self._found(character)
        if found is None:
            raise KeyError(character)
        number, glyph = found
        face = self._pool.faces[number]
        advance = face.font.advance(glyph) + round(extra * face.font.units)
        return Glyph(number, face.code_of(character, glyph, advance), advance / face.font.units)
