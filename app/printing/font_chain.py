"""The font chain: for each character the first font that has it, per character, never a blank.

A `FontFallback` only looks up; a `FontChain` also hands out the codes of one document's glyphs. A
`FontPool` belongs to one document and knows at the end what each font must embed. A spaced glyph
(`extra`) has a code of its own.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple

from app.paths import FONTS
from app.printing.truetype import FontFile, font_file

_NOTDEF = (0, 1000)
_BLANKS = frozenset(" \u3000\u00a0")
# Variation selectors, joiners and zero-width spaces: no font need have them. They take no room on paper
# and stay in the text layer, so that a name copies out as it was recorded.
INVISIBLE = frozenset(
    [
        *map(chr, (0x180B, 0x180C, 0x180D, 0x180F, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF)),
        *map(chr, range(0xFE00, 0xFE10)),
        *map(chr, range(0xE0100, 0xE01F0)),
    ]
)


_DECOMPOSED = re.compile("[^\\W\\d_][\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff]+")


def composed(text: str) -> str:
    """Return `text` with each letter and the marks after it as one character, as fonts have it (ễ).

    Nothing else is normalised: that would alter Chinese characters which people carry in their names.
    """
    if unicodedata.is_normalized("NFC", text):  # most texts: told at once
        return text
    return _DECOMPOSED.sub(lambda found: unicodedata.normalize("NFC", found[0]), text)


class Glyph(NamedTuple):
    """One drawn glyph: the index of its face, its code there as four hex digits, its advance in em."""

    face: int
    code: str
    advance: float


class FontFallback:
    """Fonts in order of preference: a character is drawn by the first that has it."""

    def __init__(self, fonts: Sequence[FontFile]) -> None:
        self._fonts = tuple(fonts)
        self._found: dict[str, tuple[int, int, int] | None] = {}

    def find(self, character: str) -> tuple[int, int, int] | None:
        """Return which font draws a character (its place in the order), the glyph there and its advance.

        None where no font has it. The advance is in font units. An invisible character has no ink and no
        advance, whether a font has it or not.
        """
        if character not in self._found:
            self._found[character] = self._search(character)
        return self._found[character]

    def _search(self, character: str) -> tuple[int, int, int] | None:
        if character in INVISIBLE:
            return 0, self._fonts[0].glyph_of(" "), 0
        for place, font in enumerate(self._fonts):
            glyph = font.glyph_of(character)
            if glyph and (character in _BLANKS or font.is_drawable(glyph)):
                return place, glyph, font.advance(glyph)
        return None

    def missing(self, text: Iterable[str]) -> list[str]:
        """Return the characters of `text` that no font can draw, each once, in their order."""
        found = self._found
        missing = [sign for sign in text if found.get(sign) is None and self.find(sign) is None]
        return list(dict.fromkeys(missing)) if missing else missing

    def advance(self, character: str) -> float:
        """Return the advance of a character in em. Raises KeyError where no font has it."""
        found = self.find(character)
        if found is None:
            raise KeyError(character)
        return found[2] / self._fonts[found[0]].units


@cache
def font_fallback(*file_names: str, folder: Path = FONTS) -> FontFallback:
    """Return the fallback over fonts of the program, given by their file names without suffix."""
    return FontFallback([font_file(folder / f"{name}.ttf") for name in file_names])


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
    """Fonts in order of preference, and the codes of the glyphs that one document draws with them."""

    def __init__(self, pool: FontPool, file_names: Sequence[str]) -> None:
        self._pool = pool
        self._faces = [pool.face_number(name) for name in file_names]
        self._fallback = FontFallback([pool.faces[number].font for number in self._faces])
        self._glyphs: dict[str, Glyph] = {}
        self._spaced: dict[tuple[str, float], Glyph] = {}

    def missing(self, text: Iterable[str]) -> list[str]:
        """Return the characters of `text` that no font of the chain can draw, each once."""
        drawn = self._glyphs
        return self._fallback.missing([sign for sign in text if sign not in drawn])

    def glyph(self, character: str) -> Glyph:
        """Return the glyph of a character. Raises KeyError where no font has it."""
        glyph = self._glyphs.get(character)
        if glyph is None:
            glyph = self._glyphs[character] = self._make(character, 0.0)
        return glyph

    def spaced(self, character: str, extra: float) -> Glyph:
        """Return the glyph of a character, `extra` em wider. Raises KeyError where no font has it."""
        key = (character, extra)
        if key not in self._spaced:
            self._spaced[key] = self._make(character, extra)
        return self._spaced[key]

    def _make(self, character: str, extra: float) -> Glyph:
        found = self._fallback.find(character)
        if found is None:
            raise KeyError(character)
        place, glyph, width = found
        number = self._faces[place]
        face = self._pool.faces[number]
        advance = width + round(extra * face.font.units)
        return Glyph(number, face.code_of(character, glyph, advance), advance / face.font.units)
