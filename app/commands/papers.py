"""`papers`: approval sheets, sign-off sheets, letters and card sheets of batches and payments."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.anchors import anchored_digest
from app.batches import batch_named
from app.clock import utc_now
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.dates import day_of
from app.commands.registry import add_common, add_force, opened
from app.documents import check_output
from app.formats import money, yuan
from app.papers import (
    PaperKind,
    approval_sheet,
    keep_paper_file,
    missing_card_sheets,
    recovery_letter,
    request_letter,
    sign_off_sheet,
)
from app.payments import find_run
from app.store import Store
from app.words import tr


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    metavar = "approval | keep | sign-off | request | recovery | cards"
    actions = parser.add_subparsers(dest="action", metavar=metavar, required=True)
    made = {name: actions.add_parser(name, help=tr(f"cli.option.papers-{name}")) for name in _ACTS}
    for name in ("approval", "keep", "cards"):
        made[name].add_argument("batch", metavar="BATCH", help=tr("cli.option.publicity-batch"))
    for name in ("sign-off", "request"):
        made[name].add_argument("run", metavar="RUN", help=tr("cli.option.payment-batch-or-run"))
    made["recovery"].add_argument("award", metavar="AWARD_ID", type=int, help=tr("cli.option.award"))
    for name in ("approval", "sign-off", "request", "recovery"):
        made[name].add_argument("out", metavar="OUT", help=tr("cli.option.out"))
        add_force(made[name])
    made["keep"].add_argument("file", metavar="FILE", help=tr("cli.option.papers-scan"))
    kinds = [kind.value for kind in PaperKind]
    words = tr("cli.option.papers-kind")
    made["keep"].add_argument("--kind", choices=kinds, default=PaperKind.SIGNED_APPROVAL.value, help=words)
    made["cards"].add_argument("folder", metavar="DIR", help=tr("cli.option.papers-folder"))
    made["request"].add_argument("--to", metavar="TEXT", required=True, help=tr("cli.option.papers-to"))
    for name in ("account", "contact", "by"):
        words = tr(f"cli.option.papers-{name}")
        made["recovery"].add_argument(
            f"--{name}", metavar="DATE" if name == "by" else "TEXT", required=True, help=words
        )
    for one in made.values():
        add_common(one)


def run(arguments: Namespace, console: Console) -> int:
    """Write one paper, whole or not at all."""
    with opened(arguments) as store:
        _ACTS[arguments.action](arguments, console, store)
    return 0


def _approval(arguments: Namespace, console: Console, store: Store) -> None:
    check_output(arguments.out, kind="pdf")
    digest = anchored_digest(store, arguments.out)
    with store.reading() as session:
        batch = batch_named(session, arguments.batch)
        done = approval_sheet(session, batch, arguments.out, now=utc_now(), digest=digest)
    facts = {"awards": done.awards, "people": done.people}
    console.say(tr("cli.papers.approval", path=done.path, total=money(done.total_fen), **facts))
    sha256 = done.awards_sha256
    console.tell({"file": arguments.out, "total": yuan(done.total_fen), "awards_sha256": sha256, **facts})


def _keep(arguments: Namespace, console: Console, store: Store) -> None:
    with store.writing(actor=acting(arguments, store)) as work:
        batch = batch_named(work.session, arguments.batch)
        kind = PaperKind(arguments.kind)
        paper = keep_paper_file(work, batch, arguments.file, kind=kind)
    console.say(tr("cli.papers.kept", path=arguments.file, id=paper))
    console.tell({"file": arguments.file, "paper": paper})


def _sign_off(arguments: Namespace, console: Console, store: Store) -> None:
    with store.reading() as session:
        done = sign_off_sheet(session, find_run(session, arguments.run), arguments.out)
    facts = {"number": done.number, "lines": done.lines, "people": done.people}
    console.say(tr("cli.papers.sign-off", path=done.path, net=money(done.net_fen), **facts))
    console.tell({"file": arguments.out, "net": yuan(done.net_fen), **facts})


def _request(arguments: Namespace, console: Console, store: Store) -> None:
    with store.reading() as session:
        run_id = find_run(session, arguments.run)
        done = request_letter(session, run_id, arguments.out, addressee=arguments.to, now=utc_now())
    console.say(tr("cli.papers.letter", path=done.path, to=done.addressee, amount=money(done.amount_fen)))
    console.tell({"file": arguments.out, "to": done.addressee, "amount": yuan(done.amount_fen)})


def _recovery(arguments: Namespace, console: Console, store: Store) -> None:
    pay_by = day_of(arguments.by)
    texts = {"account": arguments.account, "contact": arguments.contact}
    with store.reading() as session:
        done = recovery_letter(session, arguments.award, arguments.out, pay_by=pay_by, now=utc_now(), **texts)
    console.say(tr("cli.papers.letter", path=done.path, to=done.addressee, amount=money(done.amount_fen)))
    console.tell({"file": arguments.out, "to": done.addressee, "amount": yuan(done.amount_fen)})


def _cards(arguments: Namespace, console: Console, store: Store) -> None:
    with store.reading() as session:
        batch = batch_named(session, arguments.batch)
        made = missing_card_sheets(session, batch, arguments.folder, now=utc_now())
    for one in made:
        console.say(tr("cli.papers.cards", path=one.path, unit=one.unit, people=one.people))
    sheets = [{"file": str(one.path), "unit": one.unit, "people": one.people} for one in made]
    console.tell({"sheets": sheets})


_ACTS = {
    "approval": _approval,
    "keep": _keep,
    "sign-off": _sign_off,
    "request": _request,
    "recovery": _recovery,
    "cards": _cards,
}
