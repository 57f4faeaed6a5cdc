"""Words of an office's own (中职组): explained once, remembered by the registry, said whenever used."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.changes import Changes
from app.errors import InputError
from app.importing.findings import Faulty
from app.importing.values.field_readers import readers
from app.importing.values.text import compact
from app.unit_of_work import UnitOfWork
from app.words import tr
from models import Setting

Words = Mapping[str, Mapping[str, str]]
_KEY = "import-words"
# Fields whose words may be explained: what people are called and how they are known is never replaced.
FIELDS = ("level", "class", "group", "form", "role", "id_type", "rank", "medal", "grade", "event", "unit")


def remembered_words(session: Session) -> dict[str, dict[str, str]]:
    """Return the remembered words: field, word as lists have it, what it means."""
    setting = session.get(Setting, _KEY)
    known: dict[str, dict[str, str]] = json.loads(setting.value) if setting else {}
    return known


def remember_word(work: UnitOfWork, field: str, *, raw: str, meaning: str) -> None:
    """Remember what a word means in a column; an empty `meaning` forgets it.

    Raises InputError where the field's words are fixed or the meaning itself is not understood.
    """
    if field not in FIELDS:
        raise InputError("import-word-fixed", title=tr(f"importing.field.{field}"))
    if meaning and isinstance(readers(date.max)[field](meaning), Faulty):
        raise InputError("import-word-unknown", meaning=meaning, title=tr(f"importing.field.{field}"))
    words = remembered_words(work.session)
    of_field = words.setdefault(field, {})
    if meaning:
        of_field[compact(raw)] = meaning
    else:
        of_field.pop(compact(raw), None)
    _keep(work, words)
    work.audit("remember", "import_word", field, detail={"word": raw, "meaning": meaning})
    work.touched(Changes.SETTINGS)


def _keep(work: UnitOfWork, words: dict[str, dict[str, str]]) -> None:
    text = json.dumps(words, ensure_ascii=False, sort_keys=True)
    setting = work.session.get(Setting, _KEY)
    if setting is None:
        work.session.add(Setting(key=_KEY, value=text))
    else:
        setting.value = text
