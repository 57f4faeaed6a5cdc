"""`export`: payment workbook, lists of publicity, designations, eligibility and results, the slips."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.accounts import AuditDigest
from app.anchors import anchored_digest
from app.awards import (
    PAYMENT_STATES,
    PUBLICITY_STATES,
    AwardFilter,
    LeftOut,
    award_ids,
    export_designations,
    export_publicity,
    export_slips,
    slip_awards,
)
from app.batches import batch_named
from app.clock import utc_now
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import add_force, opened
from app.documents import check_output
from app.eligibility import export_eligibility
from app.errors import ConflictError, InputError
from app.formats import money, yuan
from app.importing import export_results
from app.payments import export_payments
from app.unit_of_work import UnitOfWork
from app.words import tr
from models.types import AwardState


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("what", choices=_WHAT, help=tr("cli.option.export"))
    parser.add_argument("out", metavar="OUT", help=tr("cli.option.out"))
    parser.add_argument("--contest", metavar="NAME", help=tr("cli.option.slips-contest"))
    parser.add_argument("--batch", metavar="BATCH", help=tr("cli_batches.option.export-batch"))
    add_force(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Write one paper, whole or not at all, and say what it leaves out."""
    if arguments.contest and arguments.what not in ("slips", "results"):
        raise InputError("contest-for-slips-only")
    with opened(arguments) as store:
        with store.reading() as session:
            batch = _batch(session, arguments)
        if arguments.what in _ANCHORED:
            check_output(arguments.out, kind=_ANCHORED_KINDS[arguments.what])
            digest = anchored_digest(store, arguments.out)
            with store.reading() as session:
                done = _ANCHORED[arguments.what](session, arguments, batch, digest)
        elif arguments.what == "results":
            with store.writing(actor=acting(arguments, store)) as work:
                done = _results(work, arguments)
        else:
            with store.reading() as session:
                done = _EXPORTS[arguments.what](session, arguments.out, batch)
    console.say(done.words)
    for words, count in Counter(words for _, words in done.in_batch).items():
        console.say(tr("cli_batches.already", count=count, words=words))
    for one in done.left_out:
        console.say(_left_out_words(one))
    left_out = [
        {"award": one.award.id, "reason": one.hindrance.value, "why": one.words} for one in done.left_out
    ]
    answer = {"file": arguments.out, **done.answer, "left_out": left_out}
    if done.in_batch:
        answer["in_batch"] = [{"award": award, "batch": words} for award, words in done.in_batch]
    console.tell(answer)
    return 1 if done.is_incomplete else 0


@dataclass(frozen=True, slots=True)
class _Done:
    """What was written: the answer for programs, the line for people, and the awards left out."""

    answer: dict[str, object]
    words: str
    left_out: tuple[LeftOut, ...] = ()
    is_incomplete: bool = False
    in_batch: Sequence[tuple[int, str]] = ()


def _batch(session: Session, arguments: Namespace) -> int | None:
    """Return the batch that --batch names. Raises where the export knows none, or nothing of it is left."""
    if arguments.batch is None:
        return None
    if arguments.what not in _OF_A_BATCH:
        raise InputError("batch-not-for-this", what=arguments.what, allowed="、".join(_OF_A_BATCH))
    batch = batch_named(session, arguments.batch)
    states = tuple(state.value for state in _OF_A_BATCH[arguments.what])
    if not award_ids(session, AwardFilter(batch_id=batch, states=states), limit=1):
        raise ConflictError("batch-export-empty", batch=arguments.batch)
    return batch


def _left_out_words(one: LeftOut) -> str:
    award = one.award
    where = {"person": award.person, "contest": award.contest, "event": award.event}
    return tr("cli.left-out", id=award.id, why=one.words, **where)


def _payments(session: Session, arguments: Namespace, batch: int | None, digest: AuditDigest) -> _Done:
    report = export_payments(session, arguments.out, now=utc_now(), digest=digest, batch_id=batch)
    words = tr(
        "cli.exported-payments",
        path=arguments.out,
        lines=report.lines,
        people=report.people,
        total=money(report.total_fen),
        capitals=report.capitals,
        blocked=report.blocked,
    )
    answer = {"lines": report.lines, "people": report.people, "total": yuan(report.total_fen)}
    answer |= {"capitals": report.capitals, "blocked": report.blocked}
    return _Done(answer, words, report.left_out, in_batch=report.in_batch)


def _publicity(session: Session, out: str, batch: int | None) -> _Done:
    report = export_publicity(session, out, now=utc_now(), batch_id=batch)
    words = tr("cli.exported-publicity", path=out, lines=report.lines, total=money(report.total_fen))
    answer: dict[str, object] = {"lines": report.lines, "total": yuan(report.total_fen)}
    in_batch = [(award, one.words) for award, one in report.in_batch.items()]
    return _Done(answer, words, report.left_out, in_batch=in_batch)


def _designations(session: Session, out: str, _batch: int | None) -> _Done:
    lines = export_designations(session, out, now=utc_now())
    return _Done({"lines": lines}, tr("cli.exported-designations", path=out, lines=lines))


def _eligibility(session: Session, out: str, _batch: int | None) -> _Done:
    report = export_eligibility(session, out, now=utc_now())
    lines = sum(count for _title, count in report.sheets)
    words = tr("cli.exported-eligibility", path=out, lists=len(report.sheets), lines=lines)
    lists = [{"list": title, "lines": count} for title, count in report.sheets]
    return _Done({"lines": lines, "lists": lists}, words)


def _slips(session: Session, arguments: Namespace, batch: int | None, digest: AuditDigest) -> _Done:
    """Write everybody's slips, also of those who get nothing, unless these are too many for one file."""
    chosen, nothing_left_out = slip_awards(session, contest=arguments.contest, batch_id=batch)
    report = export_slips(session, arguments.out, award_ids=chosen, now=utc_now(), digest=digest)
    words = tr("cli.exported-slips", path=arguments.out, people=report.people, awards=report.awards)
    if nothing_left_out:
        words += "\n" + tr("cli.exported-slips-without", awards=nothing_left_out)
    answer: dict[str, object] = {"people": report.people, "awards": report.awards}
    answer["without_award"] = nothing_left_out
    return _Done(answer, words, report.left_out, is_incomplete=bool(report.left_out))


def _results(work: UnitOfWork, arguments: Namespace) -> _Done:
    lines = export_results(work, arguments.out, contest=arguments.contest or "")
    return _Done({"lines": lines}, tr("cli.exported-results", path=arguments.out, lines=lines))


_ANCHORED = {"payments": _payments, "slips": _slips}  # they print the audit chain's digest
_ANCHORED_KINDS = {"payments": "xlsx", "slips": "pdf"}
_EXPORTS = {
    "publicity": _publicity,
    "designations": _designations,
    "eligibility": _eligibility,
}
_WHAT = ("payments", *_EXPORTS, "slips", "results")
_OF_A_BATCH: dict[str, tuple[AwardState, ...]] = {
    "payments": PAYMENT_STATES,
    "publicity": PUBLICITY_STATES,
    "slips": (),
}
