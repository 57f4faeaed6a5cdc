"""The dialogs of the accounts screen: a new account, and a new password or PIN."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QCheckBox, QDialog, QLineEdit, QWidget

from app.accounts import RIGHTS, AccountRole
from app.errors import AppError
from app.text_limits import longest
from app.words import error_text, scoped, tr
from ui.messages import show_error
from ui.operation import Operation
from ui.theme import tokens
from ui.widgets import Field, column, fit_height, paragraph, primary_button, row, second_button, text_label

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork
    from ui.context import Context

    Act = Callable[[UnitOfWork], object]

_w = scoped("ui_accounts")


class RoleChecks(QWidget):
    """A check box for each role, and below it what the role may do."""

    def __init__(self, chosen: Collection[AccountRole] = ()) -> None:
        super().__init__()
        self.boxes = {role: QCheckBox(tr(f"core.account-role.{role.value}")) for role in AccountRole}
        parts: list[QWidget] = []
        for role, box in self.boxes.items():
            rights = "、".join(tr(f"core.right.{right.value}") for right in sorted(RIGHTS[role]))
            may = paragraph(_w("may", rights=rights) if rights else _w("may-read"), "hint")
            may.setContentsMargins(26, 0, 0, 0)
            box.setAccessibleDescription(may.text())
            parts += [box, may]
        self.setLayout(column(*parts, gap=2))
        self.show_roles(chosen)

    def show_roles(self, roles: Collection[AccountRole]) -> None:
        """Check the boxes of `roles` and no others."""
        for role, box in self.boxes.items():
            box.setChecked(role in roles)

    def roles(self) -> frozenset[AccountRole]:
        """Return the roles whose boxes are checked."""
        return frozenset(role for role, box in self.boxes.items() if box.isChecked())


class _Asking(QDialog):
    """A dialog that writes when it is accepted, and stays open with the reason where that was refused."""

    def __init__(self, parent: QWidget, context: Context, title: str, action: str) -> None:
        super().__init__(parent)
        self._context = context
        self.setWindowTitle(title)
        self.setMinimumWidth(460)
        self._title = text_label(title, "section")
        self.fault = paragraph("", "wrong")
        self.fault.hide()
        self.save = primary_button(action, self.accept)
        self.save.setDefault(True)

    def _lay_out(self, *parts: QWidget) -> None:
        buttons = row(None, second_button(tr("ui.frame.cancel"), self.reject), self.save)
        self.setLayout(column(self._title, *parts, self.fault, buttons, margin=tokens.ROOMY, gap=tokens.GAP))

    def _write(self, act: Act) -> None:
        def work(unit: UnitOfWork, _progress: Progress) -> None:
            act(unit)

        self._context.change(self, _w("saving"), work, lambda _none: QDialog.accept(self), self._failed)

    def _failed(self, error: BaseException) -> None:
        if isinstance(error, AppError):
            self.show_fault(error_text(error))
        else:
            show_error(self, error)

    def show_fault(self, text: str) -> None:
        """Show why nothing was written."""
        self.fault.setText(text)
        self.fault.setVisible(bool(text))
        QTimer.singleShot(0, self, lambda: fit_height(self))


class SecretFields(QWidget):
    """A secret and the same once more."""

    def __init__(self, label: str, hint: str) -> None:
        super().__init__()
        self.secret = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.again = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        again = Field(_w("again", what=label), self.again)
        self.setLayout(column(Field(label, self.secret, hint), again, gap=tokens.GAP))
        self.setFocusProxy(self.secret)

    def are_equal(self) -> bool:
        """Return whether both were typed alike."""
        return self.secret.text() == self.again.text()


class NewAccountDialog(_Asking):
    """Asks for name, password and roles, and adds the account."""

    def __init__(self, parent: QWidget, context: Context, *, is_first: bool) -> None:
        super().__init__(parent, context, _w("add"), _w("add-action"))
        self.name = QLineEdit()
        self.secret = SecretFields(
            _w("password"), _w("password-optional" if context.is_rehearsal else "password-hint")
        )
        self.roles = RoleChecks([AccountRole.ADMINISTRATOR] if is_first else [AccountRole.CLERK])
        note = paragraph(_w("first-note") if is_first else _w("name-stays"), "hint")
        self._lay_out(
            Field(_w("name"), self.name, longest=longest("account.name")), note, self.secret, self.roles
        )
        self.name.setFocus()

    def accept(self) -> None:
        """Add the account, and close where that was done."""
        if not self.secret.are_equal():
            self.show_fault(_w("password-differs"))
            return
        name, password, roles = self.name.text(), self.secret.secret.text(), self.roles.roles()

        def act(work: UnitOfWork) -> None:
            from app.accounts import add_account

            add_account(work, name, roles, password=password)

        self._write(act)


class SecretDialog(_Asking):
    """Asks for a new password of `account`, or for one's own PIN, and sets it.

    One's own is set only by who knows the present password: an unlocked window is not enough.
    """

    def __init__(
        self,
        parent: QWidget,
        context: Context,
        *,
        account: int,
        name: str,
        has_password: bool,
        is_pin: bool = False,
    ) -> None:
        kind = "pin" if is_pin else "password"
        super().__init__(parent, context, _w(f"set-{kind}", name=name), _w("set-action"))
        self._account, self._is_pin, self._name = account, is_pin, name
        self.present = QLineEdit(echoMode=QLineEdit.EchoMode.Password)
        self.secret = SecretFields(_w(kind), _w(f"{kind}-hint"))
        asks = account == context.actor.id and has_password
        self._lay_out(*([Field(_w("present"), self.present)] if asks else []), self.secret)
        self._asks_present = asks
        (self.present if asks else self.secret).setFocus()

    def accept(self) -> None:
        """Set it, and close where that was done."""
        if not self.secret.are_equal():
            self.show_fault(_w("password-differs"))
            return
        account, secret, is_pin = self._account, self.secret.secret.text(), self._is_pin

        def act(work: UnitOfWork) -> None:
            from app.accounts import set_password, set_pin

            (set_pin if is_pin else set_password)(work, account, secret)

        if not self._asks_present:
            self._write(act)
            return
        store, name, present = self._context.store, self._name, self.present.text()

        def prove(_progress: Progress) -> None:
            from app.accounts import authenticate

            authenticate(store, name, present)

        Operation(self, _w("saving"), prove).start(lambda _none: self._write(act), self._failed)
