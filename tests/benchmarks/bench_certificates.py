"""10,000 certificates on a PNG background: name, sentence, issuer, date, number, and a QR each.

Every way draws the same words at the same places. The peers that would take minutes print fewer pages
twice and go on in a straight line. typst has no QR of its own offline: it is handed ready modules, made
by us outside the measured time.
"""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from tests.benchmarks.bench import Bench, Goal, Measures, Way

PAGES = 10_000
_SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗"
_WIDTH, _HEIGHT, _POINT = 297, 210, 72 / 25.4
_PLACES = {"name": (46, 92, 30), "issuer": (160, 164, 18), "date": (160, 175, 18), "number": (70, 176, 10.5)}
_BODY = (46, 109, 205)  # left, first baseline, width in mm
_QR = (46, 156.5, 20)
_FACES = ("LXGWWenKai-Regular",)


def prepare(data: Path) -> None:
    """Make the words, the background, the template and the QRs' modules."""
    if (data / "certificates-qr.bin").exists():
        return
    draw = random.Random(20240618)  # noqa: S311 - the same words for each run
    pages = [_page(draw, index) for index in range(PAGES)]
    (data / "certificates.json").write_text(json.dumps(pages, ensure_ascii=False), "utf-8")
    _background(data / "certificates.png")
    (data / "certificates-template.json").write_text(json.dumps(_template()), "utf-8")
    modules = b"".join(_modules(page["statement"]) for page in pages)
    (data / "certificates-qr.bin").write_bytes(modules)


def _page(draw: random.Random, index: int) -> dict[str, str]:
    given = "".join(chr(draw.randrange(0x4E00, 0x9F00, 8)) for _ in range(draw.choice((1, 2, 2))))
    number = f"新赛证〔2024〕省{index + 1:05d}号"
    event, place = f"第{index // 50 + 1}号赛项（职工组）", "一二三"[index % 3]
    name = draw.choice(_SURNAMES) + given
    signature = "".join(
        draw.choices("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", k=86)
    )
    statement = (
        f"荣誉证书\n编号：{number}\n姓名：{name[0]}{'*' * len(given)}\n奖项：2024年河南省职业技能大赛{event}"
        f"第{place}名\n颁发：新乡市职业技能竞赛办公室 2024年6月18日\n验签：MY1 60dca5d2f96a3d6f {signature}"
    )
    return {
        "name": name,
        "body": f"在2024年河南省职业技能大赛{event}中荣获第{place}名，特发此证，以资鼓励。",
        "issuer": "新乡市职业技能竞赛办公室",
        "date": "二〇二四年六月十八日",
        "number": number,
        "statement": statement + " " * (331 - len(statement.encode())),
    }


