"""The search index of people (检索): what each may be looked up by, and who is still to be entered into it.

Both tables are derived: `app.registry.search_index` fills them from people, their former names and their
documents. Triggers queue everybody who is added, renamed or removed, in whatever way that happened. Whoever
is queued is searched for in the table of people itself, so that the index never has to be up to date for a
search to be complete.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy.orm import Mapped, mapped_column

from models.base import Base
from models.types import OrderedText

SINCE = "0015"  # the revision whose migration first made the tables and triggers
LONGEST_TERM = 24


class PersonSearchTerm(Base):
    """Something a person is found by: the beginning of a search is compared with it.

    Ordered by code points on either database, so that one search is one range of the primary key.
    """

    __tablename__ = "person_search_term"
    __table_args__ = ({"sqlite_with_rowid": False},)

    term: Mapped[str] = mapped_column(OrderedText(LONGEST_TERM), primary_key=True)
    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)


class PersonSearchQueue(Base):
    """A person whose terms are missing or, where `is_indexed`, out of date. The person may be gone."""

    __tablename__ = "person_search_queue"

    person_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    is_indexed: Mapped[bool]


# table, column that names the person, columns whose change counts
_WATCHED = (
    ("person", "id", ("name", "name_key", "initials", "id_number")),
    ("person_name", "person_id", ("person_id", "name")),
    ("person_document", "person_id", ("person_id", "id_number")),
)
_QUEUE = """
INSERT INTO person_search_queue (person_id, is_indexed) SELECT {row}.{person}, {is_indexed}
WHERE NOT EXISTS (SELECT 1 FROM person_search_queue q WHERE q.person_id = {row}.{person})"""
_SQLITE = "CREATE TRIGGER IF NOT EXISTS {name} AFTER {act} ON {table} BEGIN {body}; END"
_FUNCTION = """
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN {body}; RETURN NULL; END $$
"""
_POSTGRESQL = "CREATE OR REPLACE TRIGGER {name} AFTER {act} ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()"


def watch_people(connection: Connection) -> None:
    """Make the triggers that queue people, where they are missing."""
    on_server = connection.dialect.name == "postgresql"
    for table, person, columns in _WATCHED:
        for verb, act in (("insert", "INSERT"), ("update", _update_of(columns)), ("delete", "DELETE")):
            name = f"{table}_search_{verb}"
            is_new = (table, verb) == ("person", "insert")
            rows = {"insert": ("NEW",), "delete": ("OLD",), "update": ("OLD", "NEW")}[verb]
            body = ";".join(
                _QUEUE.format(row=row, person=person, is_indexed="FALSE" if is_new else "TRUE")
                for row in rows
            )
            if on_server:
                connection.exec_driver_sql(_FUNCTION.format(name=name, body=body))
            form = _POSTGRESQL if on_server else _SQLITE
            connection.exec_driver_sql(form.format(name=name, act=act, table=table, body=body))


def _update_of(columns: tuple[str, ...]) -> str:
    return f"UPDATE OF {', '.join(columns)}"
