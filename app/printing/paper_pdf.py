"""Sets official papers with reportlab platypus: letters, lists and forms, one behind another in one file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from io import BytesIO
from types import SimpleNamespace
from typing import Any, Literal

from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import (
    BaseDocTemplate,
    Flowable,
    Frame,
    KeepTogether,
    NextPageTemplate,
    PageBreak,
    PageTemplate,
    Spacer,
)

from app.errors import MissingGlyphError
from app.printing.chinese_text import FONTS, INK, MM, PLAIN, QUIET, STRONG, WRONG, ChineseText, Style
from app.printing.list_pages import ListSetter
from app.printing.paper_cells import draw_row, set_cell
from app.printing.papers import FormPaper, FormRow, Letter, ListPaper, Paper, annex_lines, missing_in_paper
from app.printing.reportlab_fonts import register_chain_font
from app.words import tr

Numbering = Literal["official", "of"]
_A4 = (210 * MM, 297 * MM)
_TEXT_WIDTH, _TEXT_HEIGHT, _LINES, _SIGNS = 156 * MM, 225 * MM, 22, 28
_LEADING = (_TEXT_HEIGHT - 0.2) / _LINES  # else the last line falls to rounding
_SIZE = _TEXT_WIDTH / _SIGNS  # size 3, set so that 28 characters fill the line
_TITLE_SIZE = 22.0  # size 2
_FRAMES = {  # left, bottom, width, height in mm
    "letter": (28.0, 35.0, 156.0, 225.0),
    "portrait": (18.0, 18.0, 174.0, 263.0),
    "landscape": (14.0, 16.0, 269.0, 180.0),
}
_FOOT = 11 * MM
_LINES_AT_END = 2  # of text, that stand with the signature


def papers_pdf(
    papers: Sequence[Paper], *, title: str, author: str, made_at: datetime, numbering: Numbering = "of"
) -> bytes:
    """Return the papers as one PDF on A4; the same bytes for the same papers.

    Pages are numbered through all papers: `official` as GB/T 9704 has it, `of` as «page x of y». Raises
    MissingGlyphError naming the text, before anything is set.
    """
    for paper in papers:
        for character, text in missing_in_paper(paper):
            code = f"U+{ord(character):04X}"
            raise MissingGlyphError("paper-missing-glyph", text=text[:60], character=character, unicode=code)
    for name, files in FONTS.items():
        register_chain_font(name, files)
    sink = BytesIO()
    document = BaseDocTemplate(
        sink,
        pagesize=_A4,
        title=title,
        author=author,
        lang="zh-CN",
        producer="Muye Awards",
        initialFontName=PLAIN,
        invariant=1,
    )
    first = _template_of(papers[0])
    ordered = sorted(_FRAMES, key=lambda name: name != first)
    document.addPageTemplates([_page_template(name) for name in ordered])
    story: list[Flowable] = []
    for number, paper in enumerate(papers):
        if number:
            story += [NextPageTemplate(_template_of(paper)), PageBreak()]
        story += [_Begin(paper), *_content(paper)]
    document.build(story, canvasmaker=partial(_PaperCanvas, made_at=made_at, numbering=numbering))
    return sink.getvalue()


def _template_of(paper: Paper) -> str:
    if isinstance(paper, Letter):
        return "letter"
    return "landscape" if isinstance(paper, ListPaper) and paper.is_landscape else "portrait"


def _page_template(name: str) -> PageTemplate:
    left, bottom, width, height = (length * MM for length in _FRAMES[name])
    size = (_A4[1], _A4[0]) if name == "landscape" else _A4
    return PageTemplate(name, [Frame(left, bottom, width, height, 0, 0, 0, 0)], pagesize=size)


def _content(paper: Paper) -> Iterator[Flowable]:
    if isinstance(paper, Letter):
        return _letter(paper)
    if isinstance(paper, FormPaper):
        return _form(paper)
    return _list(paper)


def _letter(letter: Letter) -> Iterator[Flowable]:
    """Yield a letter; the gap above the signature is two lines, or one where it then fits on one page."""
    content = list(_letter_content(letter, gap=2))
    if _height_of(content) > _TEXT_HEIGHT >= _height_of(content) - _LEADING:
        content = list(_letter_content(letter, gap=1))
    last = next(place for place, each in enumerate(content) if getattr(each, "begins_end", False))
    yield from content[:last]
    yield KeepTogether(content[last:])  # what is signed never stands on a page without text


def _height_of(content: Sequence[Flowable]) -> float:
    return float(sum(each.wrap(_TEXT_WIDTH, _TEXT_HEIGHT)[1] for each in content))


def _letter_content(letter: Letter, *, gap: int) -> Iterator[Flowable]:
    line = _LEADING / _SIZE
    text = Style(_SIZE, leading=line, first_line=2 * _SIZE, is_justified=True)
    title = Style(_TITLE_SIZE, STRONG, is_centred=True, is_balanced=True, leading=_LEADING / _TITLE_SIZE)
    yield ChineseText(letter.title, title)
    yield Spacer(1, _LEADING)
    if letter.addressee:
        yield ChineseText(letter.addressee, Style(_SIZE, leading=line))
    yield from (ChineseText(paragraph, text) for paragraph in letter.paragraphs[:-1])
    last = ChineseText(letter.paragraphs[-1], text).with_last_lines_apart(_TEXT_WIDTH, lines=_LINES_AT_END)
    last[-1].begins_end = True
    yield from last
    if letter.annexes:
        yield Spacer(1, _LEADING)
        yield from (ChineseText(words, _annex_style(line)) for words in annex_lines(letter.annexes))
    if letter.issuers or letter.day:
        yield from (Spacer(1, gap * _LEADING), _Signature(letter))
    if letter.note:
        yield ChineseText(tr("printing.note", note=letter.note), text)


def _annex_style(line: float) -> Style:
    return Style(_SIZE, leading=line, first_line=2 * _SIZE, hanging=5 * _SIZE)


class _Signature(Flowable):  # type: ignore[misc]  # reportlab has no types
    """The issuers over the day, at the right: the day ends four characters before the edge (7.3.5)."""

    def __init__(self, letter: Letter) -> None:
        super().__init__()
        self._lines = [*letter.issuers, letter.day]
        self.width, self.height = _TEXT_WIDTH, len(self._lines) * _LEADING

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw each line centred over the day, but never beyond the edge."""
        font = register_chain_font(PLAIN, FONTS[PLAIN])
        day = font.stringWidth(self._lines[-1], _SIZE)
        centre = self.width - 4 * _SIZE - day / 2
        self.canv.setFillColor(INK)
        for number, line in enumerate(self._lines):
            size = min(_SIZE, _SIZE * self.width / max(font.stringWidth(line, _SIZE), 1))
            width = font.stringWidth(line, size)
            x = max(0.0, min(centre - width / 2, self.width - width))
            self.canv.setFont(PLAIN, size)
            self.canv.drawString(x, self.height - (number + 0.75) * _LEADING, line)


