"""Accounts (账户): logging in, switching, locking, the accounts screen, and the dialog of mere names.

What has windows is loaded when it is first asked for: the rail reads `SCREENS` before anything is painted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from ui.screens import ScreenSpec

if TYPE_CHECKING:
    from ui.accounts.actor_dialog import ActorDialog
    from ui.accounts.first_run import FirstRunPage
    from ui.accounts.idle_lock import IdleLock
    from ui.accounts.login import LoginForm, LoginPage, SwitchDialog

_LATE = {
    "ActorDialog": "actor_dialog",
    "FirstRunPage": "first_run",
    "IdleLock": "idle_lock",
    "LoginForm": "login",
    "LoginPage": "login",
    "SwitchDialog": "login",
}

SCREENS = (
    ScreenSpec(
        key="accounts",
        title="ui_accounts.title",
        icon="person",
        section="system",
        screen="ui.accounts.accounts_screen:AccountsScreen",
    ),
)

__all__ = [
    "SCREENS",
    "ActorDialog",
    "FirstRunPage",
    "IdleLock",
    "LoginForm",
    "LoginPage",
    "SwitchDialog",
]


if not TYPE_CHECKING:  # a type checker finds the names above, and misses what is not there

    def __getattr__(name: str) -> object:
        if name not in _LATE:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return getattr(import_module(f"{__name__}.{_LATE[name]}"), name)
