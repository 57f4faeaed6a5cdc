"""Self-check (自检): every policy's test cases are computed again, and the fonts of papers are checked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.changes import Changes
from app.progress import Progress
from app.words import tr
from ui.context import Context
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import KeyFigure, SectionHeader, column, paragraph, primary_button, row

if TYPE_CHECKING:
    from app.certificates import FontReport
    from app.policy import FailedCase, SelfCaseReport


@dataclass(frozen=True)
class Found:
    """The findings of all checks."""

    cases: SelfCaseReport
    fonts: FontReport
    documents: int


@dataclass(frozen=True)
class Line:
    """One finding."""

    id: int
    policy: str
    file: str
    case: str
    difference: str


class CheckScreen(Screen):
    """Runs the checks and shows their findings; nothing is stored."""

    interest = Changes.NOTHING

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        not_yet = tr("ui.check.not-yet")
        self.cases = KeyFigure(tr("ui.check.cases"), "—", not_yet)
        self.documents = KeyFigure(tr("ui.check.documents"), "—", not_yet)
        self.fonts = KeyFigure(tr("ui.check.fonts"), "—", not_yet)
        self.model: ListTableModel[Line] = ListTableModel(_columns(), self, id_of=lambda line: line.id)
        self.table = TableView(self.model, name="check")
        self.table.setAccessibleName(tr("ui.check.failed-list"))
        self.table.hide()
        self.start = primary_button(tr("ui.check.run"), self._run, icon="self-check")
        head = SectionHeader(tr("ui.check.heading"), self.start)
        figures = row(self.cases, self.documents, self.fonts, gap=tokens.GAP)
        for place in range(figures.count()):
            figures.setStretch(place, 1)
        layout = column(
            head, paragraph(tr("ui.check.text"), "quiet"), 4, figures, 4, self.table, gap=tokens.GAP
        )
        layout.addStretch(1)
        layout.setStretch(5, 10)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        self.setLayout(layout)
        self.setFocusProxy(self.start)

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.check.help")

    def _run(self) -> None:
        self.context.run(self, tr("ui.check.running"), _check, self._show)

    def _show(self, found: Found) -> None:
        failed, problems = found.cases.failed, found.fonts.problems
        _tell(self.cases, found.cases.cases, len(failed), "cases")
        _tell(self.fonts, len(found.fonts.faces), len(problems), "fonts")
        self.documents.show_figure(f"{found.documents:,}", tr("ui.check.documents-ok"))
        self.documents.show_state("done")
        self.model.show_rows(_lines(failed, problems))
        self.table.setVisible(bool(failed or problems))


def _check(progress: Progress) -> Found:
    from app.certificates import font_report
    from app.policy import policy_documents, run_self_cases

    progress.report(0, 3, tr("ui.check.running"))
    cases = run_self_cases()
    progress.report(1, 3)
    documents = len(policy_documents())
    progress.report(2, 3)
    return Found(cases, font_report(), documents)


def _tell(figure: KeyFigure, number: int, wrong: int, key: str) -> None:
    hint = tr(f"ui.check.{key}-failed", n=wrong) if wrong else tr(f"ui.check.{key}-ok")
    figure.show_figure(f"{number:,}", hint)
    figure.show_state("wrong" if wrong else "done")


def _lines(failed: tuple[FailedCase, ...], problems: tuple[str, ...]) -> list[Line]:
    cases = [(each.policy, each.file, each.name, "；".join(each.differences)) for each in failed]
    fonts = [("", "", tr("ui.check.fonts"), problem) for problem in problems]
    return [Line(place, *facts) for place, facts in enumerate([*cases, *fonts])]


def _columns() -> tuple[Column[Line], ...]:
    return (
        Column(tr("ui.check.policy"), lambda line: line.policy, 150),
        Column(tr("ui.check.file"), lambda line: line.file, 150, is_quiet=True),
        Column(tr("ui.check.case"), lambda line: line.case, 260, is_strong=True),
        Column(tr("ui.check.difference"), lambda line: line.difference, 300, stretch=True),
    )