def _list(paper: ListPaper) -> Iterator[Flowable]:
    _, _, width, height = (length * MM for length in _FRAMES[_template_of(paper)])
    for number, page in enumerate(ListSetter(paper, width=width, height=height).pages()):
        if number:
            yield PageBreak()
        yield from page


def _form(form: FormPaper) -> Iterator[Flowable]:
    _, _, width, height = (length * MM for length in _FRAMES["portrait"])
    content = list(_form_content(form, 1.0))
    for scale in (0.94, 0.88, 0.82, 0.76):
        if sum(each.wrap(width, height)[1] + each.getSpaceBefore() for each in content) <= height:
            break
        content = list(_form_content(form, scale))
    yield from content


def _form_content(form: FormPaper, scale: float) -> Iterator[Flowable]:
    title = Style(_TITLE_SIZE * scale, STRONG, is_centred=True, is_balanced=True, leading=1.4)
    yield ChineseText(form.title, title)
    if form.state:
        yield ChineseText(form.state, Style(11, STRONG, WRONG, is_centred=True))
    if form.line:
        yield ChineseText(form.line, Style(10, is_centred=True, space_before=2))
    yield Spacer(1, 2 * MM)
    yield from (_FormLine(row, scale) for row in form.rows)
    yield from (ChineseText(line, Style(10 * scale, space_before=4)) for line in form.closing)


