"""Embeds the fonts a document used: one Type 0 font with its subset and its map back to text each.

The map back to text (ToUnicode) is UTF-16BE throughout, so that characters beyond U+FFFF copy out as
they stand. Source: ISO 32000-1, 9.7 and 9.10.3.
"""

from __future__ import annotations

import hashlib
import string
from collections.abc import Sequence
from typing import Protocol

from app.printing.font_chain import Face
from app.printing.truetype import subset_font

_BLOCK = 100  # most entries a bfchar block may hold


class ObjectFile(Protocol):
    """What fonts are written to: a PDF file being made, whoever makes it."""

    def add(self, body: bytes, *, number: int = 0) -> int:
        """Write an object under a reserved number or the next one; return its number."""

    def add_stream(self, data: bytes, *, entries: str = "", number: int = 0) -> int:
        """Write a stream object with these entries, compressed; return its number."""


def embed_face(file: ObjectFile, face: Face, *, number: int) -> None:
    """Write the font object `number` and everything under it."""
    program = subset_font(face.font, face.used)
    name = f"{_tag(program)}+{face.font.path.stem}"
    stream = file.add_stream(program, entries=f"/Length1 {len(program)}")
    descriptor = file.add(_descriptor(face, name, stream))
    font = file.add(
        f"<</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/CIDToGIDMap/Identity"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        f"/FontDescriptor {descriptor} 0 R/DW 1000/W[{_widths(face)}]>>".encode("ascii")
    )
    to_text = file.add_stream(to_unicode(face.texts))
    file.add(
        f"<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/Identity-H"
        f"/DescendantFonts[{font} 0 R]/ToUnicode {to_text} 0 R>>".encode("ascii"),
        number=number,
    )


def _tag(program: bytes) -> str:
    """Return the six capitals that mark a subset, from its bytes."""
    digest = hashlib.sha256(program).digest()
    return "".join(string.ascii_uppercase[byte % 26] for byte in digest[:6])


def _per_mille(face: Face, distance: int) -> int:
    return round(distance * 1000 / face.font.units)


def _descriptor(face: Face, name: str, stream: int) -> bytes:
    font = face.font
    box = " ".join(str(_per_mille(face, edge)) for edge in font.box)
    return (
        f"<</Type/FontDescriptor/FontName/{name}/Flags 4/FontBBox[{box}]/ItalicAngle 0"
        f"/Ascent {_per_mille(face, font.ascent)}/Descent {_per_mille(face, font.descent)}"
        f"/CapHeight {_per_mille(face, font.ascent)}/StemV 80/FontFile2 {stream} 0 R>>"
    ).encode("ascii")


def _widths(face: Face) -> str:
    """Return the codes whose width is not one em, as runs of neighbours."""
    runs: list[tuple[int, list[str]]] = []
    for code, (_, advance) in enumerate(face.used):
        width = _per_mille(face, advance)
        if width == 1000:
            continue
        if runs and runs[-1][0] + len(runs[-1][1]) == code:
            runs[-1][1].append(str(width))
        else:
            runs.append((code, [str(width)]))
    return " ".join(f"{start}[{' '.join(widths)}]" for start, widths in runs)


def to_unicode(texts: Sequence[str]) -> bytes:
    """Return the CMap that gives each code (its place in `texts`) back as text, UTF-16BE."""
    entries = [
        f"<{code:04X}> <{text.encode('utf-16-be').hex().upper()}>" for code, text in enumerate(texts) if text
    ]
    blocks = [entries[at : at + _BLOCK] for at in range(0, len(entries), _BLOCK)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
        f"{body}\nendcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n"
    ).encode("ascii")
