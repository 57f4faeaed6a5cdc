"""Choose the awards of a batch: what may enter, and with its reason everything that may not."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy.orm import Session

from app.awards import (
    AwardFilter,
    AwardRow,
    InBatch,
    award_ids,
    award_rows,
    hindrances,
    in_paper_order,
    live_batches,
    waiting_words,
)
from app.batches.records import BatchLeftOut, left_out_as
from app.policy import BLOCKED, NONE, PROPOSED
from app.progress import Progress
from app.words import tr
from models.types import AwardState

ENTERING = (AwardState.PROPOSED, AwardState.REVIEWED, AwardState.PUBLICISED, AwardState.APPROVED)
"""States of awards that may enter a batch: those beyond a proposal left an earlier one."""


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """Which awards a batch takes: those named, else those of the contests, year and level; empty: all.

    `is_scripted` marks a batch that `batch run` made.
    """

    contest_ids: tuple[int, ...] = ()
    year: int | None = None
    level: str = ""
    award_ids: tuple[int, ...] = ()
    is_scripted: bool = False

    def to_json(self) -> str:
        """Return the choice as it is kept with the batch; of named awards only how many they were."""
        facts = {key: value for key, value in asdict(self).items() if value and key != "award_ids"}
        if self.award_ids:
            facts["awards"] = len(self.award_ids)
        kept = json.dumps(facts, ensure_ascii=False, sort_keys=True)
        if len(kept) <= 500:
            return kept
        facts["contest_ids"] = f"{len(self.contest_ids)}"
        return json.dumps(facts, ensure_ascii=False, sort_keys=True)


@dataclass(frozen=True, slots=True)
class ChosenAwards:
    """What may enter a batch, in paper order, and what is left out with its reason."""

    rows: list[AwardRow]
    left_out: list[BatchLeftOut]

    @property
    def amount_fen(self) -> int:
        """What the awards that may enter come to, in fen."""
        return sum(row.amount_fen or 0 for row in self.rows)


def choose_awards(session: Session, choice: BatchChoice, *, progress: Progress | None = None) -> ChosenAwards:
    """Return which awards of a choice may enter a batch today, and why the others may not.

    Awards that come to nothing are left out without a word, unless they were named.
    """
    rows = in_paper_order(award_rows(session, _chosen_ids(session, choice)))
    elsewhere = live_batches(session, [row.id for row in rows])
    left = {row.id: why for row in rows if (why := _kept_out(row, elsewhere.get(row.id))) is not None}
    hindered = hindrances(session, [row for row in rows if row.id not in left], progress=progress)
    left |= {award: left_out_as(one) for award, one in hindered.items()}
    return ChosenAwards(
        [row for row in rows if row.id not in left], [left[row.id] for row in rows if row.id in left]
    )


def _chosen_ids(session: Session, choice: BatchChoice) -> Sequence[int]:
    if choice.award_ids:
        return list(dict.fromkeys(choice.award_ids))
    wanted = AwardFilter(statuses=(PROPOSED, BLOCKED), year=choice.year, level=choice.level)
    if not choice.contest_ids:
        return award_ids(session, wanted)
    return [
        award
        for contest in dict.fromkeys(choice.contest_ids)
        for award in award_ids(
            session,
            AwardFilter(statuses=wanted.statuses, year=choice.year, level=choice.level, contest_id=contest),
        )
    ]


def _kept_out(row: AwardRow, elsewhere: InBatch | None) -> BatchLeftOut | None:
    """Return why an award may not enter a batch by what is stored of it; None where that says nothing."""
    if elsewhere is not None:
        return BatchLeftOut(row, "in-batch", elsewhere.words)
    if row.status == NONE:
        return BatchLeftOut(row, "none", tr("batches.left-out.none", why=waiting_words(row)))
    if row.status == BLOCKED:
        return BatchLeftOut(row, "blocked", tr("batches.left-out.blocked", why=waiting_words(row)))
    if row.state not in (*ENTERING, AwardState.HELD):
        state = row.state_words
        return BatchLeftOut(row, row.state, tr("batches.left-out.state", state=state))
    if not row.amount_fen:
        return BatchLeftOut(row, "no-money", tr("batches.left-out.no-money"))
    return None