class _FormLine(Flowable):  # type: ignore[misc]  # reportlab has no types
    """One row of a form."""

    def __init__(self, row: FormRow, scale: float) -> None:
        super().__init__()
        self.width = _FRAMES["portrait"][2] * MM
        shares = sum(cell.share for cell in row.cells)
        self._cells = [
            set_cell(
                cell.text,
                self.width * cell.share / shares,
                size=10.5 * scale,
                align="center" if cell.is_label else cell.align,
                is_bold=cell.is_label or cell.is_bold,
                is_filled=cell.is_label,
            )
            for cell in row.cells
        ]
        self.height = max(row.least_mm * MM * scale, *(cell.height for cell in self._cells))

    def wrap(self, width: float, height: float) -> tuple[float, float]:
        """Return the size."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw the row."""
        draw_row(self.canv, 0, self.height, self.height, self._cells)


class _Begin(Flowable):  # type: ignore[misc]  # reportlab has no types
    """Says from where on which paper is drawn."""

    def __init__(self, paper: Paper) -> None:
        super().__init__()
        self._paper = paper

    def draw(self) -> None:
        """Set the paper for this page and those that follow."""
        self.canv.paper = self._paper


class _PaperCanvas(Canvas):  # type: ignore[misc]  # reportlab has no types
    """Writes state, foot and number of every page at the end, when it is known how many there are."""

    def __init__(self, *arguments: Any, made_at: datetime, numbering: Numbering, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.paper: Paper | None = None
        self._numbering = numbering
        self._doc._timeStamp = SimpleNamespace(YMDhms=made_at.timetuple()[:6], dhh=0, dmm=0)
        self._sheets: list[dict[str, Any]] = []

    def showPage(self) -> None:
        """Put a finished page aside."""
        self._sheets.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        """Write the pages and the file."""
        before: Paper | None = None
        for number, sheet in enumerate(self._sheets, start=1):
            self.__dict__.update(sheet)
            if self.paper is not None:
                self._draw_head(self.paper, is_first=self.paper is not before)
                self._draw_foot(self.paper, number, len(self._sheets))
            before = self.paper
            super().showPage()
        super().save()

    def _draw_head(self, paper: Paper, *, is_first: bool) -> None:
        left, bottom, width, height = (length * MM for length in _FRAMES[_template_of(paper)])
        state = paper.sheet.state if isinstance(paper, ListPaper) else paper.state
        title = paper.sheet.title if isinstance(paper, ListPaper) else paper.title
        top = bottom + height + (8 * MM if isinstance(paper, Letter) else 4 * MM)
        if state and (not is_first or isinstance(paper, Letter)):
            self.setFont(STRONG, 10)
            self.setFillColor(WRONG)
            self.drawRightString(left + width, top, state)
        if not is_first and isinstance(paper, ListPaper):
            self.setFont(PLAIN, 8)
            self.setFillColor(QUIET)
            self.drawString(left, top, tr("printing.continued-list", title=title))

    def _draw_foot(self, paper: Paper, number: int, pages: int) -> None:
        left, bottom, width, _ = (length * MM for length in _FRAMES[_template_of(paper)])
        if self._numbering == "official":
            self._draw_official_number(paper, number)
            return
        self.setFont(PLAIN, 8)
        self.setFillColor(QUIET)
        place = tr("printing.page-of", page=number, pages=pages)
        base = min(bottom - 6 * MM, _FOOT)
        self.drawRightString(left + width, base, place)
        foot = "" if isinstance(paper, Letter) else paper.foot
        font = register_chain_font(PLAIN, FONTS[PLAIN])
        room = width - font.stringWidth(place, 8) - 12
        for line, text in enumerate(foot.split("\n")):
            self.setFont(PLAIN, 6.5 * min(1.0, room / max(font.stringWidth(text, 6.5), 1)))
            self.drawString(left, base - 8 * line, text)

    def _draw_official_number(self, paper: Paper, number: int) -> None:
        """Draw «— 1 —» below the text, one character from its outer edge: odd right, even left (7.5)."""
        left, bottom, width, _ = (length * MM for length in _FRAMES[_template_of(paper)])
        words, size = tr("printing.official-number", page=number), 14.0
        font = register_chain_font(PLAIN, FONTS[PLAIN])
        base = bottom - 7 * MM - size / 2 if isinstance(paper, Letter) else 8 * MM
        x = left + size if number % 2 == 0 else left + width - size - font.stringWidth(words, size)
        self.setFont(PLAIN, size)
        self.setFillColor(INK)
        self.drawString(x, base, words)
