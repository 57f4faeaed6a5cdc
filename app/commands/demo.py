"""`demo`: the whole main job on the bundled example, from spreadsheets to printed certificates."""

from __future__ import annotations

import errno
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.anchors import anchored_digest
from app.awards import (
    AwardFilter,
    AwardRow,
    DesignationRow,
    award_ids,
    award_rows,
    designation_rows,
    export_designations,
    export_publicity,
    place_words,
    waiting_words,
)
from app.certificates import issue_certificates
from app.clock import utc_now
from app.commands.console import Console
from app.commands.registry import add_force
from app.documents import atomic_output
from app.errors import ConflictError, DocumentError, FileInUseError
from app.formats import money, yuan
from app.importing import write_rejected
from app.payments import PaymentReport, export_payments
from app.policy import BLOCKED, question_words
from app.rehearsal import RehearsalReport, make_rehearsal, rehearsal_actor
from app.settings import registry_settings
from app.store import Store, is_unfinished, open_store
from app.words import tr

REGISTRY = "registry.db"
PAPERS = ("payments.xlsx", "publicity.xlsx", "designations.xlsx", "certificates.pdf", "summary.txt")
_REJECTED = "rejected.xlsx"
_OWN = (REGISTRY, *(f"{REGISTRY}-{kind}" for kind in ("wal", "shm", "journal")), *PAPERS, _REJECTED)


@dataclass(frozen=True, slots=True)
class _Done:
    """What the demo made, to be told."""

    folder: Path
    rehearsal: RehearsalReport
    payments: PaymentReport
    certificates: int
    designations: tuple[DesignationRow, ...]
    blocked: tuple[AwardRow, ...]


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    parser.add_argument("folder", metavar="DIR", type=Path, help=tr("cli.option.folder"))
    add_force(parser)


def run(arguments: Namespace, console: Console) -> int:
    """Do the main job into the folder; a second time it takes the place of what the first one made."""
    folder = arguments.folder.expanduser().absolute()
    _make_room(folder, is_forced=arguments.force)
    rehearsal = make_rehearsal(str(folder / REGISTRY))
    rejected = [report.plan for report in rehearsal.imports if report.counts.skipped]
    if rejected:
        write_rejected(rejected, folder / _REJECTED)
    store = open_store(str(folder / REGISTRY))
    try:
        done = _papers(store, folder, rehearsal)
    finally:
        store.close()
    summary = "\n".join(_summary(done))
    with atomic_output(folder / PAPERS[-1], kind="text") as temporary:
        temporary.write_text(summary + "\n", encoding="utf-8")
    console.say(summary)
    console.tell(_as_json(done))
    return 0


