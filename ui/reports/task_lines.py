"""The lines of today's page: a sentence, why it matters, and one step that opens the right screen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.accounts import Right, is_same_person, role_words, roles_with
from app.formats import money
from app.words import scoped, tr
from ui.context import Context
from ui.widgets import TaskLine

if TYPE_CHECKING:
    from app.reports import WaitingTask

_w = scoped("ui.today-work")
ICONS = {
    "submit": "batches",
    "assemble": "batches",
    "review": "check",
    "publish": "eye",
    "ends-today": "calendar",
    "close-publicity": "calendar",
    "approve": "done",
    "pay": "payments",
    "archive": "folder",
    "objections": "warning",
    "export-run": "export",
    "bank-return": "import",
    "failed": "undo",
    "recover": "undo",
    "restore": "refresh",
}
AT_ONCE = ("submit", "publish", "close-publicity", "archive")
"""Steps whose dialog says all there is to know: it opens from today's page, without a look at the batch."""

TABS = {"failed": "failed", "recover": "recoveries"}  # of the payments screen


@dataclass(frozen=True)
class Task:
    """One thing to do: what, why, the word of its step, where it leads, and the right it needs."""

    icon: str
    text: str
    why: str
    step: str
    go: Callable[[], object]
    right: Right
    asked_by: str = ""  # may not do it himself

    def is_mine(self, context: Context) -> bool:
        """Return whether whoever acts may do it."""
        return not context.lacks(self.right) and not is_same_person(context.actor, self.asked_by or None)

    def line(self, context: Context) -> TaskLine:
        """Return its line: with the step for whoever may take it, else with who may and a look at it."""
        if self.is_mine(context):
            return TaskLine(self.icon, self.text, self.why, step=self.step, on_step=self.go)
        why = _w("not-yourself" if self.asked_by else "whose", roles=role_words(roles_with(self.right)))
        return TaskLine(self.icon, self.text, why, step=tr("ui.today.show"), on_step=self.go)


def work_task(owner: QWidget, context: Context, task: WaitingTask) -> Task:
    """Return the line of something that batches or payments wait for."""
    facts = {"name": task.name, "n": f"{task.count:,}", "amount": money(task.amount_fen)}
    return Task(
        ICONS[task.kind],
        _w(f"task.{task.kind}", **facts),
        _w(f"why.{task.kind}"),
        _w(f"step.{task.kind}"),
        lambda: _open(owner, context, task),
        task.right,
        task.asked_by,
    )


def _open(owner: QWidget, context: Context, task: WaitingTask) -> None:
    if task.result_id is not None:
        from ui.awards import open_restore

        open_restore(owner, context, task.result_id)
    elif task.kind in ("pay", "export-run", "bank-return", "failed", "recover"):
        where: dict[str, object] = {"tab": TABS.get(task.kind, "runs")}
        where |= {} if task.run_id is None else {"run": task.run_id}
        where |= {} if task.batch_id is None else {"batch": task.batch_id}
        where |= {"make": True} if task.kind == "pay" else {}
        context.open("payments", **where)
    elif task.kind == "assemble":
        from ui.batches import new_batch

        new_batch(owner, context)
    elif task.kind in AT_ONCE and task.batch_id is not None and not context.lacks(task.right):
        from ui.batches import begin_next_step

        begin_next_step(owner, context, task.batch_id)
    elif task.kind == "objections":
        context.open("batch", batch=task.batch_id, tab="objections")
    else:
        context.open("batch", batch=task.batch_id)
