"""Standards (标准): rules that wait for an amount, and the register of those entered, with its history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.formats import chinese_date, money
from app.words import tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file
from ui.messages import ask_reason
from ui.money_moves import change_money
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, SectionHeader, TaskLine, clear, column, paragraph, second_button, separator

if TYPE_CHECKING:
    from app.awards import AssessReport, StandardRow, StandardsReport
    from app.policy import Policy, Rule, StandardFacts
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class StandardLine:
    """A standard on record with the name of its rule."""

    rule: str
    standard: StandardRow

    @property
    def facts(self) -> StandardFacts:
        """Return what was recorded."""
        return self.standard.facts


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one query."""

    policy: Policy
    standards: list[StandardLine]


class StandardsScreen(Screen):
    """Rules that wait for an amount above, below every standard on record, those out of force too."""

    interest = Changes.STANDARDS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._policy: Policy | None = None
        self._rules = Card(margin=0, gap=0)
        self.model: ListTableModel[StandardLine] = ListTableModel(
            _columns(), self, id_of=lambda line: line.standard.id
        )
        self.table = TableView(self.model, name="standards")
        self.table.setAccessibleName(tr("ui.standards.register"))
        self.table.set_empty_text(tr("ui.standards.none-yet"))
        self.table.selection_changed.connect(self._on_selection)
        self.withdraw = second_button(tr("ui.standards.withdraw"), self._ask_withdrawal, icon="undo")
        self.withdraw.setEnabled(False)
        load = second_button(tr("ui.standards.import"), self._choose_file, icon="import")
        context.needs(Right.RULE, load, self.withdraw)
        head = SectionHeader(tr("ui.standards.heading"))
        register = SectionHeader(tr("ui.standards.register"), load, self.withdraw)
        text = paragraph(tr("ui.standards.text"), "quiet")
        layout = column(head, text, self._rules, tokens.TIGHT, register, self.table)
        layout.setContentsMargins(*tokens.PAGE_MARGINS)
        layout.setStretch(5, 1)
        self.setLayout(layout)

    def refresh(self) -> None:
        """Read rules and register."""
        self.context.ask(self, _read, self._show, topic="standards")

    def help_text(self) -> str:
        """Return the help text."""
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
        entered = sum(
            1 for line in read.standards if line.facts.rule == rule.id and line.standard.is_in_force
        )
        state = tr("ui.standards.entered", n=entered) if entered else tr("ui.standards.none-yet")
        why = f"{state}　{rule.clause.document.number} {rule.clause.number}"
        step = tr("ui.standards.enter")
        return TaskLine("standards", rule.title, why, step=step, on_step=lambda: self._enter(rule))

    def _enter(self, rule: Rule) -> None:
        from ui.policy.standard_dialog import StandardDialog

        StandardDialog(
            self, rule, today=office_day(self.context.store.clock()), on_accept=self._record
        ).open()

    def _record(self, standard: StandardFacts) -> None:
        def act(work: UnitOfWork, progress: Progress) -> StandardsReport:
            from app.awards import record_standards

            return record_standards(work, [standard], progress)

        change_money(self.context, self, tr("ui.standards.recording"), act, self._recorded)

    def _choose_file(self) -> None:
        title, kinds = tr("ui.standards.import-file"), tr("ui.standards.import-kind")
        place = choose_file(self, title, kinds=kinds)
        if place is None:
            return

        def act(work: UnitOfWork, progress: Progress) -> StandardsReport:
            from app.awards import import_standards

            return import_standards(work, place, progress)

        change_money(self.context, self, tr("ui.standards.recording"), act, self._recorded)

    def _recorded(self, report: StandardsReport) -> None:
        self.context.frame.show_toast(tr("ui.standards.recorded", new=report.new, same=report.same))

    # -- withdrawing

    def _selected(self) -> StandardLine | None:
        ids = self.table.selected_ids()
        return next((each for each in self.model.rows if [each.standard.id] == ids), None)

    def _on_selection(self) -> None:
        line = self._selected()
        self.withdraw.setEnabled(line is not None and line.standard.is_in_force)

    def _ask_withdrawal(self) -> None:
        if (line := self._selected()) is None:
            return
        standard, actor = line.standard.id, self.context.actor
        text = tr("ui.standards.withdraw-text", rule=line.rule, basis=line.facts.basis)
        label, action = tr("ui.standards.withdraw-reason"), tr("ui.standards.withdraw").rstrip("…")
        if (reason := ask_reason(self, text, label=label, action=action)) is None:
            return

        def act(work: UnitOfWork, progress: Progress) -> AssessReport:
            from app.awards import withdraw_standard

            return withdraw_standard(work, standard, reason=reason, progress=progress)

        def done(report: AssessReport) -> None:
            self.context.frame.show_toast(tr("ui.standards.withdrawn-told", n=f"{report.written:,}"))

        change_money(self.context, self, tr("ui.standards.withdrawing"), act, done, actor=actor)


def _read(session: Session) -> Read:
    from app.awards import active_rule_set, standard_history

    policy = active_rule_set(session).policy
    names = {rule.id: rule.title for rule in policy.rules}
    standards = standard_history(session)
    return Read(
        policy, [StandardLine(names.get(each.facts.rule, each.facts.rule), each) for each in standards]
    )


def _amounts(line: StandardLine) -> str:
    pairs = line.facts.amounts_fen
    return "，".join(
        tr("ui.standards.amount-item", name=name, amount=money(fen)).strip() for name, fen in pairs
    )


def _valid(line: StandardLine) -> str:
    parts = [tr("ui.standards.from", day=chinese_date(line.facts.valid_from))]
    if line.facts.valid_to is not None:
        parts.append(tr("ui.standards.to", day=chinese_date(line.facts.valid_to)))
    return " ".join(parts)


def _state(line: StandardLine) -> str:
    if line.standard.is_in_force:
        return tr("ui.rulings.unusable" if line.standard.basis_problem else "ui.rulings.in-force")
    return tr("ui.rulings.withdrawn" if line.standard.reason else "ui.standards.replaced")


def _state_look(line: StandardLine) -> str:
    if not line.standard.is_in_force:
        return "withdrawn"
    return "blocked" if line.standard.basis_problem else "confirmed"


def _history(line: StandardLine) -> str:
    """Return who recorded the standard and, where it is out of force, who withdrew it when and why."""
    one = line.standard
    parts = [
        tr("ui.standards.recorded-by", who=one.recorded_by, day=chinese_date(office_day(one.recorded_at)))
    ]
    if one.is_in_force and one.basis_problem:
        parts.append(one.basis_problem)
    if one.withdrawn_at is not None:
        day = chinese_date(office_day(one.withdrawn_at))
        key = "withdrawn-by" if one.reason else "replaced-by"
        parts.append(tr(f"ui.standards.{key}", who=one.withdrawn_by, day=day, reason=one.reason))
    return "\n".join(parts)


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
        Column(
            tr("ui.rulings.state"),
            _state,
            92,
            state=_state_look,
            hint=_history,
        ),
    )