def _make_room(folder: Path, *, is_forced: bool) -> None:
    """Take away what an earlier demo made. Raises ConflictError where the files are not a demo's.

    A registry that is no demo's is never taken away, other files are where that `is_forced`.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _no_folder(folder, error) from error
    own = [folder / name for name in _OWN if (folder / name).exists()]
    registry = folder / REGISTRY
    if own and not _is_rehearsal(registry) and not (is_forced and not registry.exists()):
        raise ConflictError("demo-foreign", path=own[0])
    copies = folder.glob(f"{Path(REGISTRY).stem}.[0-9]*.db")  # of an older demo's registry, just upgraded
    for file in (*own, *(copies if own else ())):
        try:
            file.unlink(missing_ok=True)  # the journals went when it was looked at
        except OSError as error:
            raise FileInUseError("file-in-use", path=file) from error


def _no_folder(folder: Path, error: OSError) -> DocumentError:
    if error.errno == errno.ENOSPC:
        return DocumentError("disk-full", path=folder)
    return FileInUseError("not-a-folder" if folder.exists() else "folder-not-writable", path=folder)


def _is_rehearsal(registry: Path) -> bool:
    """Return whether a rehearsal stands there, or was about to when it was interrupted."""
    if not registry.is_file():
        return False
    if is_unfinished(registry):
        return True
    store = open_store(str(registry))
    try:
        with store.reading() as session:
            return registry_settings(session).is_rehearsal
    finally:
        store.close()


def _papers(store: Store, folder: Path, rehearsal: RehearsalReport) -> _Done:
    now = utc_now()
    digest = anchored_digest(store, folder / PAPERS[0])
    with store.reading() as session:
        payments = export_payments(session, folder / PAPERS[0], now=now, digest=digest)
        export_publicity(session, folder / PAPERS[1], now=now)
        export_designations(session, folder / PAPERS[2], now=now)
        blocked = award_rows(session, award_ids(session, AwardFilter(statuses=("blocked",))))
        titles = tuple(designation_rows(session))
        waiting = tuple(blocked)
    with (
        atomic_output(folder / PAPERS[3], kind="pdf") as temporary,
        store.writing(actor=rehearsal_actor(store, "clerk")) as work,
    ):
        issued = issue_certificates(work)
        temporary.write_bytes(issued.pdf)
    return _Done(folder, rehearsal, payments, len(issued.issued), titles, waiting)


def _summary(done: _Done) -> list[str]:
    files = [tr("cli.demo.file", name=name, about=about) for name, about in _files(done)]
    return [
        tr("cli.demo.title"),
        "",
        *_imports(done.rehearsal),
        tr("cli.demo.rulings", before=done.rehearsal.blocked_before, after=done.rehearsal.blocked_after),
        "",
        tr(
            "cli.demo.total",
            lines=done.payments.lines,
            people=done.payments.people,
            total=money(done.payments.total_fen),
            capitals=done.payments.capitals,
        ),
        *_title_lines(done.designations),
        tr("cli.demo.blocked", lines=len(done.blocked)),
        *(tr("cli.demo.line", text=_blocked_words(row)) for row in done.blocked),
        "",
        tr("cli.demo.files", folder=done.folder),
        *files,
    ]


def _imports(rehearsal: RehearsalReport) -> list[str]:
    lines = [
        tr(
            "cli.imported",
            file=report.plan.file_name,
            rows=report.counts.rows,
            new=report.counts.new,
            changed=report.counts.changed,
            same=report.counts.same,
            skipped=report.counts.skipped,
        )
        for report in rehearsal.imports
    ]
    return [*lines, tr("cli.demo.confirmed", confirmed=rehearsal.confirmed)]


def _title_lines(rows: Sequence[DesignationRow]) -> list[str]:
    """Return the titles that are proposed, and apart from them those that wait, each with what is open."""
    waiting = [row for row in rows if row.status == BLOCKED]
    proposed = [row for row in rows if row.status != BLOCKED]
    lines = [tr("cli.demo.titles", lines=len(proposed))]
    lines += [tr("cli.demo.line", text=f"{row.unit}　{row.title}") for row in proposed]
    questions = {question for row in waiting for question in row.questions}
    lines.append(tr("cli.demo.titles-waiting", lines=len(waiting), questions=len(questions)))
    for row in waiting:
        asked = "".join(question_words(question) for question in row.questions)
        lines.append(tr("cli.demo.line", text="　".join(filter(None, (row.unit, row.title, asked)))))
    return lines


def _blocked_words(row: AwardRow) -> str:
    return "　".join((row.contest, row.event, place_words(row), row.person, waiting_words(row)))


def _files(done: _Done) -> list[tuple[str, str]]:
    made = [REGISTRY, *PAPERS]
    if (done.folder / _REJECTED).exists():
        made.append(_REJECTED)
    return [(name, tr(f"cli.demo.about.{name.partition('.')[0]}")) for name in made]


def _as_json(done: _Done) -> dict[str, object]:
    return {
        "folder": str(done.folder),
        "files": [name for name, _ in _files(done)],
        "total": yuan(done.payments.total_fen),
        "capitals": done.payments.capitals,
        "lines": done.payments.lines,
        "certificates": done.certificates,
        "designations": [
            {"unit": row.unit, "title": row.title, "status": row.status} for row in done.designations
        ],
        "blocked": [
            {"id": row.id, "person": row.person, "questions": list(row.questions), "reason": row.reason}
            for row in done.blocked
        ],
    }
