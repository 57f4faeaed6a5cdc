"""Forms of the calculators: for each kind of rule the facts that it is calculated from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSpinBox, QWidget

from app.amounts import fen_entered
from app.clock import office_day, utc_now
from app.errors import InputError
from app.words import error_text, tr
from ui.context import Session
from ui.theme import tokens
from ui.widgets import (
    Field,
    choice,
    column,
    date_field,
    date_of,
    line,
    paragraph,
    quiet_button,
    row,
    text_label,
)

if TYPE_CHECKING:
    from app.policy import (
        Calculation,
        CappedShareRule,
        FrequencyRule,
        MonthlyRule,
        Policy,
        SubsidisedTraining,
        TrainingLimitRule,
    )

Calculate = Callable[[Session], "Calculation"]
MOST_MONTHS = 120
DAY_WIDTH = 136
GRADES = ("初级工", "中级工", "高级工", "技师", "高级技师")


class CaseFields(QWidget):
    """The day of the case, and the preconditions of the clause that are known to be met."""

    def __init__(self, rule: CappedShareRule | MonthlyRule) -> None:
        super().__init__()
        self.day = date_field(_day_within(rule), name=tr("calculators.case-day"))
        self.day.setMinimumWidth(DAY_WIDTH)
        self.conditions = [QCheckBox(each) for alternatives in rule.preconditions for each in alternatives]
        parts: list[QWidget] = [Field(tr("calculators.case-day"), self.day)]
        if self.conditions:
            parts += [text_label(tr("calculators.ui.preconditions"), "strong"), *self.conditions]
        self.setLayout(column(*parts, gap=tokens.TIGHT))
        for box in self.conditions:
            box.setToolTip(box.text())

    def met(self) -> list[str]:
        """Return the preconditions that were ticked."""
        return [box.text() for box in self.conditions if box.isChecked()]


def _day_within(rule: CappedShareRule | MonthlyRule) -> date:
    """Return today, or the rule's last day where it has ended."""
    today = office_day(utc_now())
    return rule.until if rule.until is not None and rule.until < today else today


class ShareForm(QWidget):
    """The recipient's kind and the value, for a capped share."""

    def __init__(self, policy: Policy, rule: CappedShareRule) -> None:
        super().__init__()
        self._policy, self._rule = policy, rule
        self.kind = choice([(kind, kind) for kind, _cap in rule.caps_fen], None)
        self.value = line("", hint=tr("calculators.ui.value-hint"))
        self._value = Field(tr("calculators.ui.value"), self.value)
        self.case = CaseFields(rule)
        self.setLayout(
            column(Field(tr("calculators.kind"), self.kind), self._value, self.case, gap=tokens.GAP)
        )
        self.setFocusProxy(self.value)

    def calculation(self) -> Calculate | None:
        """Return the calculation to run; None, with a message at the field, where a fact is missing."""
        from app.policy import calculate_share

        try:
            fen = fen_entered(self.value.text())
        except InputError as error:
            self._value.show_fault(error_text(error))
            self.value.setFocus()
            return None
        self._value.show_fault("")
        policy, rule, kind = self._policy, self._rule, str(self.kind.currentData())
        on, met = date_of(self.case.day), self.case.met()
        return lambda _session: calculate_share(policy, rule, kind=kind, value_fen=fen, on=on, met=met)


class MonthsForm(QWidget):
    """The months, and which other subsidies the person has had, for a monthly subsidy."""

    def __init__(self, policy: Policy, rule: MonthlyRule) -> None:
        super().__init__()
        self._policy, self._rule = policy, rule
        self.months = QSpinBox(minimum=0, maximum=MOST_MONTHS, value=rule.at_most_months)
        self.months.lineEdit().setAccessibleName(tr("calculators.ui.months"))
        self.months.setSuffix(tr("calculators.ui.n-months"))
        self.others = [QCheckBox(other) for other in rule.excluded]
        parts: list[QWidget] = [Field(tr("calculators.ui.months"), self.months)]
        if self.others:
            parts += [text_label(tr("calculators.ui.others"), "strong"), *self.others]
        self.case = CaseFields(rule)
        parts.append(self.case)
        self.setLayout(column(*parts, gap=tokens.TIGHT))
        self.setFocusProxy(self.months)

    def calculation(self) -> Calculate:
        """Return the calculation to run."""
        from app.policy import calculate_months

        policy, rule, months = self._policy, self._rule, self.months.value()
        others = [box.text() for box in self.others if box.isChecked()]
        on, met = date_of(self.case.day), self.case.met()
        return lambda _session: calculate_months(policy, rule, months=months, others=others, on=on, met=met)


