"""The settings screen (设置). A change is saved when the field is left."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QGridLayout, QLineEdit, QWidget

from app.accounts import Right
from app.changes import Changes
from app.errors import Cancelled
from app.text_limits import longest
from app.words import tr
from ui.context import Context, Session
from ui.messages import ask_reason, show_error
from ui.money_moves import change_money
from ui.screens import Screen
from ui.theme import mark, tokens
from ui.widgets import Card, column, paragraph, row, scrolled, text_label

if TYPE_CHECKING:
    from app.awards import AssessReport, PolicyChoice
    from app.progress import Progress
    from app.settings import RegistrySettings
    from app.unit_of_work import UnitOfWork

WIDTH = 720
FIELDS = ("name", "issuer", "idle-minutes")
LIMITED_BY = "certificate.issuer"  # the column that limits the length of both


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one query."""

    settings: RegistrySettings
    policies: list[PolicyChoice]


class SettingsScreen(Screen):
    """Name, issuer and policy can be changed; kind and place are shown."""

    interest = Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.fields = {key: QLineEdit() for key in FIELDS}
        self.faults = {key: text_label("", "wrong") for key in FIELDS}
        self._saved: dict[str, str] = {}
        self._kind, self.policy = paragraph(), QComboBox()
        self._saved_policy = ""
        self.policy.setAccessibleName(tr("ui.settings.policy"))
        self.policy.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.policy.activated.connect(lambda _place: self._choose_policy())
        context.needs(Right.RULE, self.policy)
        grid = QGridLayout()
        grid.setHorizontalSpacing(tokens.WIDE)
        grid.setVerticalSpacing(tokens.GAP)
        grid.setColumnStretch(1, 1)
        for key, field in self.fields.items():
            field.setAccessibleName(tr(f"ui.settings.{key}"))
            context.needs(Right.SET_UP, field)
            field.editingFinished.connect(lambda key=key: self._save(key))
            field.textChanged.connect(lambda _text, key=key: self._show_fault(key, ""))
            self.faults[key].hide()
            below = QWidget()
            below.setLayout(column(text_label(tr(f"ui.settings.{key}-why"), "hint"), self.faults[key], gap=0))
            _add(grid, tr(f"ui.settings.{key}"), field, below)
        why = text_label(tr("ui.settings.policy-why"), "hint")
        _add(grid, tr("ui.settings.policy"), self.policy, why)
        _add(grid, tr("ui.settings.kind"), self._kind)
        _add(grid, tr("ui.settings.place"), paragraph(context.store.name, "quiet"))
        card = Card(text_label(tr("ui.settings.registry"), "section"), 4, grid, margin=tokens.ROOMY)
        card.setFixedWidth(WIDTH)
        page = QWidget()
        page.setLayout(column(row(card, None), None, margin=tokens.PAGE_MARGINS))
        self.setLayout(column(scrolled(page)))
        self.setFocusProxy(self.fields["name"])

    def refresh(self) -> None:
        """Read the settings."""
        self.context.ask(self, _read, self._show, topic="settings")

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.settings.help")

    def _show(self, read: Read) -> None:
        settings = read.settings
        self._saved = {"name": settings.name, "issuer": settings.issuer}
        self._saved["idle-minutes"] = str(settings.idle_minutes)
        for key, field in self.fields.items():
            field.setText(self._saved[key])
        self._saved_policy = settings.policy
        self.policy.clear()
        for choice in read.policies:
            named = "policy-named" if choice.title else "policy-gone"
            self.policy.addItem(tr(f"ui.settings.{named}", title=choice.title, policy=choice.key), choice.key)
        self._reset_policy()
        self._kind.setText(tr("ui.settings.rehearsal" if settings.is_rehearsal else "ui.settings.real"))

    def _save(self, key: str) -> None:
        value = self.fields[key].text().strip()
        if value == self._saved.get(key, value):
            return
        if not value:
            self.fields[key].setText(self._saved[key])
            self.context.frame.show_toast(tr("ui.settings.empty"))
            return
        if len(value) > (most := longest(LIMITED_BY)):
            self._show_fault(key, tr("ui_forms.too-long", most=most, length=len(value)))
            return
        self._saved[key] = value

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.settings import change_setting

            change_setting(work, key, value)

        text = tr("ui.settings.saved", name=tr(f"ui.settings.{key}"))

        def failed(error: BaseException) -> None:
            self.refresh()
            if not isinstance(error, Cancelled):
                show_error(self, error)

        def done(_nothing: None) -> None:
            self.context.frame.show_toast(text)

        self.context.change(self, tr("ui.settings.saving"), act, done, failed)

    def _show_fault(self, key: str, text: str) -> None:
        self.faults[key].setText(text)
        self.faults[key].setVisible(bool(text))
        mark(self.fields[key], "wrong" if text else "")

    # -- the policy

    def _reset_policy(self) -> None:
        self.policy.setCurrentIndex(self.policy.findData(self._saved_policy))

    def _choose_policy(self) -> None:
        key, title = str(self.policy.currentData()), self.policy.currentText()
        if key == self._saved_policy:
            return
        label, action = tr("ui.settings.policy-reason"), tr("ui.settings.policy-action")
        text = tr("ui.settings.policy-ask", title=title)
        reason = ask_reason(self, text, label=label, action=action)
        if reason is None:
            self._reset_policy()
            return

        def act(work: UnitOfWork, progress: Progress) -> AssessReport | None:
            from app.awards import choose_policy

            return choose_policy(work, key, reason=reason, progress=progress)

        def failed(error: BaseException) -> None:
            self._reset_policy()
            self.context.frame.show_toast(tr("ui.settings.policy-stands"))
            if not isinstance(error, Cancelled):
                show_error(self, error)

        def done(report: AssessReport | None) -> None:
            self._show_outcome(title, report)

        change_money(self.context, self, tr("ui.settings.policy-saving"), act, done, on_failure=failed)

    def _show_outcome(self, title: str, report: AssessReport | None) -> None:
        written = report.written if report else 0
        frozen = len(report.frozen_differing) if report else 0
        key = "policy-frozen" if frozen else "policy-saved"
        text = tr(f"ui.settings.{key}", title=title, n=f"{written:,}", frozen=f"{frozen:,}")
        self.context.frame.show_toast(text)


def _add(grid: QGridLayout, label: str, widget: QWidget, why: QWidget | None = None) -> None:
    line = grid.rowCount()
    name = text_label(label, "quiet")
    if isinstance(widget, QLineEdit | QComboBox):
        name.setContentsMargins(0, 6, 0, 0)  # on the line of what stands in the field
    grid.addWidget(name, line, 0, Qt.AlignmentFlag.AlignTop)
    grid.addWidget(widget, line, 1)
    if why is not None:
        grid.addWidget(why, line + 1, 1)


def _read(session: Session) -> Read:
    from app.awards import policy_choices
    from app.settings import registry_settings

    return Read(registry_settings(session), policy_choices(session))
