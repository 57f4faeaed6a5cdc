"""10,000 certificates on a PNG background: name, sentence, issuer, date, number, and a QR each.

Every way draws the same words at the same places. The peers that would take minutes print fewer pages
twice and go on in a straight line. typst has no QR of its own offline: it is handed ready modules, made
by us outside the measured time.
"""

from __future__ import annotations

import json
import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.certificate_pages import BODY, FACES, HEIGHT, PAGES, PLACES, POINT, QR, WIDTH, prepare


def _pages(data: Path) -> list[dict[str, str]]:
    pages: list[dict[str, str]] = json.loads((data / "certificates.json").read_text("utf-8"))
    return pages


def _size(file: Path, pages: int) -> Measures:
    return {"mb_per_1000": file.stat().st_size / pages / 1000}


def ours(data: Path, scratch: Path) -> Measures:
    """The program's own renderer, with the pre-flight of every page before the first is printed."""
    from datetime import UTC, datetime

    from app.printing import Composer, FontPool, PdfRenderer, Template

    pages, file, pool = _pages(data), scratch / "ours.pdf", FontPool()
    template = Template.model_validate_json((data / "certificates-template.json").read_bytes())
    composer = Composer(template, pool, constants={})
    if any(composer.problems(page) for page in pages):
        raise ValueError("a page cannot be printed")
    with file.open("wb") as sink:
        renderer = PdfRenderer(sink, composer, pool, pictures=data)
        for page in pages:
            renderer.page(page, code_content=page["statement"].encode())
        renderer.finish(made_at=datetime.now(UTC))
    return _size(file, len(pages))


def _in_a_straight_line(few: int, many: int, work: Callable[[int], Path]) -> Measures:
    """Return what all pages would take: the first `few`, and the rest at the pace between the two."""
    took = []
    for pages in (few, many):
        start = time.perf_counter()
        file = work(pages)
        took.append(time.perf_counter() - start)
    pace = (took[1] - took[0]) / (many - few)
    return {"seconds": took[0] + pace * (PAGES - few)} | _size(file, many)


def _canvas(file: Path) -> Any:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont
    from reportlab.pdfgen.canvas import Canvas

    from app.paths import FONTS

    pdfmetrics.registerFont(TTFont("kai", str(FONTS / f"{FACES[0]}.ttf")))
    return Canvas(str(file), pagesize=(WIDTH * POINT, HEIGHT * POINT))


def naive_reportlab(data: Path, scratch: Path) -> Measures:
    """As the manual shows: a Paragraph for each text, drawImage and QrCodeWidget on each page."""
    from reportlab.graphics import renderPDF
    from reportlab.graphics.barcode.qr import QrCodeWidget
    from reportlab.graphics.shapes import Drawing
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph

    every = _pages(data)

    def put(canvas: Any, text: str, x: float, y: float, size: float, width: float) -> None:
        style = ParagraphStyle("kai", fontName="kai", fontSize=size, leading=size * 1.9, wordWrap="CJK")
        paragraph = Paragraph(text, style)
        _, height = paragraph.wrap(width * POINT, 500)
        paragraph.drawOn(canvas, x * POINT, (HEIGHT - y) * POINT - height + size)

    def work(pages: int) -> Path:
        file = scratch / "naive.pdf"
        canvas = _canvas(file)
        for page in every[:pages]:
            canvas.drawImage(str(data / "certificates.png"), 0, 0, WIDTH * POINT, HEIGHT * POINT)
            for name, (x, y, size) in PLACES.items():
                put(canvas, page[name], x, y, size, 120)
            put(canvas, page["body"], BODY[0], BODY[1], 18, BODY[2])
            left, top, side = QR
            code = QrCodeWidget(
                page["statement"], barLevel="M", barWidth=side * POINT, barHeight=side * POINT
            )
            drawing = Drawing(side * POINT, side * POINT)
            drawing.add(code)
            renderPDF.draw(drawing, canvas, left * POINT, (HEIGHT - top - side) * POINT)
            canvas.showPage()
        canvas.save()
        return file

    return _in_a_straight_line(10, 40, work)


