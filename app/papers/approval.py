"""The approval sheet (审批表): one page to sign with what a batch comes to, and its list as the annex."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path

from sqlalchemy.orm import Session

from app.accounts import AuditDigest
from app.batches import approval_stages, awards_digest
from app.capitals import capitals
from app.clock import office_day
from app.documents import atomic_output
from app.done_alone import paper_settings
from app.errors import InputError
from app.formats import chinese_date, money_in_yuan, place_text
from app.papers.batch_facts import BatchFacts, PaperAward, batch_facts
from app.papers.marks import paper_marks
from app.printing import (
    Column,
    FormCell,
    FormPaper,
    FormRow,
    ListPaper,
    ListSheet,
    Section,
    money_column,
    papers_pdf,
    running_number,
)
from app.settings import RegistrySettings
from app.words import scoped, tr
from models.batch import BatchState
from models.types import Level

_BEFORE_APPROVAL = (BatchState.DRAFT, BatchState.REVIEW, BatchState.PUBLICITY)
_RANKS = (1, 2, 3)
_MOST_UNITS = 10  # on the page; the list names them all
_SIGNATURE_MM = 21.0
_w = scoped("papers.approval")


@dataclass(frozen=True, slots=True)
class ApprovalSheetReport:
    """What an approval sheet says: awards, people, fen, and the digest over awards and amounts."""

    path: Path
    awards: int
    people: int
    total_fen: int
    awards_sha256: str


def approval_sheet(
    session: Session, batch_id: int, out: Path | str, *, now: datetime, digest: AuditDigest
) -> ApprovalSheetReport:
    """Write the approval sheet of a batch as PDF, whole or not at all; `digest` stands at its foot.

    Raises NotFoundError, ConflictError for a batch without awards or with a changed amount, InputError for
    another kind of file, MissingGlyphError.
    """
    target = Path(out)
    if target.suffix.lower() != ".pdf":
        raise InputError("paper-kind-pdf", path=target)
    facts = batch_facts(session, batch_id)
    settings = paper_settings(session, [award.award_id for award in facts.awards])
    sha256 = awards_digest((award.award_id, award.amount_fen) for award in facts.awards)
    state = _state(facts, settings)
    foot = _w("foot", sha256=sha256, digest=digest.text())
    form = FormPaper(
        title=_w("title"),
        rows=tuple(_rows(facts, stages=approval_stages(session))),
        line=_w("line", issuer=settings.issuer, day=chinese_date(office_day(now))),
        state=state,
        foot=foot,
    )
    annex = ListPaper(_list(facts, state), annex_of=_w("annex-word"), foot=foot)
    with atomic_output(target, kind="pdf") as unfinished:
        unfinished.write_bytes(
            papers_pdf([form, annex], title=form.title, author=settings.issuer, made_at=now)
        )
    return ApprovalSheetReport(target, len(facts.awards), facts.people, facts.total_fen, sha256)


def _state(facts: BatchFacts, settings: RegistrySettings) -> str:
    early = facts.state in _BEFORE_APPROVAL
    return paper_marks(settings, _w("not-yet", state=facts.state_words) if early else "")


def _rows(facts: BatchFacts, *, stages: int) -> Iterator[FormRow]:
    counts = {"awards": len(facts.awards), "people": facts.people}
    yield _pair("batch", facts.name)
    yield _pair("basis", "、".join(facts.bases))
    yield _pair("publicity", _publicity_words(facts))
    yield FormRow(
        (
            FormCell(_w("total"), 3, is_label=True),
            FormCell(_w("counts", **counts), 6),
            FormCell(_w("amount"), 3, is_label=True),
            FormCell(_w("yuan", amount=money_in_yuan(facts.total_fen)), 6, is_bold=True),
        )
    )
    yield _pair("capitals", capitals(facts.total_fen), is_bold=True)
    yield from _by_level(facts.awards)
    yield from _by_unit(facts.awards)
    yield from _signatures(stages)


def _pair(key: str, text: str, *, is_bold: bool = False) -> FormRow:
    return FormRow((FormCell(_w(key), 3, is_label=True), FormCell(text, 15, is_bold=is_bold)))


def _publicity_words(facts: BatchFacts) -> str:
    published = facts.publication
    if published is None:
        return _w("unpublished")
    decided = sum(one.decided_on is not None for one in facts.objections)
    return _w(
        "published",
        starts=chinese_date(published.starts_on),
        ends=chinese_date(published.ends_on),
        days=published.working_days,
        objections=len(facts.objections),
        decided=decided,
    )


def _by_level(awards: Sequence[PaperAward]) -> Iterator[FormRow]:
    """Yield the table of levels by ranks; who has no rank or a lower one stands under «other»."""
    heads = [_w("level"), *(place_text(rank) for rank in _RANKS), _w("other-rank"), _w("sum")]
    yield FormRow(tuple(FormCell(head, 3, is_label=True) for head in heads), 7)
    for level in (level.value for level in Level):
        mine = [award for award in awards if award.level == level]
        if mine:
            ranked = [[award for award in mine if award.rank == rank] for rank in _RANKS]
            others = [award for award in mine if award.rank not in _RANKS]
            cells = [_figure(group) for group in (*ranked, others, mine)]
            label = FormCell(tr(f"core.level.{level}"), 3, is_label=True)
            yield FormRow((label, *(FormCell(text, 3, align="right") for text in cells)))


def _figure(awards: Sequence[PaperAward]) -> str:
    if not awards:
        return "—"
    total = money_in_yuan(sum(award.amount_fen for award in awards))
    return _w("figure", count=len(awards), amount=total)


def _by_unit(awards: Sequence[PaperAward]) -> Iterator[FormRow]:
    """Yield the table of units, the largest sums first, two in a row; small ones are summed up."""
    units: dict[str, list[PaperAward]] = {}
    for award in awards:
        units.setdefault(award.unit or _w("no-unit"), []).append(award)
    ordered = sorted(units.items(), key=lambda item: -sum(award.amount_fen for award in item[1]))
    shown = ordered if len(ordered) <= _MOST_UNITS else ordered[: _MOST_UNITS - 1]
    rest = ordered[len(shown) :]
    figures = [(name, mine) for name, mine in shown]
    if rest:
        figures.append((_w("other-units", count=len(rest)), [award for _, mine in rest for award in mine]))
    heads = [(_w("unit"), 5), (_w("unit-sum"), 4)]
    columns = 1 if len(figures) == 1 else 2
    yield FormRow(tuple(FormCell(text, share, is_label=True) for text, share in heads * columns), 7)
    for start in range(0, len(figures), columns):
        pairs = figures[start : start + columns]
        cells = [cell for name, mine in pairs for cell in _unit_cells(name, mine)]
        cells += [FormCell("", 5), FormCell("", 4)] * (columns - len(pairs))
        yield FormRow(tuple(cells), 7)


def _unit_cells(name: str, awards: Sequence[PaperAward]) -> tuple[FormCell, FormCell]:
    total = money_in_yuan(sum(award.amount_fen for award in awards))
    return FormCell(name, 5), FormCell(_w("unit-figure", count=len(awards), amount=total), 4, align="right")


def _signatures(stages: int) -> Iterator[FormRow]:
    approvers = ["approver"] if stages == 1 else ["first-approver", "second-approver"]
    for who in ("clerk", "reviewer", *approvers):
        label = FormCell(_w(who), 3, is_label=True)
        yield FormRow((label, FormCell(f"\n\n{_w('signature')}", 15, align="right")), _SIGNATURE_MM)


def _list(facts: BatchFacts, state: str) -> ListSheet[PaperAward]:
    title = scoped("papers.list-columns")
    columns: list[Column[PaperAward]] = [
        running_number(title("number"), width=7),
        Column(title("person"), 13, lambda row: row.person, "center"),
        Column(title("unit"), 32, lambda row: row.unit),
        Column(title("event"), 26, lambda row: row.event),
        Column(title("group"), 10, lambda row: row.group, "center"),
        Column(title("place"), 10, lambda row: row.place, "center"),
        money_column(title("amount"), 17, lambda row: row.amount_fen, is_summed=True),
    ]
    return ListSheet(
        title=_w("annex", batch=facts.name),
        columns=columns,
        sections=[_section(contest, rows) for contest, rows in _by_contest(facts.awards)],
        state=state,
        line=tr("papers.unit-of-money"),
        total=_w("list-total", count=len(facts.awards), people=facts.people),
    )


def _by_contest(awards: Iterable[PaperAward]) -> Iterator[tuple[str, list[PaperAward]]]:
    for contest, rows in groupby(awards, key=lambda award: award.contest):
        yield contest, list(rows)


def _section(contest: str, rows: list[PaperAward]) -> Section[PaperAward]:
    heading = _w("contest", level=tr(f"core.level.{rows[0].level}"), contest=contest)
    return Section(rows, heading=heading, subtotal=_w("subtotal", count=len(rows)))
