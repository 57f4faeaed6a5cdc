"""What papers say of a batch: its awards in order of paper, totals, bases, and its publication."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import AwardRow, award_page, in_paper_order, place_words
from app.errors import ConflictError, NotFoundError
from app.policy import Document
from app.policy_in_force import policies_in_force
from app.words import tr
from models import Batch, BatchAward, Publicity


@dataclass(frozen=True, slots=True)
class PaperAward:
    """An award as papers list it. Amount in fen."""

    award_id: int
    person_id: int
    person: str
    unit: str
    contest: str
    level: str
    event: str
    group: str
    rank: int | None
    place: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Publication:
    """How a batch is published: both days count, `working_days` is how many of them are worked."""

    starts_on: date
    ends_on: date
    working_days: int
    place: str
    contact: str


@dataclass(frozen=True, slots=True)
class BatchFacts:
    """A batch for papers. `bases` are documents with their clauses, as a letter cites them."""

    batch_id: int
    name: str
    state: str
    awards: tuple[PaperAward, ...]
    bases: tuple[str, ...]
    publication: Publication | None

    @property
    def total_fen(self) -> int:
        """What the awards come to."""
        return sum(award.amount_fen for award in self.awards)

    @property
    def people(self) -> int:
        """How many people have an award of it."""
        return len({award.person_id for award in self.awards})

    @property
    def contests(self) -> tuple[str, ...]:
        """Return the contests, each once, in order of paper."""
        return tuple(dict.fromkeys(award.contest for award in self.awards))


def batch_facts(session: Session, batch_id: int) -> BatchFacts:
    """Return what papers say of a batch.

    Raises NotFoundError, and ConflictError for a batch without awards or with one that has no amount or comes
    to something else than it entered with: such a batch goes back to review first.
    """
    batch = session.get(Batch, batch_id)
    if batch is None:
        raise NotFoundError("batch-missing", batch=batch_id)
    query = select(BatchAward.award_id, BatchAward.amount_fen)
    query = query.where(BatchAward.batch_id == batch_id, BatchAward.left_at.is_(None))
    entered = {int(award): int(fen) for award, fen in session.execute(query)}
    rows = in_paper_order(award_page(session, sorted(entered)))
    if not rows:
        raise ConflictError("paper-batch-empty", batch=batch.name)
    changed = next((row for row in rows if row.amount_fen != entered[row.id]), None)
    if changed is not None:
        raise ConflictError("paper-batch-changed", batch=batch.name, id=changed.id, person=changed.person)
    awards = tuple(_award(row) for row in rows)
    bases = tuple(_bases(session, rows))
    return BatchFacts(batch_id, batch.name, batch.state, awards, bases, _publication(session, batch_id))


def _award(row: AwardRow) -> PaperAward:
    group = tr(f"core.group.{row.group}") if row.group else ""
    return PaperAward(
        row.id,
        row.person_id,
        row.person,
        row.unit or "",
        row.contest,
        row.level,
        row.event,
        group,
        row.rank,
        place_words(row),
        row.amount_fen or 0,
    )


def _bases(session: Session, rows: Iterable[AwardRow]) -> Iterable[str]:
    """Yield each document with the clauses that the awards rest on, as a letter cites it."""
    policies, cited = policies_in_force(session), dict[Document, list[str]]()
    for row in rows:
        policy = policies.get(row.policy)
        rule = policy.rule(row.rule) if policy is not None else None
        if rule is not None:
            clauses = cited.setdefault(rule.clause.document, [])
            clauses += [row.clause] if row.clause and row.clause not in clauses else []
    for document, clauses in cited.items():
        name = {"title": document.title, "number": document.number, "clauses": "、".join(clauses)}
        key = "basis" if document.title and document.number else "basis-by-name"
        yield tr(f"papers.{key}", **name, name=document.name)


def _publication(session: Session, batch_id: int) -> Publication | None:
    query = select(Publicity).where(Publicity.batch_id == batch_id, Publicity.ended_early_reason == "")
    row = session.scalars(query.order_by(Publicity.id.desc()).limit(1)).first()
    if row is None:
        return None
    return Publication(row.starts_on, row.ends_on, row.working_days, row.place, row.contact)


def namesakes(awards: Sequence[PaperAward]) -> list[list[PaperAward]]:
    """Return the awards of people who share a name with somebody else on the list, name by name."""
    by_name: dict[str, list[PaperAward]] = {}
    for award in awards:
        by_name.setdefault(award.person, []).append(award)
    return [same for same in by_name.values() if len({award.person_id for award in same}) > 1]
