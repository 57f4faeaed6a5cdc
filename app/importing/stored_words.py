"""What an office explained to the import, kept in the registry's settings as JSON."""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy.orm import Session

from app.unit_of_work import UnitOfWork
from models import Setting


def stored_words(session: Session, key: str) -> dict[str, Any]:
    """Return what was stored under a key, {} where nothing was."""
    setting = session.get(Setting, key)
    words: dict[str, Any] = json.loads(setting.value) if setting else {}
    return words


def store_words(work: UnitOfWork, key: str, words: dict[str, Any]) -> None:
    """Store words under a key in place of those before."""
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    setting = work.session.get(Setting, key)
    if setting is None:
        work.session.add(Setting(key=key, value=text))
    else:
        setting.value = text