class TrainingsForm(QWidget):
    """The trainings of one person, a line for each, for the limit of subsidised trainings."""

    def __init__(self, policy: Policy, rule: TrainingLimitRule) -> None:
        super().__init__()
        self._policy, self._rule = policy, rule
        self.lines: list[TrainingLine] = []
        self._lines = column(gap=tokens.TIGHT)
        self._fault = text_label("", "wrong")
        self._fault.hide()
        self._remove = quiet_button(tr("calculators.ui.remove"), self.remove_line, icon="undo")
        buttons = row(quiet_button(tr("calculators.ui.add"), self.add_line, icon="plus"), self._remove, None)
        title = text_label(tr("calculators.ui.trainings"), "strong")
        self.setLayout(column(title, self._lines, self._fault, buttons))
        self.add_line()

    def add_line(self) -> None:
        """Add a line and move the keyboard there."""
        self.lines.append(training := TrainingLine(len(self.lines) + 1))
        self._lines.addWidget(training)
        self._remove.setEnabled(len(self.lines) > 1)
        training.occupation.setFocus()

    def remove_line(self) -> None:
        """Remove the last line."""
        training = self.lines.pop()
        self._lines.removeWidget(training)
        training.hide()
        training.deleteLater()
        self._remove.setEnabled(len(self.lines) > 1)

    def calculation(self) -> Calculate | None:
        """Return the calculation to run; None, with a message at the field, where a fact is missing."""
        from app.policy import check_trainings

        lacking = next((each for each in self.lines if not each.is_complete()), None)
        self._fault.setText(tr("calculators.ui.training-wrong"))
        self._fault.setVisible(lacking is not None)
        if lacking is not None:
            lacking.focus_missing()
            return None
        policy, rule, trainings = self._policy, self._rule, [each.training() for each in self.lines]
        return lambda _session: check_trainings(policy, rule, trainings)


class TrainingLine(QWidget):
    """The fields of one training: day, occupation, grade."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.day = date_field(office_day(utc_now()), name=tr("calculators.ui.day"))
        self.day.setMinimumWidth(DAY_WIDTH)
        self.occupation, self.grade = line("", hint=tr("calculators.ui.occupation-hint")), QComboBox()
        self.grade.setEditable(True)
        self.grade.addItems(GRADES)
        self.grade.setCurrentText("")
        edit = self.grade.lineEdit()
        if edit is not None:
            edit.setPlaceholderText(tr("calculators.ui.grade-hint"))
            edit.setAccessibleName(tr("calculators.ui.grade"))
        for field, name in ((self.day, "day"), (self.occupation, "occupation"), (self.grade, "grade")):
            field.setAccessibleName(f"{tr('calculators.training', n=number)} {tr(f'calculators.ui.{name}')}")
        layout = row(text_label(f"{number}", "quiet"), self.day, self.occupation, self.grade)
        layout.setStretch(2, 1)
        self.setLayout(layout)

    def is_complete(self) -> bool:
        """Return whether occupation and grade are filled in."""
        return bool(self.occupation.text().strip() and self.grade.currentText().strip())

    def focus_missing(self) -> None:
        """Move the keyboard to the field that is empty."""
        empty: QLineEdit | QComboBox = self.grade if self.occupation.text().strip() else self.occupation
        empty.setFocus()

    def training(self) -> SubsidisedTraining:
        """Return the training as entered."""
        from app.policy import SubsidisedTraining

        texts = self.occupation.text().strip(), self.grade.currentText().strip()
        return SubsidisedTraining(1, *texts, date_of(self.day))


class FrequencyForm(QWidget):
    """The day as of which the frequency of the registry's contests is checked."""

    def __init__(self, policy: Policy, rule: FrequencyRule) -> None:
        super().__init__()
        self._policy, self._rule = policy, rule
        self.day = date_field(office_day(utc_now()), name=tr("calculators.ui.as-of"))
        self.day.setMinimumWidth(DAY_WIDTH)
        text = paragraph(tr("calculators.ui.frequency-text"), "hint")
        self.setLayout(column(Field(tr("calculators.ui.as-of"), self.day), text, gap=tokens.TIGHT))
        self.setFocusProxy(self.day)

    def calculation(self) -> Calculate:
        """Return the calculation to run over the contests of the registry."""
        policy, rule, today = self._policy, self._rule, date_of(self.day)
        return lambda session: _check_frequency(session, policy, rule, today)


CalculatorForm = ShareForm | MonthsForm | TrainingsForm | FrequencyForm


def form_for(policy: Policy, rule: object) -> CalculatorForm:
    """Return the form that asks for the facts of `rule`."""
    from app.policy import CappedShareRule, FrequencyRule, MonthlyRule, TrainingLimitRule

    if isinstance(rule, CappedShareRule):
        return ShareForm(policy, rule)
    if isinstance(rule, MonthlyRule):
        return MonthsForm(policy, rule)
    if isinstance(rule, TrainingLimitRule):
        return TrainingsForm(policy, rule)
    assert isinstance(rule, FrequencyRule)  # noqa: S101 - the only kind left
    return FrequencyForm(policy, rule)


def _check_frequency(session: Session, policy: Policy, rule: FrequencyRule, today: date) -> Calculation:
    from app.policy import check_frequency
    from app.reports import contests_held

    found = contests_held(session, city=policy.city, counties=rule.counties, today=today)
    return check_frequency(policy, rule, found.held, unknown=found.unknown, today=today)
