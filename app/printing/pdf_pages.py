"""Takes pages out of documents that `pdf_file` wrote, into a new one: the same bytes each time.

The fonts that come along hold only the glyphs that these pages show, and only their text: the other pages of
a run carry other people's names.

Reads its own writer's form only: a table of contents and object streams, compressed, references of
generation 0, no reference inside a string. Source: ISO 32000-1, 7.5.7 and 7.5.8.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from io import BytesIO
from typing import NamedTuple

from app.errors import DocumentError
from app.printing.pdf_file import PageTree, PdfFile, document_info
from app.printing.truetype import without_unused_glyphs

_REFERENCE = re.compile(rb"\b(\d+) 0 R\b")
_STREAM = re.compile(rb"\d+ 0 obj<<(.*?)/Length (\d+)>>stream\n", re.DOTALL)
_START = re.compile(rb"startxref\n(\d+)\n%%EOF\n\Z")
_WIDTHS = re.compile(rb"/W\[1 (\d+) 2\]")
_KIDS = re.compile(rb"/Kids\[([^\]]*)\]")
_TREE = re.compile(rb"/Parent \d+ 0 R|/Type/Page\b")
_IN_STREAM, _IN_FILE = 2, 1
_FONT_NAME = re.compile(rb"/F(\d+) (\d+) 0 R")
_FORM_NAME = re.compile(rb"/XObject<<((?:/\w+ \d+ 0 R)*)>>")
_SHOWN = re.compile(rb"/F(\d+) [0-9.]+ Tf <([0-9A-F]*)> Tj")
_TEXT_ENTRY = re.compile(rb"<([0-9A-F]{4})> <[0-9A-F]*>\n")
_DESCENDANTS = re.compile(rb"/DescendantFonts\[([^\]]*)\]")
_TEXT_BLOCK = re.compile(rb"\d+ beginbfchar\n(.*?)endbfchar\n", re.DOTALL)


class _Body(NamedTuple):
    """An object: what stands in its dictionary, and its stream as it is packed; None where it has none."""

    entries: bytes
    stream: bytes | None


class OwnPdf:
    """A document of our own, read object by object. Raises DocumentError where it is none."""

    def __init__(self, pdf: bytes) -> None:
        self._pdf = pdf
        self._opened: dict[int, list[bytes]] = {}
        start = _START.search(pdf, max(len(pdf) - 64, 0))
        if start is None:
            raise _unreadable("startxref")
        contents = self._at(int(start[1]))
        width = _found(_WIDTHS, contents.entries)
        self._places = list(_rows(zlib.decompress(contents.stream or b""), int(width[1])))
        self.root = _named(contents.entries, b"Root")
        self._tree = _named(self.body(self.root).entries, b"Pages")

    def body(self, number: int) -> _Body:
        """Return an object."""
        kind, place, index = self._places[number]
        if kind == _IN_FILE:
            return self._at(place)
        if kind != _IN_STREAM:
            raise _unreadable(str(number))
        return _Body(self._gathered(place)[index], None)

    def _at(self, place: int) -> _Body:
        head = _STREAM.match(self._pdf, place)
        if head is None:
            raise _unreadable(str(place))
        return _Body(head[1], self._pdf[head.end() : head.end() + int(head[2])])

    def _gathered(self, number: int) -> list[bytes]:
        """Return the small objects of an object stream: each on a line of its own."""
        if number not in self._opened:
            head, _, text = zlib.decompress(self.body(number).stream or b"").partition(b"\n")
            starts = [int(word) for word in head.split()[1::2]]
            ends = [start - 1 for start in starts[1:]]
            self._opened[number] = [text[a:b] for a, b in zip(starts, [*ends, None], strict=True)]
        return self._opened[number]

    def pages(self) -> list[int]:
        """Return the numbers of the page objects, in their order."""
        leaves = _references(self._kids(self._tree))
        return [page for leaf in leaves for page in _references(self._kids(leaf))]

    def inherited(self) -> bytes:
        """Return the entries that every page has from the tree: media box and resources."""
        whole = self.body(self._tree).entries
        return whole[_found(_KIDS, whole).end() :].removesuffix(b">>")

    def _kids(self, node: int) -> bytes:
        return bytes(_found(_KIDS, self.body(node).entries)[1])


def pages_of(sources: Sequence[tuple[bytes, Sequence[int]]], *, title: str, made_at: datetime) -> bytes:
    """Return one PDF of pages: of each source the places given, counting from 1. Raises DocumentError.

    What a page shares with others comes along once for each source.
    """
    sink = BytesIO()
    file = PdfFile(sink)
    tree = PageTree(file)
    catalogue = b""
    for pdf, places in sources:
        try:
            source = OwnPdf(pdf)
            _copy_pages(source, places, file, tree)
        except (IndexError, ValueError, zlib.error) as error:
            raise _unreadable(str(error)) from error
        catalogue = catalogue or source.body(source.root).entries
    tree.finish(entries="")
    root = file.add(_REFERENCE.sub(b"%d 0 R" % tree.root, catalogue))
    file.finish(root=root, info=file.add(document_info(title=title, made_at=made_at)))
    return sink.getvalue()


def _copy_pages(source: OwnPdf, places: Sequence[int], file: PdfFile, tree: PageTree) -> None:
    numbers = [source.pages()[place - 1] for place in places]
    inherited = source.inherited()
    heads = [inherited + _TREE.sub(b"", source.body(number).entries)[2:-2] for number in numbers]
    copied = _copier(source, file, _narrowed_fonts(source, _shown_codes(source, heads)))
    for head in heads:
        start = b"<</Type/Page/Parent %d 0 R" % tree.parent()
        tree.add(file.add(start + _renumbered(head, copied) + b">>"))


def _shown_codes(source: OwnPdf, heads: Sequence[bytes]) -> dict[int, set[int]]:
    """Return, by the number of the font object, the codes that these pages show, in forms too.

    A font that is named and not used is there with no code.
    """
    shown: dict[int, set[int]] = {}
    for stream, entries in dict(_contents(source, heads)).items():
        fonts = {name: int(number) for name, number in _FONT_NAME.findall(entries)}
        for font in fonts.values():
            shown.setdefault(font, set())
        for name, codes in _SHOWN.findall(zlib.decompress(source.body(stream).stream or b"")):
            shown[fonts[name]] |= {int(codes[at : at + 4], 16) for at in range(0, len(codes), 4)}
    return shown


def _contents(source: OwnPdf, heads: Sequence[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the streams that draw these pages, each with the entries that name its fonts."""
    for head in heads:
        yield _named(head, b"Contents"), head
        for forms in _FORM_NAME.findall(head):
            for form in _references(forms):
                entries = source.body(form).entries
                if b"/Subtype/Form" in entries:
                    yield form, entries


