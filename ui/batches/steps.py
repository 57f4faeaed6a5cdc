"""The steps of a batch: each asks what it needs, says what it will do, and tells who did not go on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from app.accounts import Actor
from app.batches import BatchLeftOut, BatchRow, BatchStep
from app.formats import money
from app.words import scoped, tr
from ui.context import Context, Session
from ui.forms import FormDialog, FormField, Values, document_field
from ui.messages import ask_reason, confirm, show_text

if TYPE_CHECKING:
    from app.batches import ApprovalReport, StepReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

T = TypeVar("T")
_w = scoped("ui_batches")
MOST_NAMED = 15  # awards in one message; the page of the batch shows all


def take_next(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Begin the next step of a batch, as whoever acts now."""
    steps: dict[BatchStep, Callable[[QWidget, Context, BatchRow], None]] = {
        BatchStep.SUBMIT: _submit,
        BatchStep.REVIEW: _review,
        BatchStep.PUBLISH: publish,
        BatchStep.CLOSE: _close,
        BatchStep.APPROVE: _approve,
        BatchStep.PAY: _pay,
        BatchStep.ARCHIVE: _archive,
    }
    if batch.next_step in steps:
        steps[batch.next_step](owner, context, batch)


def begin_next_step(owner: QWidget, context: Context, batch: int) -> None:
    """Read a batch as it stands now, and begin its next step."""

    def read(session: Session) -> BatchRow | None:
        from app.batches import batch_rows

        return next((row for row in batch_rows(session) if row.id == batch), None)

    def begin(row: BatchRow | None) -> None:
        if row is not None:
            take_next(owner, context, row)

    context.ask(owner, read, begin, topic="next-step")


def change_batch(
    owner: QWidget,
    context: Context,
    act: Callable[[UnitOfWork, Progress], T],
    on_done: Callable[[T], None],
    *,
    actor: Actor | None = None,
) -> None:
    """Write in the background as whoever pressed the button."""
    context.change(owner, _w("working"), act, on_done, actor=actor or context.actor)


def _submit(owner: QWidget, context: Context, batch: BatchRow) -> None:
    def act(work: UnitOfWork, _progress: Progress) -> StepReport:
        from app.batches import submit_batch

        return submit_batch(work, batch.id, version=batch.version)

    change_batch(owner, context, act, lambda report: _told(owner, context, batch, "submitted", report))


def _review(owner: QWidget, context: Context, batch: BatchRow) -> None:
    actor = context.actor

    def act(work: UnitOfWork, progress: Progress) -> StepReport:
        from app.batches import review_batch

        return review_batch(work, batch.id, version=batch.version, progress=progress)

    if _asked(owner, batch, "review"):
        change_batch(
            owner, context, act, lambda report: _told(owner, context, batch, "reviewed", report), actor=actor
        )


def _close(owner: QWidget, context: Context, batch: BatchRow) -> None:
    actor = context.actor

    def act(work: UnitOfWork, _progress: Progress) -> StepReport:
        from app.batches import close_publicity

        return close_publicity(work, batch.id, version=batch.version)

    if _asked(owner, batch, "close"):
        change_batch(
            owner, context, act, lambda report: _told(owner, context, batch, "closed", report), actor=actor
        )


def _archive(owner: QWidget, context: Context, batch: BatchRow) -> None:
    actor = context.actor

    def act(work: UnitOfWork, _progress: Progress) -> None:
        from app.batches import archive_batch

        archive_batch(work, batch.id, version=batch.version)

    def done(_nothing: None) -> None:
        context.frame.show_toast(_w("archived", batch=batch.name))

    if _asked(owner, batch, "archive"):
        change_batch(owner, context, act, done, actor=actor)


def _pay(_owner: QWidget, context: Context, batch: BatchRow) -> None:
    context.open("payments", batch=batch.id, make=True)


