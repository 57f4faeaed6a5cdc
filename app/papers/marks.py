"""What stands on every paper of this registry besides its own text."""

from __future__ import annotations

from app.settings import RegistrySettings
from app.words import tr


def paper_marks(settings: RegistrySettings, *more: str) -> str:
    """Return the marks of a paper in one line: a rehearsal (演练), a one-person office, and `more`."""
    rehearsal = tr("papers.rehearsal") if settings.is_rehearsal else ""
    return "　　".join(filter(None, (rehearsal, settings.one_person_mark, *more)))
