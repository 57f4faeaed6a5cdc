"""The sign-off sheet (签领表): the lines of a run on paper, each with room for a signature."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from app.capitals import capitals
from app.clock import office_day
from app.documents import atomic_output
from app.done_alone import paper_settings
from app.errors import ConflictError, InputError
from app.formats import chinese_date
from app.papers.marks import paper_marks
from app.payments import LineRow, RunPage, run_page
from app.printing import ClosingLine, Column, ListPaper, ListSheet, Section, money_column, papers_pdf
from app.settings import RegistrySettings
from app.words import scoped, tr
from models.payment import LineState

_ROW_MM = 13.0  # two lines, and a signature
_TEXT_SIZE = 9.5
_w = scoped("papers.sign-off")


@dataclass(frozen=True, slots=True)
class SignOffReport:
    """What a sign-off sheet holds: its run, lines and people, and what is paid out, in fen."""

    path: Path
    number: str
    lines: int
    people: int
    net_fen: int


def sign_off_sheet(session: Session, run_id: int, out: Path | str) -> SignOffReport:
    """Write the sign-off sheet of a run as PDF, whole or not at all; the same again and again.

    Numbers of documents and cards are masked: whoever signs sees the lines of others. Raises NotFoundError,
    ConflictError for a cancelled run or one of recoveries, InputError for another kind of file.
    """
    target = Path(out)
    if target.suffix.lower() != ".pdf":
        raise InputError("paper-kind-pdf", path=target)
    page = payable_run(session, run_id)
    settings = paper_settings(session, [line.award_id for line in page.lines])
    paper = ListPaper(
        _sheet(page, settings),
        page_sums=(_w("page-sum"), _w("running-sum")),
        row_mm=_ROW_MM,
        text_size=_TEXT_SIZE,
        foot=_w("foot", number=page.run.number, sha256=page.sha256),
    )
    pdf = papers_pdf([paper], title=_w("title"), author=settings.issuer, made_at=page.run.created_at)
    with atomic_output(target, kind="pdf") as unfinished:
        unfinished.write_bytes(pdf)
    return SignOffReport(target, page.run.number, page.run.lines, page.run.people, page.run.net_fen)


def payable_run(session: Session, run_id: int) -> RunPage:
    """Return a run that pays awards and stands. Raises NotFoundError, ConflictError."""
    page = run_page(session, run_id)
    if page.run.is_recovery:
        raise ConflictError("paper-run-of-recoveries", number=page.run.number)
    if page.run.state == LineState.CANCELLED:
        raise ConflictError("paper-run-cancelled", number=page.run.number)
    return page


def _columns() -> list[Column[LineRow]]:
    """Return the columns; their widths are millimetres, 269 together."""
    title = scoped("papers.sign-off-columns")
    return [
        Column(title("number"), 11, lambda line: str(line.position), "center"),
        Column(title("person"), 21, _person_words, "center"),
        Column(title("id_number"), 37, lambda line: line.id_number, "center"),
        Column(title("unit"), 44, lambda line: line.unit),
        Column(title("place"), 13, lambda line: line.place, "center"),
        money_column(title("gross"), 24, lambda line: line.gross_fen, is_summed=True),
        money_column(title("tax"), 21, lambda line: line.tax_fen, is_summed=True),
        money_column(title("net"), 24, lambda line: line.net_fen, is_summed=True),
        Column(title("account"), 46, _account_words),
        Column(title("signature"), 28, lambda line: ""),
    ]


def _person_words(line: LineRow) -> str:
    return line.person if line.payee == line.person else _w("payee", person=line.person, payee=line.payee)


def _account_words(line: LineRow) -> str:
    return _w("in-cash") if line.cash else "\n".join(filter(None, (line.bank, line.card)))


def _sheet(page: RunPage, settings: RegistrySettings) -> ListSheet[LineRow]:
    run = page.run
    day = chinese_date(office_day(run.created_at))
    facts = {"issuer": settings.issuer, "number": run.number, "fund": run.fund, "year": run.budget_year}
    closing = [
        ClosingLine(_w("capitals", gross=capitals(run.gross_fen), net=capitals(run.net_fen)), is_bold=True),
        ClosingLine(page.tax_words),
        ClosingLine(tr("papers.signatures"), height=44),
    ]
    return ListSheet(
        title=_w("title"),
        columns=_columns(),
        sections=list(_sections(page)),
        state=paper_marks(settings),
        line=_w("line", batch=run.batch, day=day, **facts),
        total=_w("total", count=run.lines, people=run.people),
        closing=closing,
    )


def _sections(page: RunPage) -> Iterator[Section[LineRow]]:
    def of(line: LineRow) -> tuple[str, str, str]:
        return line.contest, line.event, line.group

    for words, held in groupby(page.lines, key=of):
        yield Section(list(held), heading="　".join(filter(None, words)))
