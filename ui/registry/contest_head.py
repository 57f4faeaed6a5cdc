"""The head of the contest pane: name and facts, what is missing, the acts on the whole contest."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from app.registry import ContestPage
from app.words import tr
from ui.registry.wording import contest_facts
from ui.theme import tokens
from ui.widgets import Banner, column, filter_button, paragraph, row, second_button


class ContestHead(QWidget):
    """`edit` opens the dialog of its facts, `confirm_all` confirms drafts, `merge` merges another into it.

    `annulled` narrows the list to what was annulled; it is there where anything was.

    `on_decide` gets whether a contest of the same name is the same (True) or another (False).
    """

    def __init__(
        self,
        *,
        on_edit: Callable[[], object],
        on_confirm: Callable[[], object],
        on_merge: Callable[[], object],
        on_decide: Callable[[bool], object],
        on_annulled: Callable[[], object],
    ) -> None:
        super().__init__()
        self._title, self._facts = paragraph("", "section"), paragraph("", "hint")
        self.banner = Banner("asks", "", action=tr("ui_registry.contest.give-basis"), on_action=on_edit)
        self.edit = second_button(tr("ui_registry.contest.edit"), on_edit, icon="edit")
        self.confirm_all = second_button("", on_confirm, icon="check")
        self.merge = second_button(tr("ui_registry.merge.title"), on_merge, icon="link")
        self.annulled = filter_button("", on_annulled)
        self.spelled_like = Banner("asks", "")
        self.same = second_button(tr("ui_registry.merge.same"), lambda: on_decide(True))
        self.apart = second_button(tr("ui_registry.merge.apart"), lambda: on_decide(False))
        acts = (self.annulled, self.merge, self.edit, self.confirm_all)
        line = row(column(self._title, self._facts, gap=4), *acts)
        line.setStretch(0, 1)
        for button in acts:
            line.setAlignment(button, Qt.AlignmentFlag.AlignTop)
        asked = row(self.spelled_like, self.same, self.apart)
        asked.setStretch(0, 1)
        self.setLayout(column(line, self.banner, asked, gap=tokens.GAP))
        self.show_title("")

    def show_title(self, title: str) -> None:
        """Show only a title: of a person, a unit, a search."""
        self._title.setText(title)
        self._facts.setText("")
        for part in (self.banner, self.annulled, self.edit, self.confirm_all, self.merge):
            part.hide()
        self._show_question("")

    def _show_question(self, other: str) -> None:
        for part in (self.spelled_like, self.same, self.apart):
            part.setVisible(bool(other))
        self.spelled_like.show_text("asks", tr("ui_registry.merge.question", other=other))

    def show_contest(self, page: ContestPage, *, waiting: int, annulled: int = 0, other: str = "") -> None:
        """Show a contest, how many of its results wait for confirmation, and how many were annulled.

        `other` is the name of a contest that may be the same one: then this is asked.
        """
        self.merge.show()
        self._show_question(other)
        self._title.setText(page.name)
        self._facts.setText(contest_facts(page))
        self.edit.show()
        self.annulled.setText(tr("ui_registry.annulled", count=f"{annulled:,}"))
        self.annulled.setVisible(annulled > 0 or self.annulled.isChecked())
        self.confirm_all.setVisible(waiting > 0)
        self.confirm_all.setText(tr("ui_registry.confirm.all", count=f"{waiting:,}"))
        key = "no-class" if not page.contest_class else "" if page.class_basis else "basis-missing"
        if page.basis_problem:
            key = "basis-unusable"
        self.banner.setVisible(bool(key))
        if key:
            self.banner.show_text("asks", tr(f"ui_registry.contest.{key}", problem=page.basis_problem))
