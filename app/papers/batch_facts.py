"""What papers say of a batch: its awards in order of paper, totals, bases, and its publication."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.awards import AwardRow, place_words
from app.batches import ApprovalRow, ObjectionRow, PublicityRow, batch_page
from app.errors import ConflictError
from app.policy import Document
from app.policy_in_force import policies_in_force
from app.words import tr


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
class BatchFacts:
    """A batch for papers. `bases` are documents with their clauses, as a letter cites them.

    `publication` is the one that counts, None before it and where a batch went back.
    """

    batch_id: int
    name: str
    state: str
    state_words: str
    awards: tuple[PaperAward, ...]
    bases: tuple[str, ...]
    publication: PublicityRow | None
    objections: tuple[ObjectionRow, ...]
    approvals: tuple[ApprovalRow, ...]

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
    page = batch_page(session, batch_id)
    name, rows = page.facts.name, [one.award for one in page.awards]
    if not rows:
        raise ConflictError("paper-batch-empty", batch=name)
    changed = next((one.award for one in page.awards if one.award.amount_fen != one.entered_fen), None)
    if changed is not None:
        raise ConflictError("paper-batch-changed", batch=name, id=changed.id, person=changed.person)
    return BatchFacts(
        batch_id,
        name,
        page.facts.state,
        page.facts.state_words,
        tuple(_award(row) for row in rows),
        tuple(bases_of(session, rows)),
        next((one for one in reversed(page.publicities) if not one.ended_early_reason), None),
        tuple(page.objections),
        tuple(page.approvals),
    )


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


def bases_of(session: Session, rows: Iterable[AwardRow]) -> Iterator[str]:
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


def namesakes(awards: Sequence[PaperAward]) -> list[list[PaperAward]]:
    """Return the awards of people who share a name with somebody else on the list, name by name."""
    by_name: dict[str, list[PaperAward]] = {}
    for award in awards:
        by_name.setdefault(award.person, []).append(award)
    return [same for same in by_name.values() if len({award.person_id for award in same}) > 1]
