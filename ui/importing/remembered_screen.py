"""What the import remembers (记住的读法): headers, words and columns, with who said so; each is revocable."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from app.accounts import Right
from app.changes import Changes
from app.importing import RememberedThing, forget_remembered, remembered_things, write_remembered
from app.words import scoped, tr
from ui.context import Context, Session
from ui.messages import confirm
from ui.registers import LinePanel, RegisterScreen
from ui.tables import Column
from ui.widgets import paragraph, second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_r = scoped("importing.remembered")


class RememberedScreen(RegisterScreen):
    """Headers first, then words, then the columns of lists."""

    interest = Changes.SETTINGS | Changes.IMPORTS
    key = "import-remembered"
    word_prefix = "ui_importing.remembered"
    state_words = "importing.remembered.kinds"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.states.setItemText(0, self.text("all-kinds"))
        self.states.setAccessibleName(_r("kind"))

    def columns(self) -> tuple[Column[Any], ...]:
        """Return the columns."""
        return (
            Column[RememberedThing](_r("kind"), lambda one: _r(f"kinds.{one.kind}"), 72),
            Column[RememberedThing](_r("about"), lambda one: one.about, 200, is_strong=True),
            Column[RememberedThing](_r("meaning"), lambda one: one.meaning, 200, stretch=True),
            Column[RememberedThing](_r("by"), lambda one: one.by or "—", 80),
            Column[RememberedThing](_r("at"), lambda one: one.said_on or "—", 136),
            Column[RememberedThing](_r("uses"), lambda one: f"{one.uses:,}", 80, is_number=True),
        )

    def read(self, session: Session, *, states: Sequence[str], words: str) -> list[RememberedThing]:
        """Return what is remembered."""
        return remembered_things(session, kinds=states, words=words)

    def read_line(self, session: Session, line: RememberedThing) -> RememberedThing:
        """Return one thing as it stands now."""
        return next((one for one in remembered_things(session) if one.key == line.key), line)

    def write_workbook(self, session: Session, place: Path, *, now: datetime) -> object:
        """Write the list to `place`."""
        return write_remembered(session, place, now=now)

    def show_line(self, detail: RememberedThing) -> None:
        """Show one thing, and let it be revoked."""
        panel = LinePanel(detail.about, _r(f"kinds.{detail.kind}"), state="", state_text="")
        revoke = second_button(self.text("revoke"), lambda: self.revoke(detail), icon="undo")
        self.context.needs(Right.RECORD, revoke)
        panel.add_buttons([revoke])
        panel.add_facts(
            [
                (_r("by"), detail.by or self.text("unknown")),
                (_r("at"), detail.said_on or self.text("unknown")),
                (_r("uses"), f"{detail.uses:,}"),
                (_r("used"), detail.last_used or "—"),
            ]
        )
        panel.add_section(_r("meaning"), [paragraph(detail.meaning)])
        self.context.frame.show_panel(self.text("title"), panel.finish())

    def revoke(self, thing: RememberedThing) -> None:
        """Let a thing be remembered no longer, after a question."""
        about = self.text("ask", about=thing.about, meaning=thing.meaning)
        if not confirm(self, about, action=self.text("revoke"), detail=self.text("ask-detail")):
            return

        def work(unit: UnitOfWork, _progress: Progress) -> None:
            forget_remembered(unit, thing.key)

        def done(_nothing: None) -> None:
            self.context.frame.close_panel()
            self.context.frame.show_toast(self.text("revoked", about=thing.about))

        self.context.change(self, tr("ui_forms.saving"), work, done)
