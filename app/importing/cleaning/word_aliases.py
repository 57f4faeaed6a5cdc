"""Words of an office's own (中职组): explained once, stored in the registry, noted whenever they are used."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.errors import InputError
from app.importing.findings import InvalidCell
from app.importing.reading.cells import compact
from app.importing.stored_words import store_words, stored_words
from app.importing.values.field_readers import field_readers
from app.unit_of_work import UnitOfWork
from app.words import tr

WordAliases = Mapping[str, Mapping[str, str]]  # by field: word as lists have it, what it means
_KEY = "import-words"
# Fields whose words may be explained: what people are called and how they are known is never replaced.
EXPLAINABLE = (
    "level",
    "class",
    "group",
    "form",
    "role",
    "id_type",
    "rank",
    "medal",
    "grade",
    "event",
    "unit",
)


def word_aliases(session: Session) -> dict[str, dict[str, str]]:
    """Return the words an office explained: field, word as lists have it, what it means."""
    return stored_words(session, _KEY)


def set_word_alias(work: UnitOfWork, field: str, *, word: str, meaning: str) -> None:
    """Record what a word means in a column; an empty `meaning` forgets it.

    Raises InputError where the field's words are fixed or the meaning itself is not understood.
    """
    work.require(Right.RECORD)
    if field not in EXPLAINABLE:
        raise InputError("import-word-fixed", title=tr(f"importing.field.{field}"))
    if meaning and isinstance(field_readers(date.max)[field](meaning), InvalidCell):
        raise InputError("import-word-unknown", meaning=meaning, title=tr(f"importing.field.{field}"))
    aliases = word_aliases(work.session)
    of_field = aliases.setdefault(field, {})
    if meaning:
        of_field[compact(word)] = meaning
    else:
        of_field.pop(compact(word), None)
    store_words(work, _KEY, aliases)
    work.audit("remember", "import_word", field, detail={"word": word, "meaning": meaning})
    work.touched(Changes.SETTINGS)
