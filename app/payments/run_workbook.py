"""The finance workbook (奖金发放表) of a frozen run: the same again and again; the first time it leaves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from app.accounts import Actor
from app.batches import LARGEST_PAPER, keep_paper
from app.capitals import capitals
from app.clock import office_day
from app.done_alone import paper_settings
from app.formats import chinese_date
from app.payments.office_template import fill_template
from app.payments.run_pages import LineRow, RunPage, run_page
from app.payments.run_steps import found_run, mark_exported, refuse_tampered
from app.printing import (
    ClosingLine,
    Column,
    PagedList,
    Section,
    money_column,
    write_paged_list,
)
from app.progress import Progress
from app.settings import RegistrySettings
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import scoped, tr

_MOST_CARDS_NAMED = 12  # on the sheet; the program's page of the run names them all


@dataclass(frozen=True, slots=True)
class RunReport:
    """What was exported of a run; money in fen. `is_first`: with this the run left the office."""

    path: Path
    run_id: int
    number: str
    lines: int
    people: int
    gross_fen: int
    tax_fen: int
    net_fen: int
    capitals: str
    sha256: str
    is_first: bool


def export_run(
    store: Store,
    run_id: int,
    path: Path | str,
    *,
    actor: Actor | str,
    template: Path | None = None,
    progress: Progress | None = None,
) -> RunReport:
    """Write the run's workbook, whole or not at all; the first time, its awards go into payment.

    `template` is the office's own workbook, to be filled instead of ours. What leaves is kept with the batch.

    Raises NotFoundError, ConflictError for a run that was cancelled, changed, or no longer stands;
    DocumentError, and then nothing has left.
    """
    with store.writing(actor=actor, progress=progress) as work:
        is_first = mark_exported(work, run_id)
        refuse_tampered(work.session, found_run(work.session, run_id))
        page = run_page(work.session, run_id, show_numbers=True)
        settings = paper_settings(work.session, [line.award_id for line in page.lines])
        if template is not None:
            fill_template(page, template, path)
        else:
            write_paged_list(
                path,
                run_sheet(page, settings),
                title=tr("payments.run-title"),
                author=settings.issuer,
                made_at=page.run.created_at,
                progress=progress,
                label=tr("payments.exporting"),
            )
        _keep(work, page, Path(path))
    run = page.run
    amounts = run.gross_fen, run.tax_fen, run.net_fen
    return RunReport(
        Path(path),
        run.id,
        run.number,
        run.lines,
        run.people,
        *amounts,
        capitals(run.net_fen),
        page.sha256,
        is_first,
    )


def _keep(work: UnitOfWork, page: RunPage, file: Path) -> None:
    """Keep what left with its batch, unless it is too large to be kept: its lines are frozen anyway."""
    content = file.read_bytes()
    if page.run.batch_id is not None and len(content) <= LARGEST_PAPER:
        keep_paper(work, page.run.batch_id, kind="payment-list", file_name=file.name, content=content)


def _columns() -> list[Column[LineRow]]:
    title = scoped("payments.run-columns")
    return [
        Column(title("number"), 5, lambda line: line.position, "center", "number"),
        Column(title("person"), 10, _payee_words),
        Column(title("id_number"), 20, lambda line: line.id_number, "center"),
        Column(title("unit"), 20, lambda line: line.unit),
        Column(title("place"), 8, lambda line: line.place, "center"),
        money_column(title("gross"), 14, lambda line: line.gross_fen, is_summed=True),
        money_column(title("tax"), 12, lambda line: line.tax_fen, is_summed=True),
        money_column(title("net"), 14, lambda line: line.net_fen, is_summed=True),
        Column(title("account"), 24, _account_words),
        Column(title("signature"), 16, lambda line: ""),
    ]


def _payee_words(line: LineRow) -> str:
    if line.payee == line.person:
        return line.person
    return tr("payments.other-payee", person=line.person, payee=line.payee, proof=line.payee_proof)


def _account_words(line: LineRow) -> str:
    if line.cash:
        return tr("payments.in-cash", reason=line.cash)
    return f"{line.bank}\n{line.card}"


def run_sheet(page: RunPage, settings: RegistrySettings) -> PagedList[LineRow]:
    """Return a frozen run as the list that finance gets: the same for the same run."""
    run = page.run
    number = tr("payments.run-number", number=run.number)
    words = [tr("payments.rehearsal-status")] if settings.is_rehearsal else []
    day = chinese_date(office_day(run.created_at))
    facts = {"issuer": settings.issuer, "fund": run.fund, "year": run.budget_year, "day": day}
    return PagedList(
        name=tr("payments.sheet"),
        title=tr("payments.run-title"),
        columns=_columns(),
        sections=list(_sections(page.lines)),
        state="　　".join(filter(None, [*words, settings.one_person_mark, number, page.tax_words])),
        line=tr("payments.run-line", **facts),
        total=tr("payments.total", count=run.lines, people=run.people),
        closing=list(_closing(page)),
        page_words=lambda number, count: tr("payments.page-subtotal", page=number, count=count),
        running_words=lambda count: tr("payments.running-total", count=count),
        continued=tr("payments.continued"),
    )


def _sections(lines: Sequence[LineRow]) -> Iterator[Section[LineRow]]:
    def of(line: LineRow) -> tuple[str, str, str]:
        return line.contest, line.event, line.group

    for (contest, event, group), held in groupby(lines, key=of):
        rows = list(held)
        yield Section(rows, heading="　".join(one for one in (contest, event, group) if one))


def _closing(page: RunPage) -> Iterator[ClosingLine]:
    run = page.run
    yield ClosingLine(
        tr("payments.run-capitals", gross=capitals(run.gross_fen), net=capitals(run.net_fen)), is_bold=True
    )
    if page.over_budget_reason:
        yield ClosingLine(tr("payments.over-budget", reason=page.over_budget_reason))
    if changed := [line for line in page.lines if line.card_recorded]:
        told = [
            tr("payments.card-of-line", position=line.position, person=line.person, words=line.card_recorded)
            for line in changed[:_MOST_CARDS_NAMED]
        ]
        more = len(changed) - len(told)
        told += [tr("payments.more-cards", count=more)] if more else []
        yield ClosingLine(tr("payments.cards-recorded", lines="；".join(told)), height=36)
    yield ClosingLine(tr("payments.run-digest", sha256=page.sha256))
    yield ClosingLine(tr("payments.run-signatures"), height=36)
