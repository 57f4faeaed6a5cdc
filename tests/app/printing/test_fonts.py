"""Fonts: read as fontTools reads them, subset so that fontTools finds nothing wrong."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont

from app.errors import DocumentError
from app.paths import FONTS
from app.printing.font_chain import FontChain, FontPool
from app.printing.pdf_fonts import to_unicode
from app.printing.truetype import font_file, subset_font

_FILES = sorted(FONTS.glob("*.ttf"))
_TEXT = "李古䶮𬭎㛃𠅤𠮷é½Å·2（"


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.stem)
def test_glyphs_and_widths_are_fonttools_own(file: Path) -> None:
    ours, theirs = font_file(file), TTFont(file, lazy=True)
    names, widths = theirs.getBestCmap(), theirs["hmtx"]
    for character in _TEXT:
        name = names.get(ord(character))
        glyph = ours.glyph_of(character)
        assert glyph == (theirs.getGlyphID(name) if name else 0)
        if name:
            assert ours.advance(glyph) == widths[name][0]
    theirs.close()


@pytest.mark.parametrize("file", _FILES, ids=lambda file: file.stem)
def test_a_subset_is_a_sound_font_with_the_same_outlines(file: Path) -> None:
    font = font_file(file)
    glyphs = [font.glyph_of(character) for character in _TEXT if font.glyph_of(character)]
    subset = TTFont(BytesIO(subset_font(font, [(glyph, 777) for glyph in glyphs])), checkChecksums=2)
    whole = TTFont(file, lazy=True)
    for place, glyph in enumerate(glyphs):
        new, old = (_outline(each, number) for each, number in ((subset, place), (whole, glyph)))
        assert new == old
        assert subset["hmtx"][subset.getGlyphName(place)][0] == 777
    assert "name" not in subset
    whole.close()


def _outline(font: TTFont, glyph: int) -> object:
    coordinates, ends, flags = font["glyf"][font.getGlyphName(glyph)].getCoordinates(font["glyf"])
    return list(coordinates), list(ends), bytes(flags)


def test_the_first_font_that_has_a_character_draws_it() -> None:
    pool = FontPool()
    chain = FontChain(pool, ["NotoSansSC-Regular", "LXGWWenKai-Regular", "HanaMinB"])
    faces = [pool.faces[chain.glyph(character).face].font.path.stem for character in "李\u4db6\U00020000"]
    assert faces == ["NotoSansSC-Regular", "LXGWWenKai-Regular", "HanaMinB"]
    assert chain.missing("李\U000323b0\U0003347a") == ["\U000323b0", "\U0003347a"]


def test_a_spaced_glyph_is_wider_and_reads_the_same() -> None:
    pool = FontPool()
    chain = FontChain(pool, ["LXGWWenKai-Regular"])
    plain, spaced = chain.glyph("李"), chain.spaced("李", 1.0)
    assert (plain.advance, spaced.advance) == (1.0, 2.0)
    assert pool.faces[0].texts[1:] == ["李", "李"]


def test_the_map_to_text_is_utf_16() -> None:
    assert b"<0001> <D842DFB7>" in to_unicode(["", "𠮷"])


@pytest.mark.parametrize("content", [b"", b"\0\1\0\0", b"not a font at all" * 10])
def test_a_damaged_font_is_named(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.ttf").write_bytes(content)
    with pytest.raises(DocumentError) as caught:
        FontPool(tmp_path).face_number("x")
    assert caught.value.params["path"] == tmp_path / "x.ttf"
