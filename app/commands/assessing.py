"""`assess`: recompute every proposal that is not frozen, and list all awards."""

from __future__ import annotations

import json
from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlalchemy.orm import Session

from app.awards import (
    AdjustmentRow,
    AwardRow,
    DesignationRow,
    MoneyMove,
    assess_all,
    award_ids,
    award_rows,
    designation_rows,
    open_adjustments,
    owed_back,
    pack_offers,
    place_words,
    proposals_total,
    waiting_words,
)
from app.capitals import capitals
from app.commands.acting import acting, names_given, program
from app.commands.console import Console
from app.commands.registry import opened
from app.formats import money, money_difference, yuan
from app.policy import PROPOSED
from app.words import tr
from models.types import TAKEN_BACK, ResultState

_WIDTHS = (7, 36, 26, 10, 14, 30, 14)


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("--show-ids", action="store_true", help=tr("cli.option.show-ids"))


def run(arguments: Namespace, console: Console) -> int:
    """Assess, then list awards, designations and totals."""
    with opened(arguments) as store:
        with store.writing(actor=acting(arguments, store) if names_given(arguments) else program()) as work:
            before = proposals_total(work.session)
            report = assess_all(work)
            move = MoneyMove(before, proposals_total(work.session))
        with store.reading() as session:
            totals = Totals(report.frozen_differing, owed_back(session))
            rows = totals.counting(award_rows(session, award_ids(session), show_ids=arguments.show_ids))
            if console.is_json:
                _print_json(session, rows, totals)
            else:
                _print_text(session, rows, totals, console)
                _print_move(move, console)
                _print_idle_packs(session, console)
    return 0


def _print_move(move: MoneyMove, console: Console) -> None:
    """Say what became of the proposals, where money moved."""
    if move.is_money_moved:
        amounts = {"before": money(move.before.amount_fen), "after": money(move.after.amount_fen)}
        console.say(tr("cli.assess-moved", difference=money_difference(move.difference_fen), **amounts))


def _print_idle_packs(session: Session, console: Console) -> None:
    """Say which packs of the user's own were not used, since nobody accepted them as they are."""
    for offer in pack_offers(session):
        if not offer.counts and offer.state != "missing":  # what was accepted is in force, its files are gone
            state = tr(f"policy.pack-state.{offer.state}")
            console.say(tr("cli.packs.waiting", policy=offer.policy, state=state))


@dataclass(slots=True)
class Totals:
    """What the listed awards come to, counted while they pass."""

    frozen_differing: tuple[int, ...] = ()  # decided awards that would come out otherwise today
    owed: Mapping[int, int] = field(default_factory=dict)  # fen owed back after corrections, by paid award
    fen: Counter[str] = field(default_factory=Counter)  # by level
    awards: Counter[str] = field(default_factory=Counter)  # by status
    people: set[int] = field(default_factory=set)
    unconfirmed_fen: Counter[str] = field(default_factory=Counter)  # by level, of unconfirmed results
    unconfirmed: int = 0  # awards of money among them
    unconfirmed_people: set[int] = field(default_factory=set)
    taken_back: int = 0  # proposed once, and then withdrawn, owed back or back: in no sum

    def counting(self, rows: Iterator[AwardRow]) -> Iterator[AwardRow]:
        """Yield the rows on, counted."""
        for row in rows:
            self.awards[row.status] += 1
            if row.status == PROPOSED and row.state in TAKEN_BACK:
                self.taken_back += 1
            if row.amount_fen and row.state not in TAKEN_BACK:
                fen = row.amount_fen - self.owed.get(row.id, 0)
                self.fen[row.level] += fen
                self.people.add(row.person_id)
                if row.result_state == ResultState.DRAFT:
                    self.unconfirmed_fen[row.level] += fen
                    self.unconfirmed += 1
                    self.unconfirmed_people.add(row.person_id)
            yield row

    def as_json(self) -> dict[str, object]:
        """Return the totals, money as strings in yuan; what is blocked is counted, never summed.

        All sums hold what rests on results that no second person has confirmed; `confirmed` and
        `unconfirmed` tell the two apart.
        """
        overall, unconfirmed = self.fen.total(), self.unconfirmed_fen.total()
        return {
            "overall": yuan(overall),
            "capitals": capitals(overall),
            "people": len(self.people),
            "by_level": {level: yuan(fen) for level, fen in sorted(self.fen.items())},
            "confirmed": {"overall": yuan(overall - unconfirmed)},
            "unconfirmed": {
                "overall": yuan(unconfirmed),
                "awards": self.unconfirmed,
                "people": len(self.unconfirmed_people),
                "by_level": {level: yuan(fen) for level, fen in sorted(self.unconfirmed_fen.items())},
            },
            "by_status": {"proposed": yuan(overall), "blocked": None, "none": "0.00"},
            "frozen_differing": list(self.frozen_differing),
            "counts": {status: self.awards[status] for status in ("proposed", "blocked", "none")},
        }