def _narrowed_fonts(source: OwnPdf, shown: Mapping[int, set[int]]) -> dict[int, bytes]:
    """Return, by object number, the streams of fonts cut down to some codes: the font and its map to text."""
    narrowed: dict[int, bytes] = {}
    for font, codes in shown.items():
        entries = source.body(font).entries
        text = _named(entries, b"ToUnicode")
        narrowed[text] = _narrowed_text(zlib.decompress(source.body(text).stream or b""), codes)
        (descendant,) = _references(_found(_DESCENDANTS, entries)[1])
        descriptor = _named(source.body(descendant).entries, b"FontDescriptor")
        program = _named(source.body(descriptor).entries, b"FontFile2")
        whole = zlib.decompress(source.body(program).stream or b"")
        narrowed[program] = without_unused_glyphs(whole, codes)
    return narrowed


def _narrowed_text(cmap: bytes, codes: set[int]) -> bytes:
    def block(found: re.Match[bytes]) -> bytes:
        kept = [entry[0] for entry in _TEXT_ENTRY.finditer(found[1]) if int(entry[1], 16) in codes]
        return b"%d beginbfchar\n%bendbfchar\n" % (len(kept), b"".join(kept)) if kept else b""

    return _TEXT_BLOCK.sub(block, cmap)


def _copier(source: OwnPdf, file: PdfFile, narrowed: Mapping[int, bytes]) -> Callable[[int], int]:
    """Return what copies an object with all it names, once, and gives its new number."""
    copies: dict[int, int] = {}

    def copied(number: int) -> int:
        if number not in copies:
            copies[number] = file.reserve()
            body = source.body(number)
            entries = _renumbered(body.entries, copied)
            if body.stream is None:
                file.add(entries, number=copies[number])
            elif number in narrowed:
                data = narrowed[number]
                length = f"/Length1 {len(data)}" if b"/Length1 " in entries else ""
                file.add_stream(data, entries=length, number=copies[number])
            else:
                text = entries.decode("ascii")
                file.add_stream(body.stream, entries=text, number=copies[number], is_packed=True)
        return copies[number]

    return copied


def _renumbered(entries: bytes, copied: Callable[[int], int]) -> bytes:
    return _REFERENCE.sub(lambda found: b"%d 0 R" % copied(int(found[1])), entries)


def _references(text: bytes) -> list[int]:
    return [int(number) for number in _REFERENCE.findall(text)]


def _named(entries: bytes, name: bytes) -> int:
    return int(_found(re.compile(rb"/%b (\d+) 0 R" % name), entries)[1])


def _found(pattern: re.Pattern[bytes], text: bytes) -> re.Match[bytes]:
    found = pattern.search(text)
    if found is None:
        raise _unreadable(pattern.pattern.decode("ascii"))
    return found


def _rows(packed: bytes, width: int) -> Iterator[tuple[int, int, int]]:
    """Yield kind, offset or stream, and index of each object; undoes the predictor Up."""
    columns = width + 3
    above = bytes(columns)
    for at in range(0, len(packed), columns + 1):
        row = packed[at + 1 : at + 1 + columns]
        above = bytes((new + old) & 0xFF for new, old in zip(row, above, strict=True))
        yield above[0], int.from_bytes(above[1 : 1 + width], "big"), int.from_bytes(above[1 + width :], "big")


def _unreadable(problem: str) -> DocumentError:
    return DocumentError("pdf-unreadable", problem=problem)
