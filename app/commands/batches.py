"""`batch`: put awards together and lead them through review, publicity, objections and approval."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterable
from datetime import date

from app.batches import (
    ApprovalReport,
    BatchChoice,
    BatchLeftOut,
    StepReport,
    add_awards,
    approve_batch,
    archive_batch,
    batch_named,
    close_publicity,
    create_batch,
    decide_objection,
    dissolve_batch,
    publish_batch,
    register_objection,
    remove_award,
    review_batch,
    send_back,
    set_approval_stages,
    set_contact,
    submit_batch,
    take_down,
    tax_to_rule,
)
from app.clock import office_day
from app.commands import batch_pages, batch_runs
from app.commands.acting import acting
from app.commands.batch_pages import say_left_out, say_notes
from app.commands.console import Console
from app.commands.dates import day_of
from app.commands.registry import add_common, opened, require_actor
from app.errors import InputError
from app.formats import money, yuan
from app.known_names import contest_named
from app.unit_of_work import UnitOfWork
from app.words import scoped, tr, words_of
from models.publicity import ObjectionState

_w = scoped("cli_batches")
_OUTCOMES = [ObjectionState.UPHELD.value, ObjectionState.DISMISSED.value, ObjectionState.TAKEN_BACK.value]
_FORWARD = ("submit", "review", "close", "take-down", "archive")
_TELLING_TAX = ("create", "add", "submit", "review", "approve")
_BACK = ("send-back", "dissolve")
_ACTING = (
    *("create", "add", "remove", "publish", "contact", "object", "decide", "approve", "stages", "run"),
    *_FORWARD,
    *_BACK,
)


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    words = "list | show | create | add | remove | submit | review | publish | contact | object | "
    words += "decide | close | take-down | approve | send-back | dissolve | archive | stages | run | dossier"
    actions = parser.add_subparsers(dest="action", metavar=words, required=True)
    listing = actions.add_parser("list", help=_w("option.list"))
    showing = actions.add_parser("show", help=_w("option.show"))
    for one in (listing, showing):
        add_common(one)
    parsers = {name: actions.add_parser(name, help=_w(f"option.{name}")) for name in _ACTING}
    for name, one in parsers.items():
        add_common(one)
        require_actor(one)
        if name not in ("create", "decide", "stages", "run"):
            one.add_argument("batch", metavar="BATCH", help=_w("option.batch"))
    showing.add_argument("batch", metavar="BATCH", help=_w("option.batch"))
    batch_pages.configure_dossier(actions.add_parser("dossier", help=_w("option.dossier")))
    parsers["create"].add_argument("name", metavar="NAME", help=_w("option.name"))
    for name in ("create", "add"):
        _add_choice(parsers[name])
    for name in ("remove", "object"):
        parsers[name].add_argument("award", metavar="AWARD", type=int, help=_w("option.award"))
    for name in ("remove", *_BACK):
        parsers[name].add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))
    _add_publicity(parsers)
    parsers["approve"].add_argument("--on", metavar="DAY", help=_w("option.on"))
    parsers["approve"].add_argument("--document", metavar="DOC", default="", help=_w("option.document"))
    parsers["approve"].add_argument("--stage", metavar="N", type=int, help=_w("option.stage"))
    parsers["stages"].add_argument("stages", metavar="N", type=int, help=_w("option.stages-number"))
    batch_runs.configure(parsers["run"])


def _add_choice(parser: ArgumentParser) -> None:
    parser.add_argument("--contest", metavar="NAME", action="append", default=[], help=_w("option.contest"))
    parser.add_argument("--year", metavar="Y", type=int, help=_w("option.year"))
    parser.add_argument("--level", metavar="LEVEL", default="", help=_w("option.level"))


def _add_publicity(parsers: dict[str, ArgumentParser]) -> None:
    publish, objecting, deciding = parsers["publish"], parsers["object"], parsers["decide"]
    publish.add_argument("--from", dest="starts_on", metavar="DAY", required=True, help=_w("option.from"))
    publish.add_argument("--days", metavar="N", type=int, required=True, help=_w("option.days"))
    publish.add_argument("--place", metavar="TEXT", default="", help=_w("option.place"))
    publish.add_argument("--contact", metavar="TEXT", default="", help=_w("option.contact"))
    parsers["contact"].add_argument("contact", metavar="TEXT", help=_w("option.contact"))
    publish.add_argument("--reason", metavar="TEXT", default="", help=_w("option.short-reason"))
    publish.add_argument("--without-holidays", action="store_true", help=_w("option.without-holidays"))
    objecting.add_argument("--source", metavar="TEXT", required=True, help=_w("option.source"))
    objecting.add_argument("--text", metavar="TEXT", required=True, help=_w("option.text"))
    objecting.add_argument("--received", metavar="DAY", help=_w("option.received"))
    deciding.add_argument("objection", metavar="OBJECTION", type=int, help=_w("option.objection"))
    deciding.add_argument("outcome", choices=_OUTCOMES, help=_w("option.outcome"))
    deciding.add_argument("--decision", metavar="TEXT", required=True, help=_w("option.decision"))
    deciding.add_argument("--document", metavar="DOC", default="", help=_w("option.document"))


def run(arguments: Namespace, console: Console) -> int:
    """Show batches, or carry out one act on one."""
    if arguments.action == "list":
        return batch_pages.show_list(arguments, console)
    if arguments.action == "show":
        return batch_pages.show_page(arguments, console)
    if arguments.action == "dossier":
        return batch_pages.write_dossier(arguments, console)
    if arguments.action == "run":
        return batch_runs.run(arguments, console)
    acts = {
        "create": _create,
        "add": _add,
        "publish": _publish,
        "contact": _contact,
        "object": _object,
        "decide": _decide,
        "approve": _approve,
        "stages": _stages,
        **dict.fromkeys(_FORWARD, _forward),
        **dict.fromkeys((*_BACK, "remove"), _back),
    }
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        answer, said, left_out = acts[arguments.action](work, arguments)
        if arguments.action in _TELLING_TAX:
            answer |= {"notes": list(tax_to_rule(work.session, [int(str(answer["batch"]))]).values())}
    console.say(said)
    say_left_out(console, left_out)
    say_notes(console, answer)
    left = [{"award": one.award.id, "reason": one.reason, "why": one.words} for one in left_out]
    console.tell(answer | ({"left_out": left} if left or "awards" in answer else {}))
    return 0


_Done = tuple[dict[str, object], str, Iterable[BatchLeftOut]]


def _choice(work: UnitOfWork, arguments: Namespace) -> BatchChoice:
    contests = tuple(int(contest_named(work.session, name)) for name in arguments.contest)
    return BatchChoice(contests, arguments.year, _level(arguments.level))


def _level(text: str) -> str:
    """Return the level that a word of either language names. Raises InputError for an unknown one."""
    by_word = {word: key for key, word in words_of("core.level").items()}
    level = by_word.get(text, text)
    if level and level not in by_word.values():
        raise InputError("batch-level", level=text, levels="、".join(by_word))
    return level


def _create(work: UnitOfWork, arguments: Namespace) -> _Done:
    report = create_batch(work, name=arguments.name, chosen=_choice(work, arguments))
    said = {"batch": report.batch_id, "awards": report.added, "amount": money(report.amount_fen)}
    answer: dict[str, object] = {"batch": report.batch_id, "awards": report.added}
    answer["amount"] = yuan(report.amount_fen)
    return answer, _w("created", name=arguments.name, **said), report.left_out


def _add(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    report = add_awards(work, batch, _choice(work, arguments))
    answer: dict[str, object] = {"batch": batch, "awards": report.added, "amount": yuan(report.amount_fen)}
    said = _w("added", batch=arguments.batch, awards=report.added, amount=money(report.amount_fen))
    return answer, said, report.left_out


def _forward(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    acts: dict[str, Callable[[UnitOfWork, int], StepReport | None]] = {
        "submit": submit_batch,
        "review": review_batch,
        "close": close_publicity,
        "archive": archive_batch,
        "take-down": take_down,
    }
    report = acts[arguments.action](work, batch)
    if arguments.action == "take-down":
        return {"batch": batch}, _w("taken-down", batch=arguments.batch), ()
    if report is None:
        return {"batch": batch, "state": "archived"}, _w("archived", batch=arguments.batch), ()
    answer: dict[str, object] = {"batch": batch, "awards": report.awards, "amount": yuan(report.amount_fen)}
    words = {"batch": arguments.batch, "awards": report.awards, "amount": money(report.amount_fen)}
    return answer, _w(f"done.{arguments.action}", **words), report.left_out


def _back(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    if arguments.action == "remove":
        remove_award(work, batch, arguments.award, reason=arguments.reason)
        said = _w("removed", batch=arguments.batch, award=arguments.award)
        return {"batch": batch, "removed": arguments.award}, said, ()
    if arguments.action == "dissolve":
        dissolve_batch(work, batch, reason=arguments.reason)
        return {"batch": batch, "state": "dissolved"}, _w("dissolved", batch=arguments.batch), ()
    state = send_back(work, batch, reason=arguments.reason)
    said = _w("sent-back", batch=arguments.batch, state=tr(f"core.batch-state.{state.value}"))
    return {"batch": batch, "state": state.value}, said, ()


def _publish(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    period = publish_batch(
        work,
        batch,
        starts_on=day_of(arguments.starts_on),
        working_days=arguments.days,
        place=arguments.place,
        contact=arguments.contact,
        reason=arguments.reason,
        without_holidays=arguments.without_holidays,
    )
    days = {"starts_on": period.starts_on, "ends_on": period.ends_on, "days": period.working_days}
    answer: dict[str, object] = {"batch": batch, "starts_on": period.starts_on.isoformat()}
    answer |= {"ends_on": period.ends_on.isoformat(), "working_days": period.working_days}
    said = _w("published", batch=arguments.batch, **days)
    return answer, said if arguments.contact.strip() else said + _w("no-contact"), ()


def _contact(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    set_contact(work, batch, arguments.contact)
    said = _w("contact-set", batch=arguments.batch, contact=arguments.contact.strip())
    return {"batch": batch, "contact": arguments.contact.strip()}, said, ()


def _object(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    objection = register_objection(
        work,
        batch,
        arguments.award,
        source=arguments.source,
        text=arguments.text,
        received_on=day_of(arguments.received) if arguments.received else None,
    )
    said = _w("objected", objection=objection, award=arguments.award)
    return {"batch": batch, "objection": objection, "award": arguments.award}, said, ()


def _decide(work: UnitOfWork, arguments: Namespace) -> _Done:
    outcome = ObjectionState(arguments.outcome)
    decide_objection(
        work, arguments.objection, outcome, decision=arguments.decision, document=arguments.document
    )
    said = _w("decided", objection=arguments.objection, outcome=tr(f"core.objection-state.{outcome.value}"))
    return {"objection": arguments.objection, "outcome": outcome.value}, said, ()


def _approve(work: UnitOfWork, arguments: Namespace) -> _Done:
    batch = batch_named(work.session, arguments.batch)
    day: date = day_of(arguments.on) if arguments.on else office_day(work.now)
    report: ApprovalReport = approve_batch(
        work, batch, decided_on=day, document=arguments.document, stage=arguments.stage
    )
    answer: dict[str, object] = {"batch": batch, "stage": report.stage, "final": report.is_final}
    answer |= {"awards": report.awards, "amount": yuan(report.amount_fen)}
    words = {"batch": arguments.batch, "awards": report.awards, "amount": money(report.amount_fen)}
    key = "approved" if report.is_final else "approved-stage"
    return answer, _w(key, stage=report.stage, **words), report.left_out


def _stages(work: UnitOfWork, arguments: Namespace) -> _Done:
    set_approval_stages(work, arguments.stages)
    return {"stages": arguments.stages}, _w("stages", stages=arguments.stages), ()