def form_and_segno(data: Path, scratch: Path) -> Measures:
    """As one who knows reportlab: the background a form, text drawn directly, segno's QR as rectangles."""
    import segno

    every = _pages(data)

    def work(pages: int) -> Path:
        file = scratch / "form.pdf"
        canvas = _canvas(file)
        canvas.beginForm("ground")
        canvas.drawImage(str(data / "certificates.png"), 0, 0, WIDTH * POINT, HEIGHT * POINT)
        canvas.endForm()
        for page in every[:pages]:
            canvas.doForm("ground")
            for name, (x, y, size) in PLACES.items():
                canvas.setFont("kai", size)
                canvas.drawString(x * POINT, (HEIGHT - y) * POINT, page[name])
            canvas.setFont("kai", 18)
            for line in range(len(page["body"]) // 30 + 1):
                y_points = (HEIGHT - BODY[1]) * POINT - line * 18 * 1.9
                canvas.drawString(BODY[0] * POINT, y_points, page["body"][line * 30 : line * 30 + 30])
            _draw_rectangles(canvas, segno.make(page["statement"], error="m", boost_error=False).matrix)
            canvas.showPage()
        canvas.save()
        return file

    return _in_a_straight_line(50, 200, work)


def _draw_rectangles(canvas: Any, matrix: Any) -> None:
    x, y, side = QR
    module = side * POINT / len(matrix)
    top = (HEIGHT - y) * POINT
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x * POINT + column * module, top - (row + 1) * module, module, module)
    canvas.drawPath(path, stroke=0, fill=1)


_TYPST = """
#set page(width: 297mm, height: 210mm, margin: 0mm,
  background: image("certificates.png", width: 297mm, height: 210mm))
#set text(font: "LXGW WenKai", lang: "zh", region: "cn")
#let codes = read("certificates-qr.bin", encoding: none)
#let side = 69
#for (index, page) in json("certificates.json").enumerate() {
  if index > 0 { pagebreak() }
  place(dx: 46mm, dy: 82mm, text(size: 30pt, page.name))
  place(dx: 46mm, dy: 103mm, block(width: 205mm, text(size: 18pt,
    par(leading: 0.9em, first-line-indent: (amount: 2em, all: true), page.body))))
  place(dx: 160mm, dy: 158mm, text(size: 18pt, page.issuer))
  place(dx: 160mm, dy: 169mm, text(size: 18pt, page.date))
  place(dx: 70mm, dy: 173mm, text(size: 10.5pt, page.number))
  place(dx: 46mm, dy: 156.5mm, image(codes.slice(index * side * side, (index + 1) * side * side),
    format: (encoding: "luma8", width: side, height: side), width: 20mm, scaling: "pixelated"))
}
"""


_STACK = 1 << 29


def with_typst(data: Path, scratch: Path) -> Measures:
    """typst, in threads with room for its recursion: with the usual stacks it dies at 10,000 pages."""
    os.environ["RUST_MIN_STACK"] = str(_STACK)
    import typst

    from app.paths import FONTS

    source, file = data / "certificates.typ", scratch / "typst.pdf"
    source.write_text(_TYPST, "utf-8")
    faults: list[Exception] = []

    def compile_all() -> None:
        try:
            typst.compile(str(source), output=str(file), font_paths=[str(FONTS)], ignore_system_fonts=True)
        except RuntimeError as error:
            faults.append(error)

    threading.stack_size(_STACK)
    thread = threading.Thread(target=compile_all)
    thread.start()
    thread.join()
    if faults:
        raise faults[0]
    return _size(file, PAGES)


BENCH = Bench(
    title="10,000 certificates, PNG background, 5 fields, QR each",
    prepare=prepare,
    ways=(
        Way("ours", ours),
        Way("naive reportlab", naive_reportlab, needs_peers=True),
        Way("Form XObject + segno", form_and_segno, needs_peers=True),
        Way("typst", with_typst, needs_peers=True),
    ),
    goals=(
        Goal("seconds", against="naive reportlab", at_least=50),
        Goal("seconds", against="Form XObject + segno", at_least=10),
        Goal("seconds", against="typst", at_least=1.5),
        Goal("mb_per_1000", at_most=1.4),
        Goal("peak_mb", at_most=250),
    ),
)
