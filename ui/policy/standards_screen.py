"""Standards: amounts that a document leaves to others, entered with the document they rest on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.changes import Changes
from app.formats import chinese_date, money
from app.words import tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, SectionHeader, column, paragraph, second_button, separator
from ui.widgets.clearing import clear
from ui.widgets.task_line import TaskLine

if TYPE_CHECKING:
    from app.awards import StandardsReport
    from app.policy import Policy, Rule, StandardFacts
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class StandardLine:
    """A standard with the name of its rule; `id` is its place in the register."""

    id: int
    rule: str
    facts: StandardFacts


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one go."""

    policy: Policy
    standards: list[StandardLine]


class StandardsScreen(Screen):
    """Rules that wait for an amount above, what was entered below."""

    interest = Changes.STANDARDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._policy: Policy | None = None
        self._rules = Card(margin=0, gap=0)
        self.model: ListTableModel[StandardLine] = ListTableModel(
            _columns(), self, id_of=lambda line: line.id
        )
        self.table = TableView(self.model, name="standards")
        self.table.setAccessibleName(tr("ui.standards.register"))
        self.table.set_empty_text(tr("ui.standards.none-yet"))
        load = second_button(tr("ui.standards.import"), self._choose_file, icon="import")
        head = SectionHeader(tr("ui.standards.heading"))
        register = SectionHeader(tr("ui.standards.register"), load)
        text = paragraph(tr("ui.standards.text"), "quiet")
        layout = column(head, text, self._rules, tokens.TIGHT, register, self.table)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(5, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read rules and register."""
        self.context.ask(self, _read, self._show, topic="standards")

    def help_text(self) -> str:
        """Return what F1 tells."""
        return tr("ui.standards.help")

    def _show(self, read: Read) -> None:
        self._policy = read.policy
        clear(self._rules.body)
        for place, rule in enumerate(read.policy.rules_awaiting_standards()):
            if place:
                self._rules.body.addWidget(separator())
            self._rules.body.addWidget(self._line(rule, read))
        self.model.show_rows(read.standards)

    def _line(self, rule: Rule, read: Read) -> TaskLine:
        entered = sum(1 for line in read.standards if line.facts.rule == rule.id)
        said = tr("ui.standards.entered", n=entered) if entered else tr("ui.standards.none-yet")
        why = f"{said}　{rule.clause.document.number} {rule.clause.number}"
        step = tr("ui.standards.enter")
        return TaskLine("standards", rule.title, why, step=step, on_step=lambda: self._enter(rule))

    def _enter(self, rule: Rule) -> None:
        from ui.policy.standard_dialog import StandardDialog

        StandardDialog(self, rule, on_accept=self._record).open()

    def _record(self, standard: StandardFacts) -> None:
        def act(work: UnitOfWork, progress: Progress) -> StandardsReport:
            from app.awards import record_standards

            return record_standards(work, [standard], progress)

        self.context.change(self, tr("ui.standards.recording"), act, self._recorded)

    def _choose_file(self) -> None:
        title, kinds = tr("ui.standards.import-file"), tr("ui.standards.import-kind")
        place = choose_file(self, title, kinds=kinds)
        if place is None:
            return

        def act(work: UnitOfWork, progress: Progress) -> StandardsReport:
            from app.awards import import_standards

            return import_standards(work, place, progress)

        self.context.change(self, tr("ui.standards.recording"), act, self._recorded)

    def _recorded(self, report: StandardsReport) -> None:
        self.context.frame.show_toast(tr("ui.standards.recorded", new=report.new, same=report.same))


def _read(session: Session) -> Read:
    from app.awards import active_rule_set, list_standards

    policy = active_rule_set(session).policy
    names = {rule.id: rule.title for rule in policy.rules}
    standards = enumerate(list_standards(session))
    return Read(
        policy, [StandardLine(place, names.get(each.rule, each.rule), each) for place, each in standards]
    )


def _amounts(line: StandardLine) -> str:
    pairs = line.facts.amounts_fen
    return "，".join(
        tr("ui.standards.amount-item", name=name, amount=money(fen)).strip() for name, fen in pairs
    )


def _valid(line: StandardLine) -> str:
    said = [tr("ui.standards.from", day=chinese_date(line.facts.valid_from))]
    if line.facts.valid_to is not None:
        said.append(tr("ui.standards.to", day=chinese_date(line.facts.valid_to)))
    return " ".join(said)


def _columns() -> tuple[Column[StandardLine], ...]:
    return (
        Column(tr("ui.standards.rule"), lambda line: line.rule, 240),
        Column(
            tr("ui.standards.recipient"),
            lambda line: tr(f"ui.standards.recipient-name.{line.facts.recipient}"),
            120,
        ),
        Column(tr("ui.standards.amounts"), _amounts, 260, stretch=True, is_strong=True),
        Column(tr("ui.standards.basis"), lambda line: line.facts.basis, 180),
        Column(tr("ui.standards.valid"), _valid, 150, is_quiet=True),
    )
