"""Headers of an office's own: given a field once, stored in the registry, said whenever they are used."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy.orm import Session

from app.accounts import Right
from app.changes import Changes
from app.errors import InputError
from app.importing.columns.fields import field_titles, header_key
from app.importing.stored_words import store_words, stored_words
from app.unit_of_work import UnitOfWork

HeaderAliases = Mapping[
    str, str
]  # header made comparable (`header_key`) → field, "" for one never to be read
_KEY = "import-headers"


def header_aliases(session: Session) -> dict[str, str]:
    """Return the headers that an office gave a field."""
    return stored_words(session, _KEY)


def set_header_alias(work: UnitOfWork, header: str, *, field: str | None) -> None:
    """Record which field columns of a header hold: "" that they are never read; None forgets the header.

    Raises InputError where the header has no words or the field is none.
    """
    work.require(Right.RECORD)
    key = header_key(header)
    if not key:
        raise InputError("import-header-empty")
    if field and field not in field_titles():
        raise InputError("import-header-field", field=field)
    aliases = header_aliases(work.session)
    if field is None:
        aliases.pop(key, None)
    else:
        aliases[key] = field
    store_words(work, _KEY, aliases)
    work.audit("remember", "import_header", key, detail={"header": header, "field": field})
    work.touched(Changes.SETTINGS)