def publish(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask from when, how long, where and whom to turn to; the last day is shown at once."""
    from ui.batches.publish_dialog import PublishDialog

    PublishDialog(owner, context, batch).open()


def _approve(owner: QWidget, context: Context, batch: BatchRow) -> None:
    actor = context.actor

    def save(dialog: FormDialog, values: Values) -> None:
        def act(work: UnitOfWork, progress: Progress) -> ApprovalReport:
            from app.batches import approve_batch

            return approve_batch(
                work,
                batch.id,
                decided_on=values["decided_on"],
                document=values["document"],
                stage=batch.stage or None,
                version=batch.version,
                progress=progress,
            )

        def done(report: ApprovalReport) -> None:
            dialog.accept()
            key = "approved" if report.is_final else "approved-stage"
            said = _said(key, batch, report.awards, report.amount_fen, stage=report.stage)
            _show_outcome(owner, context, said, report.left_out)

        context.change(dialog, _w("working"), act, done, actor=actor)

    said = _said("approve-ask", batch, batch.awards, batch.amount_fen)
    dialog = FormDialog(
        owner,
        context,
        (FormField("decided_on", _w("decided-on"), "day"), document_field()),
        title=batch.next_words,
        about="\n".join((said, *batch.blocks)),
        action=batch.next_words,
        save=save,
    )
    dialog.open()


def _asked(owner: QWidget, batch: BatchRow, step: str) -> bool:
    text = _said(f"{step}-ask", batch, batch.awards, batch.amount_fen)
    detail = _w(f"{step}-detail")
    if step == "close" and batch.held:
        detail = f"{_w('close-held', n=f'{batch.held:,}')}{detail}"
    return confirm(owner, text, action=batch.next_words, detail=detail)


def _told(owner: QWidget, context: Context, batch: BatchRow, key: str, report: StepReport) -> None:
    _show_outcome(owner, context, _said(key, batch, report.awards, report.amount_fen), report.left_out)


def _said(key: str, batch: BatchRow, awards: int, fen: int, **more: object) -> str:
    return _w(key, batch=batch.name, n=f"{awards:,}", amount=money(fen), **more)


def _show_outcome(owner: QWidget, context: Context, said: str, left_out: Sequence[BatchLeftOut]) -> None:
    """Say what was done: in passing, but to be read where awards did not go on."""
    if left_out:
        show_text(owner, said, detail=left_out_words(left_out))
    else:
        context.frame.show_toast(said)


def left_out_words(left_out: Sequence[BatchLeftOut]) -> str:
    """Return the awards that stayed out, with their reasons, a line each."""
    lines = [tr("batches.stopped", award=one.name, why=one.words) for one in left_out[:MOST_NAMED]]
    if len(left_out) > MOST_NAMED:
        lines.append(tr("batches.more", count=len(left_out) - MOST_NAMED))
    return "\n".join((_w("left-out-head", n=f"{len(left_out):,}"), *lines))


# -- what is done seldom


def send_back_batch(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask why, and send the batch back a step."""
    actor = context.actor
    text = _said(f"send-back-ask.{batch.state}", batch, batch.awards, batch.amount_fen)
    if (reason := ask_reason(owner, text, label=_w("reason"), action=_w("send-back-do"))) is None:
        return

    def act(work: UnitOfWork, _progress: Progress) -> str:
        from app.batches import send_back

        return str(send_back(work, batch.id, reason=reason, version=batch.version))

    def done(state: str) -> None:
        words = tr(f"core.batch-state.{state}")
        context.frame.show_toast(_w("sent-back", batch=batch.name, state=words))

    change_batch(owner, context, act, done, actor=actor)


def dissolve(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask why, and give the batch up."""
    actor = context.actor
    text = _said("dissolve-ask", batch, batch.awards, batch.amount_fen)
    if (reason := ask_reason(owner, text, label=_w("reason"), action=_w("dissolve-do"))) is None:
        return

    def act(work: UnitOfWork, _progress: Progress) -> None:
        from app.batches import dissolve_batch

        dissolve_batch(work, batch.id, reason=reason, version=batch.version)

    def done(_nothing: None) -> None:
        context.frame.show_toast(_w("dissolved", batch=batch.name))

    change_batch(owner, context, act, done, actor=actor)


def rename(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Give the batch another name."""
    actor = context.actor

    def save(dialog: FormDialog, values: Values) -> None:
        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.batches import rename_batch

            rename_batch(work, batch.id, name=values["name"], version=batch.version)

        context.change(dialog, _w("working"), act, lambda _nothing: dialog.accept(), actor=actor)

    name = FormField("name", _w("name"), value=batch.name, columns=("batch.name",))
    action = _w("rename-do")
    FormDialog(owner, context, (name,), title=action, about="", action=action, save=save).open()
