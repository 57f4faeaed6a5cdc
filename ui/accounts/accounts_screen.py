"""The accounts screen (账户): who may act, with which roles; and the one-person mode."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.accounts import Right, role_words
from app.changes import Changes
from app.clock import moment_text
from app.words import scoped
from ui.accounts.dialogs import NewAccountDialog, RoleChecks, SecretDialog
from ui.context import Context, Session
from ui.messages import ask_reason
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import (
    Banner,
    Card,
    FlowLayout,
    column,
    paragraph,
    primary_button,
    row,
    scrolled,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.accounts import AccountRow
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_accounts")
SIDE = 400  # px, width of what stands beside the list


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one query."""

    accounts: tuple[AccountRow, ...]
    is_one_person: bool


class AccountsScreen(Screen):
    """The list of accounts; beside it the roles of the one chosen, and what can be done with it."""

    interest = Changes.ACCOUNTS | Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._is_one_person = False
        self.model: ListTableModel[AccountRow] = ListTableModel(_columns(), id_of=lambda line: line.id)
        self.table = TableView(self.model)
        self.table.setAccessibleName(_w("title"))
        self.table.setSelectionMode(self.table.SelectionMode.SingleSelection)
        self.table.selectionModel().currentRowChanged.connect(lambda *_rows: self._show_chosen())
        self.table.set_empty_text(_w("none"))
        self.without = Banner("asks", _w("without-accounts-text"))
        self.add = primary_button(_w("add-button"), self._add, icon="plus")
        self.chosen = text_label("", "section")
        self.roles = RoleChecks()
        self.save = second_button(_w("save-roles"), self._save_roles)
        self.password = second_button(_w("reset-password"), self._password)
        self.pin = second_button(_w("own-pin"), self._pin)
        self.disable = second_button(_w("disable"), self._disable)
        self.mode = paragraph("", "quiet")
        self.mode_button = second_button("", self._switch_mode)
        self._build()
        context.bus.actor_changed.connect(self._show_chosen)
        context.needs(Right.MANAGE_ACCOUNTS, self.add, self.save, self.disable)
        context.needs(Right.SET_UP, self.mode_button)

    def _build(self) -> None:
        acts = FlowLayout()
        for button in (self.save, self.password, self.pin, self.disable):
            acts.addWidget(button)
        holder = QWidget()
        holder.setLayout(acts)
        card = Card(self.chosen, self.roles, holder, margin=tokens.ROOMY, gap=tokens.GAP)
        alone = Card(
            text_label(_w("one-person"), "section"),
            self.mode,
            row(self.mode_button, None),
            margin=tokens.ROOMY,
        )
        side = QWidget()
        side.setLayout(column(card, alone, None, gap=tokens.GAP))
        beside = scrolled(side)
        beside.setFixedWidth(SIDE)
        body = row(self.table, beside, gap=tokens.GAP)
        body.setStretch(0, 1)
        page = column(self.without, row(None, self.add), body, margin=tokens.PAGE_MARGINS, gap=tokens.GAP)
        page.setStretch(2, 1)
        self.setLayout(page)
        self.setFocusProxy(self.table)

    def refresh(self) -> None:
        """Read the accounts."""
        self.context.ask(self, _read, self._show, topic="accounts")

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _show(self, read: Read) -> None:
        kept = self.table.current_id()
        self.model.show_rows(read.accounts)
        self.without.setVisible(not read.accounts)
        if read.accounts and (kept is None or not self.table.select_id(kept)):
            self.table.selectRow(0)
        self._is_one_person = read.is_one_person
        self.mode.setText(_w("one-person-on" if read.is_one_person else "one-person-off"))
        self.mode_button.setText(_w("one-person-stop" if read.is_one_person else "one-person-start"))
        self._show_chosen()

    def account(self) -> AccountRow | None:
        """Return the account that is chosen."""
        index = self.table.currentIndex()
        return self.model.row_at(index.row()) if index.isValid() else None

    def _show_chosen(self) -> None:
        account = self.account()
        may_manage = not self.context.lacks(Right.MANAGE_ACCOUNTS)
        is_own = account is not None and account.id == self.context.actor.id
        self.chosen.setText(account.name if account else _w("nobody-chosen"))
        self.roles.show_roles(account.roles if account else ())
        self.roles.setEnabled(account is not None and may_manage)
        self.save.setEnabled(account is not None)
        self.disable.setEnabled(account is not None)
        self.disable.setText(_w("enable" if account and account.is_disabled else "disable"))
        self.password.setEnabled(account is not None and (is_own or may_manage))
        self.password.setToolTip(
            "" if self.password.isEnabled() else self.context.lacks(Right.MANAGE_ACCOUNTS)
        )
        self.pin.setEnabled(is_own)
        self.pin.setToolTip("" if is_own else _w("pin-own-only"))

    # -- acts

    def _change(self, act: Callable[[UnitOfWork], object], said: str) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> None:
            act(unit)

        def done(_none: None) -> None:
            self.context.frame.show_toast(said)

        self.context.change(self, _w("saving"), work, done, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.refresh()
        self.context.show_failure(error)

    def _add(self) -> None:
        NewAccountDialog(self, self.context, is_first=self.model.rowCount() == 0).exec()

    def _save_roles(self) -> None:
        account = self.account()
        if account is None:
            return
        roles = self.roles.roles()

        def act(work: UnitOfWork) -> None:
            from app.accounts import change_roles

            change_roles(work, account.id, roles)

        self._change(act, _w("roles-saved", name=account.name))

    def _password(self) -> None:
        if (account := self.account()) is not None:
            SecretDialog(
                self,
                self.context,
                account=account.id,
                name=account.name,
                has_password=account.has_password,
            ).exec()

    def _pin(self) -> None:
        if (account := self.account()) is not None:
            SecretDialog(
                self,
                self.context,
                account=account.id,
                name=account.name,
                has_password=account.has_password,
                is_pin=True,
            ).exec()

    def _disable(self) -> None:
        account = self.account()
        if account is None:
            return
        kind = "enable" if account.is_disabled else "disable"
        reason = ask_reason(
            self, _w(f"{kind}-text", name=account.name), label=_w("reason"), action=_w(f"{kind}-action")
        )
        if reason is None:
            return

        def act(work: UnitOfWork) -> None:
            from app.accounts import disable_account, enable_account

            (disable_account if kind == "disable" else enable_account)(work, account.id, reason=reason)

        self._change(act, _w(f"{kind}-done", name=account.name))

    def _switch_mode(self) -> None:
        is_on = not self._is_one_person
        kind = "start" if is_on else "stop"
        action = _w(f"one-person-{kind}-action")
        reason = ask_reason(self, _w(f"one-person-{kind}-text"), label=_w("reason"), action=action)
        if reason is None:
            return

        def act(work: UnitOfWork) -> None:
            from app.settings import set_one_person_mode

            set_one_person_mode(work, is_on, reason=reason)

        self._change(act, _w(f"one-person-{kind}-done"))


def _read(session: Session) -> Read:
    from app.accounts import account_rows, is_one_person

    return Read(account_rows(session), is_one_person(session))


def _columns() -> tuple[Column[AccountRow], ...]:
    return (
        Column(_w("name"), lambda line: line.name, 130, is_strong=True),
        Column(_w("roles"), lambda line: role_words(line.roles), 240, stretch=True),
        Column(_w("state"), _state, 150),
        Column(_w("last-seen"), _seen, 150, is_quiet=True),
    )


def _state(line: AccountRow) -> str:
    if line.is_disabled:
        return _w("disabled")
    return _w("enabled" if line.has_password else "without-password")


def _seen(line: AccountRow) -> str:
    return moment_text(line.last_seen_at) if line.last_seen_at else "—"
