"""Facts about the registry itself: its name, who issues, which policy holds, whether it is a rehearsal."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.changes import Changes
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Setting

DEFAULT_POLICY = "xinxiang-2023"


@dataclass(frozen=True, slots=True)
class RegistrySettings:
    """What a registry says of itself; `is_rehearsal` (演练) puts a line on every paper."""

    name: str
    issuer: str
    policy: str
    is_rehearsal: bool


def registry_settings(session: Session) -> RegistrySettings:
    """Return what the registry says of itself, with defaults where it says nothing."""
    kept = dict(session.execute(select(Setting.key, Setting.value)).all())
    return RegistrySettings(
        name=kept.get("name") or tr("cli.registry-name"),
        issuer=kept.get("issuer") or tr("cli.issuer"),
        policy=kept.get("policy") or DEFAULT_POLICY,
        is_rehearsal=kept.get("rehearsal") == "1",
    )


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