def _background(file: Path) -> None:
    from PIL import Image, ImageDraw

    picture = Image.radial_gradient("L").resize((1240, 877))
    picture = Image.merge(
        "RGB", [picture.point(lambda grey, top=top: top - grey // 24) for top in (251, 248, 239)]
    )
    pen = ImageDraw.Draw(picture)
    for inset in (50, 60, 64):
        pen.rectangle((inset, inset, 1240 - inset, 877 - inset), outline="#A8792A", width=3)
    picture.save(file, optimize=True)


def _template() -> dict[str, Any]:
    lines = [
        {
            "kind": "line",
            "x": x,
            "y": y,
            "width": 120,
            "spans": [{"text": f"{{{name}}}", "face": "kai", "size": size}],
        }
        for name, (x, y, size) in _PLACES.items()
    ]
    left, top, width = _BODY
    body = [{"text": "{body}", "face": "kai", "size": 18}]
    paragraph = {"kind": "paragraph", "x": left, "y": top, "width": width, "height": 40, "leading": 1.9}
    picture = {
        "kind": "picture",
        "file": "certificates.png",
        "x": 0,
        "y": 0,
        "width": _WIDTH,
        "height": _HEIGHT,
    }
    x, y, size = _QR
    return {
        "template": "bench",
        "title": "荣誉证书",
        "width": _WIDTH,
        "height": _HEIGHT,
        "faces": {"kai": _FACES},
        "elements": [
            picture,
            *lines,
            paragraph | {"indent": 2, "spans": body},
            {"kind": "qr", "x": x, "y": y, "size": size},
        ],
    }


def _modules(statement: str) -> bytes:
    from app.certificates.qr import ROW_BYTES, SIDE, qr_image

    image = qr_image(statement.encode())
    rows = (int.from_bytes(image[at : at + ROW_BYTES], "big") for at in range(0, len(image), ROW_BYTES))
    return b"".join(bytes(0 if bit == "1" else 255 for bit in f"{row:072b}"[:SIDE]) for row in rows)


def _pages(data: Path) -> list[dict[str, str]]:
    pages: list[dict[str, str]] = json.loads((data / "certificates.json").read_text("utf-8"))
    return pages


def _size(file: Path, pages: int) -> Measures:
    return {"mb_per_1000": file.stat().st_size / pages / 1000}


def ours(data: Path, scratch: Path) -> Measures:
    """The program's press, with the pre-flight of every page before the first is printed."""
    from datetime import UTC, datetime

    from app.certificates.composing import Composer
    from app.certificates.font_chain import FontPool
    from app.certificates.press import Press
    from app.certificates.template import Template

    pages, file, pool = _pages(data), scratch / "ours.pdf", FontPool()
    template = Template.model_validate_json((data / "certificates-template.json").read_bytes())
    composer = Composer(template, pool, constants={})
    if any(composer.faults(page) for page in pages):
        raise ValueError("a page cannot be printed")
    with file.open("wb") as sink:
        press = Press(sink, composer, pool, pictures=data)
        for page in pages:
            press.page(page, statement=page["statement"].encode())
        press.finish(made_at=datetime.now(UTC))
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

    pdfmetrics.registerFont(TTFont("kai", str(FONTS / f"{_FACES[0]}.ttf")))
    return Canvas(str(file), pagesize=(_WIDTH * _POINT, _HEIGHT * _POINT))


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
        _, height = paragraph.wrap(width * _POINT, 500)
        paragraph.drawOn(canvas, x * _POINT, (_HEIGHT - y) * _POINT - height + size)

    def work(pages: int) -> Path:
        file = scratch / "naive.pdf"
        canvas = _canvas(file)
        for page in every[:pages]:
            canvas.drawImage(str(data / "certificates.png"), 0, 0, _WIDTH * _POINT, _HEIGHT * _POINT)
            for name, (x, y, size) in _PLACES.items():
                put(canvas, page[name], x, y, size, 120)
            put(canvas, page["body"], _BODY[0], _BODY[1], 18, _BODY[2])
            left, top, side = _QR
            code = QrCodeWidget(
                page["statement"], barLevel="M", barWidth=side * _POINT, barHeight=side * _POINT
            )
            drawing = Drawing(side * _POINT, side * _POINT)
            drawing.add(code)
            renderPDF.draw(drawing, canvas, left * _POINT, (_HEIGHT - top - side) * _POINT)
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
        canvas.drawImage(str(data / "certificates.png"), 0, 0, _WIDTH * _POINT, _HEIGHT * _POINT)
        canvas.endForm()
        for page in every[:pages]:
            canvas.doForm("ground")
            for name, (x, y, size) in _PLACES.items():
                canvas.setFont("kai", size)
                canvas.drawString(x * _POINT, (_HEIGHT - y) * _POINT, page[name])
            canvas.setFont("kai", 18)
            for line in range(len(page["body"]) // 30 + 1):
                y_points = (_HEIGHT - _BODY[1]) * _POINT - line * 18 * 1.9
                canvas.drawString(_BODY[0] * _POINT, y_points, page["body"][line * 30 : line * 30 + 30])
            _draw_rectangles(canvas, segno.make(page["statement"], error="m", boost_error=False).matrix)
            canvas.showPage()
        canvas.save()
        return file

    return _in_a_straight_line(50, 200, work)


def _draw_rectangles(canvas: Any, matrix: Any) -> None:
    x, y, side = _QR
    module = side * _POINT / len(matrix)
    top = (_HEIGHT - y) * _POINT
    path = canvas.beginPath()
    for row, modules in enumerate(matrix):
        for column, dark in enumerate(modules):
            if dark:
                path.rect(x * _POINT + column * module, top - (row + 1) * module, module, module)
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


def with_typst(data: Path, scratch: Path) -> Measures:
    """typst, in a thread with room for its recursion: with the usual stack it dies at 10,000 pages."""
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

    threading.stack_size(1 << 30)
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
        Way("naive reportlab", naive_reportlab),
        Way("Form XObject + segno", form_and_segno),
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
