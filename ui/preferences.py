"""Preferences of this user on this machine, kept between two runs: the last registry, actor and folders."""

from __future__ import annotations

import getpass
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QSettings

from app.accounts import Actor
from app.errors import InputError
from app.paths import user_data_folder
from app.words import tr


def _settings() -> QSettings:
    return QSettings(str(user_data_folder() / "window.ini"), QSettings.Format.IniFormat)


def last_place() -> str:
    """Return the registry that was open last, "" on the first run."""
    return str(_settings().value("place", ""))


def keep_place(place: str) -> None:
    """Keep which registry is open."""
    _settings().setValue("place", place)


def last_actor() -> Actor:
    """Return who acted last on this machine; on the first run whoever is logged in."""
    for name in (str(_settings().value("actor", "")), _login_name()):
        with suppress(InputError):
            return Actor.named(name)
    return Actor.named(tr("ui.actor.unnamed"))


def _login_name() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # an account that the system has no name for
        return ""


def keep_actor(actor: Actor) -> None:
    """Keep who acts."""
    _settings().setValue("actor", actor.name)


def last_folder(use: str) -> Path:
    """Return the folder chosen last for `use`, "save" or "open"; the home folder where it is gone."""
    folder = Path(str(_settings().value(f"folder/{use}", "")) or Path.home())
    return folder if folder.is_dir() else Path.home()


def keep_folder(use: str, folder: Path) -> None:
    """Keep the folder that was chosen for `use`."""
    _settings().setValue(f"folder/{use}", str(folder))
