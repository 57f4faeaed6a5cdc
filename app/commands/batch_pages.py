"""`batch list` and `batch show`: the batches, and one of them with all that is known of it."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterable, Mapping

from app.batches import BatchLeftOut, BatchPage, BatchRow, batch_named, batch_page, batch_rows
from app.clock import moment_text
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.failed_lines import failed_json, say_failed
from app.commands.registry import add_common, add_force, opened
from app.formats import money, yuan
from app.papers import export_dossier
from app.payments import failed_lines
from app.words import scoped, tr

_w = scoped("cli_batches")


def say_left_out(console: Console, left_out: Iterable[BatchLeftOut]) -> None:
    """Say of every award that is left out whose it is and why."""
    for one in left_out:
        console.say(_w("left-out", award=one.name, why=one.words))


def say_notes(console: Console, answer: Mapping[str, object]) -> None:
    """Say the notes of an answer: what has to be done before the batch can go on to the end."""
    notes = answer.get("notes", ())
    for words in notes if isinstance(notes, list) else ():
        console.say(_w("note", words=words))


def show_list(arguments: Namespace, console: Console) -> int:
    """List the batches with what each comes to and waits for."""
    with opened(arguments) as store, store.reading() as session:
        rows = batch_rows(session)
    for row in rows:
        _say_row(console, row)
    if not rows:
        console.say(_w("none"))
    console.tell({"batches": [_json(row) for row in rows]})
    return 0


def _say_row(console: Console, row: BatchRow) -> None:
    facts = {"id": row.id, "name": row.name, "state": row.state_words, "awards": row.awards}
    console.say(_w("line", amount=money(row.amount_fen), next=row.next_words, **facts))
    for words in (*row.blocks, *row.notes):
        console.say(_w("indented", words=words))


def _json(row: BatchRow) -> dict[str, object]:
    return {
        "id": row.id,
        "name": row.name,
        "state": row.state,
        "awards": row.awards,
        "amount": yuan(row.amount_fen),
        "held": row.held,
        "left": row.left,
        "next": row.next_step.value,
        "ends_on": row.ends_on.isoformat() if row.ends_on else None,
        "days_left": row.days_left,
        "open_objections": row.open_objections,
        "blocks": list(row.blocks),
        "notes": list(row.notes),
        "created_by": row.created_by,
    }


def show_page(arguments: Namespace, console: Console) -> int:
    """Show one batch whole."""
    with opened(arguments) as store, store.reading() as session:
        page = batch_page(session, batch_named(session, arguments.batch))
        failed = failed_lines(session, page.facts.id)
    _say_row(console, page.facts)
    for one in page.awards:
        words = {"person": one.award.person, "contest": one.award.contest, "event": one.award.event}
        amount = money(one.award.amount_fen or 0)
        console.say(_w("award", id=one.award.id, state=one.state_words, amount=amount, **words))
    say_failed(failed, console)
    _say_rest(console, page)
    console.tell(_json(page.facts) | _page_json(page) | {"failed": failed_json(failed)})
    return 0


def _say_rest(console: Console, page: BatchPage) -> None:
    for words in (*page.differences, *page.returning):
        console.say(_w("indented", words=words))
    for left in page.left_out:
        console.say(_w("left", id=left.award.id, person=left.award.person, reason=left.reason))
    for notice in page.publicities:
        days = {"starts_on": notice.starts_on, "ends_on": notice.ends_on, "days": notice.working_days}
        console.say(_w("publicity", **days))
    for objection in page.objections:
        state = tr(f"core.objection-state.{objection.state}")
        facts = {"id": objection.id, "award": objection.award, "source": objection.source}
        console.say(_w("objection", state=state, decision=objection.decision, **facts))
    for line in page.history:
        console.say(
            _w(
                "history", at=moment_text(line.at), actor=line.actor, act=line.words, reason=line.reason
            ).rstrip()
        )


def _page_json(page: BatchPage) -> dict[str, object]:
    return {
        "members": [
            {
                "award": one.award.id,
                "person": one.award.person,
                "state": one.award.state,
                "entered": yuan(one.entered_fen),
                "amount": None if one.award.amount_fen is None else yuan(one.award.amount_fen),
            }
            for one in page.awards
        ],
        "gone": [
            {"award": one.award.id, "reason": one.reason, "by": one.left_by, "batch": one.batch}
            for one in page.left_out
        ],
        "publicity": [
            {
                "starts_on": one.starts_on.isoformat(),
                "ends_on": one.ends_on.isoformat(),
                "working_days": one.working_days,
                "ended_early": one.ended_early_reason,
            }
            for one in page.publicities
        ],
        "objections": [
            {"id": one.id, "award": one.award_id, "state": one.state, "decision": one.decision}
            for one in page.objections
        ],
        "approvals": [
            {
                "stage": one.stage,
                "granted": one.is_granted,
                "void": one.is_void,
                "awards": one.awards,
                "amount": yuan(one.amount_fen),
                "by": one.decided_by,
            }
            for one in page.approvals
        ],
        "papers": [{"id": one.id, "kind": one.kind, "file": one.file_name} for one in page.papers],
        "differences": page.differences,
        "returning": page.returning,
    }


def configure_dossier(parser: ArgumentParser) -> None:
    """Add the arguments of `batch dossier`."""
    add_common(parser)
    parser.add_argument("batch", metavar="BATCH", help=_w("option.batch"))
    parser.add_argument("out", metavar="OUT.zip", help=tr("cli.option.out"))
    add_force(parser)


def write_dossier(arguments: Namespace, console: Console) -> int:
    """Write everything of a batch into one zip file that can be read without the program."""
    with opened(arguments) as store:
        with store.reading() as session:
            batch = batch_named(session, arguments.batch)
        report = export_dossier(store, batch, arguments.out, actor=acting(arguments, store))
    console.say(_w("dossier", path=report.path, n=report.files, sha256=report.sha256))
    console.tell({"file": arguments.out, "batch": batch, "files": report.files, "sha256": report.sha256})
    return 0