def award_json(row: AwardRow) -> dict[str, object]:
    """Return an award as `assess --json` prints it."""
    return {
        "id": row.id,
        "contest": row.contest,
        "level": row.level,
        "class": row.contest_class,
        "level_name": level_name(row),
        "event": row.event,
        "group": row.group,
        "rank": row.rank,
        "medal": row.medal,
        "person": row.person,
        "id_number": row.id_number,
        "unit": row.unit,
        "policy": row.policy,
        "clause": row.clause,
        "amount": None if row.amount_fen is None else yuan(row.amount_fen),
        "status": row.status,
        "state": row.state,
        "questions": list(row.questions),
        "amounts_by_answer": {
            answer: None if fen is None else yuan(fen) for answer, fen in row.amounts_by_answer
        },
        "reason": row.reason,
    }


def level_name(row: AwardRow) -> str:
    """Return level and class as documents write them: 市级一类."""
    return tr(f"core.level.{row.level}") + (
        tr(f"core.class.{row.contest_class}") if row.contest_class else ""
    )


def _designation_json(row: DesignationRow) -> dict[str, object]:
    return {
        "unit": row.unit,
        "title": row.title,
        "status": row.status,
        "basis": list(row.basis),
        "questions": list(row.questions),
    }


def _adjustment_json(row: AdjustmentRow) -> dict[str, object]:
    return {
        "award": row.award_id,
        "replaces": row.replaces_id,
        "before": yuan(row.before_fen),
        "after": yuan(row.after_fen),
        "difference": yuan(row.difference_fen),
        "reason": row.reason,
        "document": row.document,
    }


def _print_json(session: Session, rows: Iterator[AwardRow], totals: Totals) -> None:
    """Print piece by piece: a million awards are never in memory at once."""
    print('{"awards":[', end="")
    for number, row in enumerate(rows):
        print("," * bool(number) + json.dumps(award_json(row), ensure_ascii=False), end="")
    designations = [_designation_json(row) for row in designation_rows(session)]
    adjustments = [_adjustment_json(row) for row in open_adjustments(session)]
    rest = {"designations": designations, "totals": totals.as_json() | {"adjustments": adjustments}}
    print("]," + json.dumps(rest, ensure_ascii=False)[1:])


def _print_text(session: Session, rows: Iterator[AwardRow], totals: Totals, console: Console) -> None:
    console.table([tuple(tr(f"cli.assess.{name}") for name in _HEADERS)], _WIDTHS)
    console.table((_cells(row) for row in rows), _WIDTHS)
    for line in designation_rows(session):
        state = tr(f"honours.designation-state.{line.status}")
        console.say(tr("cli.assess.designation", unit=line.unit, title=line.title, state=state))
    for adjustment in open_adjustments(session):
        award = adjustment.replaces_id or adjustment.award_id
        console.say(tr("cli.assess.adjustment", id=award, why=adjustment.reason, words=adjustment.words))
    overall = totals.fen.total()
    granted = totals.awards[PROPOSED] - totals.taken_back
    counts = {"proposed": granted, "blocked": totals.awards["blocked"], "none": totals.awards["none"]}
    sums = {"amount": money(overall), "capitals": capitals(overall), "people": len(totals.people)}
    console.say(tr("cli.assess.total", awards=granted, **sums))
    if totals.unconfirmed:
        _print_unconfirmed(totals, console)
    console.say(tr("cli.assess.counts", **counts))
    if totals.taken_back:
        console.say(tr("cli.assess.taken-back", count=totals.taken_back))
    if totals.frozen_differing:
        ids = "、".join(str(award) for award in totals.frozen_differing[:20])
        console.say(tr("cli.assess.frozen", count=len(totals.frozen_differing), ids=ids))


def _print_unconfirmed(totals: Totals, console: Console) -> None:
    """Say how much of the sum rests on results that no second person has confirmed."""
    overall, unconfirmed = totals.fen.total(), totals.unconfirmed_fen.total()
    sums = {"unconfirmed": money(unconfirmed), "confirmed": money(overall - unconfirmed)}
    numbers = {"awards": totals.unconfirmed, "people": len(totals.unconfirmed_people)}
    console.say(tr("cli.assess.unconfirmed", **sums, **numbers))


_HEADERS = ("id", "contest", "event", "place", "person", "unit", "amount")


def _cells(row: AwardRow) -> tuple[str, ...]:
    amount = money(row.amount_fen) if row.amount_fen is not None else row.state_words
    if row.amount_fen is not None and row.state in TAKEN_BACK:
        amount = f"{amount} {row.state_words}"
    if row.status != PROPOSED:
        amount = f"{amount} {waiting_words(row)}"
    return str(row.id), row.contest, row.event, place_words(row), row.person, row.unit, amount
