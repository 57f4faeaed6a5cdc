"""What the window remembers between two runs: the last registry and who acted last."""

from __future__ import annotations

import getpass

from PySide6.QtCore import QSettings

from app.paths import user_data_folder


def _kept() -> QSettings:
    return QSettings(str(user_data_folder() / "window.ini"), QSettings.Format.IniFormat)


def last_place() -> str:
    """Return the registry that was open last, "" on the first run."""
    return str(_kept().value("place", ""))


def remember_place(place: str) -> None:
    """Keep which registry is open."""
    _kept().setValue("place", place)


def last_actor() -> str:
    """Return who acted last on this machine; on the first run whoever is logged in."""
    return str(_kept().value("actor", "")) or getpass.getuser()


def remember_actor(name: str) -> None:
    """Keep who acts."""
    _kept().setValue("actor", name)
