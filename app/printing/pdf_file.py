"""Writes a PDF file as a stream: each object leaves memory as soon as it is complete.

Small objects (pages, fonts' dictionaries) are gathered into compressed object streams, the table of
contents is a compressed stream too. Source: ISO 32000-1, 7.5.7 and 7.5.8.
"""

from __future__ import annotations

import hashlib
import zlib
from datetime import datetime
from typing import Protocol

_GATHERED = 200  # small objects in one object stream: what is lost to a reader that needs just one
_DEFLATE = "/Filter/FlateDecode"
_PRODUCER = "Muye Awards"


class Sink(Protocol):
    """Where the bytes go."""

    def write(self, data: bytes, /) -> object:
        """Take the next bytes."""


class PdfFile:
    """A PDF file being written. Object numbers are reserved first, so that objects can name each other."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self._at = 0
        self._digest = hashlib.sha256()
        self._places: list[tuple[int, int, int]] = [(0, 0, 65535)]  # kind, offset or stream, index
        self._small: list[tuple[int, bytes]] = []
        self._write(b"%PDF-1.5\n%\xe4\xb8\xad\xe6\x96\x87\n")

    def _write(self, data: bytes) -> None:
        self._sink.write(data)
        self._digest.update(data)
        self._at += len(data)

    def reserve(self) -> int:
        """Return a number for an object that is written later."""
        self._places.append((0, 0, 0))
        return len(self._places) - 1

    def add(self, body: bytes, *, number: int = 0) -> int:
        """Write a small object (no stream); return its number."""
        number = number or self.reserve()
        self._small.append((number, body))
        if len(self._small) >= _GATHERED:
            self._flush_small()
        return number

    def add_stream(self, data: bytes, *, entries: str = "", number: int = 0, is_packed: bool = False) -> int:
        """Write a stream object; return its number. `is_packed`: `entries` names the filter already."""
        number = number or self.reserve()
        if not is_packed:
            data, entries = zlib.compress(data, 9), entries + _DEFLATE
        self._places[number] = (1, self._at, 0)
        self._write(
            b"%d 0 obj<<%s/Length %d>>stream\n%b\nendstream endobj\n"
            % (number, entries.encode("ascii"), len(data), data)
        )
        return number

    def _flush_small(self) -> None:
        if not self._small:
            return
        objects, self._small = self._small, []
        stream = self.reserve()
        index, at = [], 0
        for place, (number, body) in enumerate(objects):
            self._places[number] = (2, stream, place)
            index.append(f"{number} {at}")
            at += len(body) + 1
        head = " ".join(index).encode("ascii") + b"\n"
        self.add_stream(
            head + b"\n".join(body for _, body in objects),
            entries=f"/Type/ObjStm/N {len(objects)}/First {len(head)}",
            number=stream,
        )

    def finish(self, *, root: int, info: int) -> None:
        """Write what is still gathered and the table of contents. The file is complete then."""
        self._flush_small()
        number, start = self.reserve(), self._at
        self._places[number] = (1, start, 0)
        width = max(2, (start.bit_length() + 7) // 8)
        rows = b"".join(
            kind.to_bytes(1, "big") + place.to_bytes(width, "big") + index.to_bytes(2, "big")
            for kind, place, index in self._places
        )
        name = self._digest.hexdigest()[:32]
        self.add_stream(
            _predicted(rows, width + 3),
            entries=f"/Type/XRef/Size {len(self._places)}/W[1 {width} 2]/Root {root} 0 R/Info {info} 0 R"
            f"/ID[<{name}><{name}>]/DecodeParms<</Predictor 12/Columns {width + 3}>>",
            number=number,
        )
        self._write(b"startxref\n%d\n%%%%EOF\n" % start)


def _predicted(rows: bytes, columns: int) -> bytes:
    """Return `rows` with each written as its difference from the one above (PNG predictor Up)."""
    out, above = bytearray(), bytes(columns)
    for at in range(0, len(rows), columns):
        row = rows[at : at + columns]
        out.append(2)
        out += bytes((new - old) & 0xFF for new, old in zip(row, above, strict=True))
        above = row
    return bytes(out)


def pdf_text(text: str) -> str:
    """Return a text string object: UTF-16 with its mark, as hexadecimal digits."""
    return "<FEFF" + text.encode("utf-16-be").hex().upper() + ">"


def document_info(*, title: str, made_at: datetime) -> bytes:
    """Return the dictionary that says what a document is and since when."""
    return (
        f"<</Title{pdf_text(title)}/Producer({_PRODUCER})/CreationDate(D:{made_at:%Y%m%d%H%M%S}Z)>>"
    ).encode("ascii")


class PageTree:
    """The balanced tree of a document's pages: pages are given out in leaves of `fan`."""

    def __init__(self, file: PdfFile, *, fan: int = 64) -> None:
        self._file = file
        self._fan = fan
        self.root = file.reserve()
        self._leaves: list[tuple[int, list[int]]] = []

    def parent(self) -> int:
        """Return the number of the node that the next page must name as its parent."""
        if not self._leaves or len(self._leaves[-1][1]) == self._fan:
            self._leaves.append((self._file.reserve(), []))
        return self._leaves[-1][0]

    def add(self, page: int) -> None:
        """Add a page to the node given last."""
        self._leaves[-1][1].append(page)

    def finish(self, *, entries: str) -> None:
        """Write all nodes. `entries` (media box, resources) are inherited by every page."""
        for number, pages in self._leaves:
            body = f"<</Type/Pages/Parent {self.root} 0 R/Count {len(pages)}/Kids[{_references(pages)}]>>"
            self._file.add(body.encode("ascii"), number=number)
        nodes = [number for number, _ in self._leaves]
        count = sum(len(pages) for _, pages in self._leaves)
        body = f"<</Type/Pages/Count {count}/Kids[{_references(nodes)}]{entries}>>"
        self._file.add(body.encode("ascii"), number=self.root)


def _references(numbers: list[int]) -> str:
    return " ".join(f"{number} 0 R" for number in numbers)
