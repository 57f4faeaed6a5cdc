"""Facts about the registry itself: its name, who issues, which policy holds, whether it is a rehearsal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, one_person_mark
from app.changes import Changes
from app.errors import InputError
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Setting
from models.setting import ONE_PERSON, REHEARSAL

DEFAULT_POLICY = "xinxiang-2023"
_IDLE, _IDLE_DEFAULT, _IDLE_MOST = "idle-minutes", 15, 480  # minutes
_KEPT = select(Setting.key, Setting.value)


@dataclass(frozen=True, slots=True)
class RegistrySettings:
    """What a registry says of itself.

    `is_rehearsal` (演练) puts a line on every paper, and so does `one_person_mark` where it is not empty.
    `idle_minutes` is how long the window stays open untouched before it locks; 0 never locks it.
    """

    name: str
    issuer: str
    policy: str
    is_rehearsal: bool
    one_person_mark: str = ""
    idle_minutes: int = _IDLE_DEFAULT


def registry_settings(session: Session) -> RegistrySettings:
    """Return what the registry says of itself, with defaults where it says nothing."""
    kept = dict(session.execute(_KEPT).all())
    return RegistrySettings(
        name=kept.get("name") or tr("cli.registry-name"),
        issuer=kept.get("issuer") or tr("cli.issuer"),
        policy=kept.get("policy") or DEFAULT_POLICY,
        is_rehearsal=kept.get(REHEARSAL) == "1",
        one_person_mark=one_person_mark(session),
        idle_minutes=_minutes(kept.get(_IDLE, "")),
    )


def _minutes(kept: str) -> int:
    return int(kept) if kept.isdecimal() else _IDLE_DEFAULT


def change_setting(work: UnitOfWork, key: str, value: str) -> None:
    """Change the registry's name, its issuer, or after how many idle minutes the window locks."""
    work.require(Right.SET_UP)
    if key == _IDLE and not (value.isdecimal() and int(value) <= _IDLE_MOST):
        raise InputError("idle-minutes", most=_IDLE_MOST)
    write_setting(work, key, value)


def set_one_person_mode(work: UnitOfWork, is_on: bool, *, reason: str) -> None:
    """Let one person do what needs two, or stop that. Raises InputError without a reason."""
    work.require(Right.SET_UP)
    if not reason.strip():
        raise InputError("one-person-reason")
    write_setting(work, ONE_PERSON, "1" if is_on else "0", reason=reason.strip())


def write_setting(work: UnitOfWork, key: str, value: str, *, reason: str = "") -> None:
    """Keep `value` under `key`, with a line in the audit chain where it changes."""
    setting = work.session.get(Setting, key)
    if setting is None:
        work.session.add(Setting(key=key, value=value))
    elif setting.value == value:
        return
    else:
        setting.value = value
    work.audit("set", "setting", key, detail={"value": value}, reason=reason)
    work.touched(Changes.SETTINGS)
