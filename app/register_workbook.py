"""Write registers and lists of a registry as a workbook: one sheet per list, whole or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.clock import office_day
from app.formats import chinese_date
from app.printing import ListSheet, write_list_workbook
from app.settings import registry_settings
from app.words import tr


@dataclass(frozen=True, slots=True)
class RegisterReport:
    """What an export wrote: how many lines on each sheet, by the sheet's name."""

    path: Path
    sheets: tuple[tuple[str, int], ...]


def day_text(day: date | None) -> str:
    """Return a day as lists show it, "" for none."""
    return day.isoformat() if day else ""


def write_registers(
    session: Session, out: Path | str, lists: Sequence[ListSheet[Any]], *, now: datetime
) -> RegisterReport:
    """Write `lists` to `out`, a sheet each, under the title of the first; whole or not at all.

    Each gets the registry's issuer and name, the day, and the marks of a rehearsal and of one-person mode.
    Raises DocumentError where the file cannot be written.
    """
    settings = registry_settings(session)
    rehearsal = tr("registers.rehearsal") if settings.is_rehearsal else ""
    state = "　　".join(filter(None, (rehearsal, settings.one_person_mark)))
    day = chinese_date(office_day(now))
    line = tr("registers.export-line", issuer=settings.issuer, name=settings.name, day=day)
    sheets = [replace(sheet, state=state, line=line) for sheet in lists]
    write_list_workbook(out, sheets, title=sheets[0].title, author=settings.issuer, made_at=now)
    return RegisterReport(Path(out), tuple((sheet.name or sheet.title, sheet.row_count) for sheet in sheets))
