"""Make the Word templates of resources/templates anew: notice, request letter, recovery letter.

    python docs/make_word_templates.py

Layout by GB/T 9704-2012: margins 37 mm above and 28 mm left, text in size 3, 28 points from line to line. The
fonts are those every office computer has; a fixed date keeps the files the same from run to run.
"""

from __future__ import annotations

import datetime
import io
import sys
import zipfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

FOLDER = Path(__file__).resolve().parent.parent / "resources" / "templates"
BODY, TITLE, BLACK = "仿宋_GB2312", "方正小标宋简体", "黑体"
MADE = datetime.datetime(2024, 1, 1)
COLUMNS = (
    ("序号", "number", 12), ("姓名", "person", 24), ("单位", "unit", 62), ("竞赛", "contest", 60),
    ("赛项", "event", 38), ("名次", "place", 18), ("金额", "amount", 30),
)


def main() -> None:
    """Write every template."""
    save(notice(), "publicity-notice")
    save(request(), "payment-request")
    save(recovery(), "recovery-letter")


def new() -> Document:
    document = Document()
    style = document.styles["Normal"]
    style.font.name, style.font.size = BODY, Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), BODY)
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    page.header_distance, page.footer_distance = Mm(20), Mm(24)
    header = page.header.paragraphs[0]
    header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    write(header, "{{ state }}", BLACK, 10, colour=RGBColor(0xB3, 0x32, 0x2A))
    number(page.footer.paragraphs[0])
    return document


def write(paragraph, text, font=BODY, size=16, *, bold=False, colour=None):
    run = paragraph.add_run(text)
    run.font.name, run.font.size, run.bold = font, Pt(size), bold
    run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if colour is not None:
        run.font.color.rgb = colour
    return run


def number(paragraph) -> None:
    """— page —, centred."""
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    write(paragraph, "— ", "宋体", 14)
    run = write(paragraph, "", "宋体", 14)
    for kind, text in (("begin", ""), ("", "PAGE"), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
    write(paragraph, " —", "宋体", 14)


def line(document, text, *, align=None, indent=True, font=BODY, size=16, spacing=29.0, keep=False):
    paragraph = document.add_paragraph()
    layout = paragraph.paragraph_format
    layout.space_before = layout.space_after = Pt(0)
    layout.line_spacing_rule, layout.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(spacing)
    layout.keep_with_next = keep
    if indent:
        layout.first_line_indent = Pt(2 * size)
    if align is not None:
        paragraph.alignment = align
    write(paragraph, text, font, size)
    return paragraph


def head(document) -> None:
    line(document, "{{ title }}", align=WD_ALIGN_PARAGRAPH.CENTER, indent=False, font=TITLE, size=22, spacing=34)
    line(document, "", indent=False)


def paragraphs(document) -> None:
    line(document, "{%p for paragraph in paragraphs[:-1] %}", indent=False)
    line(document, "{{ paragraph }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY)
    line(document, "{%p endfor %}", indent=False)
    line(document, "{{ paragraphs[-1] }}", align=WD_ALIGN_PARAGRAPH.JUSTIFY, keep=True)  # never only a signature


def signature(document, *, space=2) -> None:
    for _ in range(space):
        line(document, "", indent=False, keep=True)
    for text in ("{{ issuer }}", "{{ date }}"):  # the day ends four characters before the edge (7.3.5)
        last = line(document, text, align=WD_ALIGN_PARAGRAPH.CENTER, indent=False, keep=text == "{{ issuer }}")
        last.paragraph_format.left_indent, last.paragraph_format.right_indent = Pt(9 * 16), Pt(-2 * 16)


def landscape(document) -> None:
    page = document.add_section()
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = Mm(297), Mm(210)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(26), Mm(24), Mm(26), Mm(26)
    page.footer_distance = Mm(12)


def notice() -> Document:
    document = new()
    head(document)
    paragraphs(document)
    line(document, "", indent=False, keep=True)
    line(document, "附件：{{ annex }}", keep=True)
    signature(document)
    landscape(document)
    line(document, "附件", indent=False, font=BLACK)
    line(document, "{{ annex }}", align=WD_ALIGN_PARAGRAPH.CENTER, indent=False, font=TITLE, size=20, spacing=30)
    line(document, "金额单位：元", align=WD_ALIGN_PARAGRAPH.RIGHT, indent=False, size=10.5, spacing=18)
    table(document)
    line(document, "合计 {{ count }} 人次，{{ total }} 元。{{ namesakes }}", indent=False, size=12, spacing=22)
    return document


def table(document) -> None:
    made = document.add_table(rows=4, cols=len(COLUMNS))
    made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
    for place, (title, field, width) in enumerate(COLUMNS):
        made.columns[place].width = Mm(width)
        cell(made.cell(0, place), title, width, BLACK)
        cell(made.cell(1, place), "{%tr for row in rows %}" if not place else "", width)
        cell(made.cell(2, place), "{{ row." + field + " }}", width, align=field)
        cell(made.cell(3, place), "{%tr endfor %}" if not place else "", width)
    repeated = OxmlElement("w:tblHeader")
    made.rows[0]._tr.get_or_add_trPr().append(repeated)
    for row in made.rows:
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def cell(where, text, width, font=BODY, align="number") -> None:
    where.width = Mm(width)
    where.vertical_alignment = 1
    paragraph = where.paragraphs[0]
    paragraph.alignment = {
        "amount": WD_ALIGN_PARAGRAPH.RIGHT, "unit": WD_ALIGN_PARAGRAPH.LEFT,
        "contest": WD_ALIGN_PARAGRAPH.LEFT, "event": WD_ALIGN_PARAGRAPH.LEFT,
    }.get(align, WD_ALIGN_PARAGRAPH.CENTER)
    paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = Pt(2)
    write(paragraph, text, font, 10.5)


def request() -> Document:
    document = new()
    head(document)
    line(document, "{{ addressee }}", indent=False)
    paragraphs(document)
    line(document, "", indent=False, keep=True)
    line(document, "{%p for annex in annexes %}", indent=False, keep=True)
    line(document, "{{ annex }}", keep=True)
    line(document, "{%p endfor %}", indent=False, keep=True)
    signature(document, space=1)
    return document


def recovery() -> Document:
    document = new()
    head(document)
    line(document, "{{ addressee }}", indent=False)
    paragraphs(document)
    signature(document)
    return document


def save(document, name) -> None:
    facts = document.core_properties
    facts.author = facts.last_modified_by = facts.comments = facts.title = ""
    facts.created = facts.modified = MADE
    sink = io.BytesIO()
    document.save(sink)
    with zipfile.ZipFile(sink) as made, zipfile.ZipFile(FOLDER / f"{name}.docx", "w", zipfile.ZIP_DEFLATED) as out:
        for part in made.namelist():
            if part == "docProps/thumbnail.jpeg":
                continue
            data = made.read(part)
            if part == "_rels/.rels":
                data = b"".join(
                    b"<Relationship " + one for one in data.split(b"<Relationship ") if b"thumbnail" not in one
                ).replace(b"<Relationship <?xml", b"<?xml", 1)
                if not data.rstrip().endswith(b"</Relationships>"):
                    data += b"</Relationships>"
            out.writestr(zipfile.ZipInfo(part, (2024, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)


if __name__ == "__main__":
    main()
