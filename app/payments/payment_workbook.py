"""The payment workbook (发放表) of proposals: what would be paid, and apart from it what waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.accounts import AuditDigest
from app.awards import AwardRow, LeftOut, blocked_words, place_words
from app.capitals import capitals
from app.clock import office_day
from app.done_alone import paper_settings
from app.formats import chinese_date
from app.payments.lines import AdjustmentLine, PaymentLine, PaymentList, by_contest, payment_list
from app.printing import (
    ClosingLine,
    Column,
    ListSheet,
    Section,
    money_column,
    running_number,
    write_list_workbook,
)
from app.progress import Progress
from app.settings import RegistrySettings
from app.words import scoped, tr


@dataclass(frozen=True, slots=True)
class PaymentReport:
    """What a payment workbook holds. Money in fen; `blocked` and `left_out` are not in the total.

    `in_batch` names, by award, the batch that pays it already.
    """

    path: Path
    lines: int
    people: int
    total_fen: int
    capitals: str
    blocked: int
    left_out: tuple[LeftOut, ...]
    in_batch: tuple[tuple[int, str], ...] = ()


def export_payments(
    session: Session,
    out: Path | str,
    *,
    now: datetime,
    digest: AuditDigest,
    batch_id: int | None = None,
    progress: Progress | None = None,
) -> PaymentReport:
    """Write the payment workbook to `out`, whole or not at all; of one batch, or of all that may be paid.

    `digest` is what the list prints of the audit chain.
    """
    paying = payment_list(session, progress, batch_id=batch_id)
    settings = paper_settings(session, [line.award.id for line in paying.lines])
    write_list_workbook(
        out,
        _sheets(paying, settings, now=now, digest=digest),
        title=tr("payments.title"),
        author=settings.issuer,
        made_at=now,
        progress=progress,
        label=tr("payments.exporting"),
    )
    total, blocked = paying.total_fen, len(paying.blocked)
    counts = len(paying.lines), len({line.award.person_id for line in paying.lines})
    batched = tuple((line.award.id, line.batch) for line in paying.lines if line.batch)
    return PaymentReport(Path(out), *counts, total, capitals(total), blocked, tuple(paying.left_out), batched)


def _sheets(
    paying: PaymentList, settings: RegistrySettings, *, now: datetime, digest: AuditDigest
) -> list[ListSheet[Any]]:
    sheets: list[ListSheet[Any]] = [
        _payment_sheet(paying.lines, settings, now=now, digest=digest),
        _blocked_sheet(paying.blocked, settings, now=now),
    ]
    if paying.left_out:
        sheets.append(_left_out_sheet(paying.left_out, settings, now=now))
    if paying.adjustments:
        sheets.append(_adjustment_sheet(paying.adjustments, settings, now=now))
    return sheets


def states_of(settings: RegistrySettings) -> str:
    """Return the words that stand on every page of a list that nobody has approved."""
    words = [tr("payments.rehearsal-status")] if settings.is_rehearsal else []
    return "　　".join(filter(None, [*words, settings.one_person_mark, tr("payments.draft-status")]))


def _payment_columns() -> list[Column[PaymentLine]]:
    """Return the columns of the payment list: a new one is one line here and its title in the words."""
    title = scoped("payments.columns")
    return [
        running_number(title("number"), width=6),
        Column(title("person"), 13, lambda line: line.award.person),
        Column(title("id_number"), 21, lambda line: line.award.id_number, "center"),
        Column(title("unit"), 26, lambda line: line.award.unit),
        Column(title("contest"), 32, lambda line: line.award.contest),
        Column(title("event"), 18, lambda line: line.award.event),
        Column(title("place"), 8, lambda line: place_words(line.award), "center"),
        money_column(title("amount"), 14, lambda line: line.fen, is_summed=True),
        Column(title("bank"), 22, lambda line: line.bank),
        Column(title("account"), 22, lambda line: line.account, "center"),
        Column(title("signature"), 11, lambda line: ""),
        Column(title("remark"), 13, lambda line: line.remark),
    ]


def _blocked_columns() -> list[Column[AwardRow]]:
    title = scoped("payments.blocked-columns")
    return [
        running_number(title("number"), width=6),
        Column(title("person"), 13, lambda award: award.person),
        Column(title("id_number"), 21, lambda award: award.id_number, "center"),
        Column(title("unit"), 26, lambda award: award.unit),
        Column(title("contest"), 32, lambda award: award.contest),
        Column(title("event"), 18, lambda award: award.event),
        Column(title("place"), 8, place_words, "center"),
        Column(title("question"), 34, lambda award: blocked_words(award)[0]),
        Column(title("amounts"), 44, lambda award: blocked_words(award)[1]),
    ]


def _left_out_columns() -> list[Column[LeftOut]]:
    title = scoped("payments.left-out-columns")
    return [
        running_number(title("number"), width=6),
        Column(title("person"), 13, lambda one: one.award.person),
        Column(title("id_number"), 21, lambda one: one.award.id_number, "center"),
        Column(title("unit"), 26, lambda one: one.award.unit),
        Column(title("contest"), 32, lambda one: one.award.contest),
        Column(title("event"), 18, lambda one: one.award.event),
        Column(title("place"), 8, lambda one: place_words(one.award), "center"),
        money_column(title("amount"), 14, lambda one: one.award.amount_fen),
        Column(title("why"), 52, lambda one: one.words),
    ]


def _adjustment_columns() -> list[Column[AdjustmentLine]]:
    title = scoped("payments.adjustment-columns")
    return [
        running_number(title("number"), width=6),
        Column(title("person"), 13, lambda line: line.award.person),
        Column(title("contest"), 32, lambda line: line.award.contest),
        Column(title("event"), 18, lambda line: line.award.event),
        money_column(title("before"), 14, lambda line: line.adjustment.before_fen),
        money_column(title("after"), 14, lambda line: line.adjustment.after_fen),
        money_column(title("difference"), 14, lambda line: line.adjustment.difference_fen),
        Column(title("document"), 26, lambda line: line.adjustment.document),
        Column(title("reason"), 30, lambda line: line.adjustment.reason),
    ]


def _payment_sheet(
    lines: Sequence[PaymentLine], settings: RegistrySettings, *, now: datetime, digest: AuditDigest
) -> ListSheet[PaymentLine]:
    people = len({line.award.person_id for line in lines})
    words = tr("payments.capitals", capitals=capitals(_total_fen(lines)))
    sections = [
        Section(of_one, subtotal=tr("payments.subtotal", contest=of_one[0].award.contest, count=len(of_one)))
        for of_one in by_contest(lines)
    ]
    return ListSheet(
        name=tr("payments.sheet"),
        title=tr("payments.title"),
        columns=_payment_columns(),
        sections=sections,
        state=states_of(settings),
        line=_issuer_line(settings, now),
        empty=tr("payments.nothing"),
        total=tr("payments.total", count=len(lines), people=people),
        closing=[ClosingLine(words, is_bold=True), ClosingLine(digest.text()), _signatures()],
    )


def _blocked_sheet(
    awards: Sequence[AwardRow], settings: RegistrySettings, *, now: datetime
) -> ListSheet[AwardRow]:
    return ListSheet(
        name=tr("payments.blocked-sheet"),
        title=tr("payments.blocked-title"),
        columns=_blocked_columns(),
        sections=[Section(awards)],
        state=states_of(settings),
        line=_issuer_line(settings, now),
        empty=tr("payments.nothing-blocked"),
        closing=[_signatures()],
    )


def _left_out_sheet(
    left_out: Sequence[LeftOut], settings: RegistrySettings, *, now: datetime
) -> ListSheet[LeftOut]:
    return ListSheet(
        name=tr("payments.left-out-sheet"),
        title=tr("payments.left-out-title"),
        columns=_left_out_columns(),
        sections=[Section(left_out)],
        state=states_of(settings),
        line=_issuer_line(settings, now),
        closing=[_signatures()],
    )


def _adjustment_sheet(
    lines: Sequence[AdjustmentLine], settings: RegistrySettings, *, now: datetime
) -> ListSheet[AdjustmentLine]:
    return ListSheet(
        name=tr("payments.adjustment-sheet"),
        title=tr("payments.adjustment-title"),
        columns=_adjustment_columns(),
        sections=[Section(lines)],
        state=states_of(settings),
        line=_issuer_line(settings, now),
        closing=[_signatures()],
    )


def _issuer_line(settings: RegistrySettings, now: datetime) -> str:
    day = chinese_date(office_day(now))
    return tr("payments.line", issuer=settings.issuer, name=settings.name, day=day)


def _signatures() -> ClosingLine:
    return ClosingLine(tr("payments.signatures"), height=36)


def _total_fen(lines: Sequence[PaymentLine]) -> int:
    return sum(line.fen for line in lines)
