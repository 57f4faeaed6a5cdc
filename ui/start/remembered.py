"""What the window remembers between two runs: the last registry and who acted last."""

from __future__ import annotations

import getpass
from contextlib import suppress

from PySide6.QtCore import QSettings

from app.accounts import Actor
from app.errors import InputError
from app.paths import user_data_folder
from app.words import tr


def _kept() -> QSettings:
    return QSettings(str(user_data_folder() / "window.ini"), QSettings.Format.IniFormat)


def last_place() -> str:
    """Return the registry that was open last, "" on the first run."""
    return str(_kept().value("place", ""))


def remember_place(place: str) -> None:
    """Keep which registry is open."""
    _kept().setValue("place", place)


def last_actor() -> Actor:
    """Return who acted last on this machine; on the first run whoever is logged in."""
    for name in (str(_kept().value("actor", "")), _login_name()):
        with suppress(InputError):
            return Actor.named(name)
    return Actor.named(tr("ui.actor.unnamed"))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account that the system has no name for
        return ""


def remember_actor(actor: Actor) -> None:
    """Keep who acts."""
    _kept().setValue("actor", actor.name)
