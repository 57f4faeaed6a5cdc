"""Tables whose rows are only ever added: triggers refuse changing and removing them, on either database.

A later migration that rebuilds such a table on SQLite loses its triggers with the old table, and one that
has to change rows calls `unprotect` first; `models.schema.migrate` puts back what is missing at its end.
Whoever owns the database can drop a trigger as well: they stop mistakes and careless tools, and their absence
is told by the check of the audit chain.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from sqlalchemy import Connection, text

APPEND_ONLY = ("audit_entry", "audit_anchor", "audit_key", "state_change")
SINCE = "0014"  # the revision whose migration first made the triggers

_SQLITE = """
CREATE TRIGGER IF NOT EXISTS {name} BEFORE {act} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION refuse_change_of_appended_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'rows of % are only added', TG_TABLE_NAME; END $$
"""
_POSTGRESQL = """
CREATE OR REPLACE TRIGGER {name} BEFORE {act} ON {table}
FOR EACH {each} EXECUTE FUNCTION refuse_change_of_appended_row()
"""

_TRIGGERS_ON_SERVER = """
SELECT tgname, pg_get_triggerdef(t.oid), prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = tgfoid
WHERE NOT tgisinternal AND tgenabled IN ('O', 'A')
"""


def protect(connection: Connection) -> None:
    """Make the triggers that are not there, and those anew that are not ours."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
    unprotect(connection, *missing_protection(connection))
    for name, table, act in _triggers(connection):
        each = "STATEMENT" if act == "TRUNCATE" else "ROW"
        form = _POSTGRESQL if connection.dialect.name == "postgresql" else _SQLITE
        connection.exec_driver_sql(form.format(name=name, act=act, table=table, each=each))


def unprotect(connection: Connection, *tables: str) -> None:
    """Drop the triggers of these tables, for a migration that must change their rows."""
    for name, table, _act in _triggers(connection):
        if table in tables:
            of_table = f" ON {table}" if connection.dialect.name == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{of_table}")


def missing_protection(connection: Connection) -> list[str]:
    """Return the tables, in order, of which a trigger is missing, switched off, or not ours."""
    holds = _holds_on_server if connection.dialect.name == "postgresql" else _holds_in_file
    made = _made(connection)
    return sorted({table for name, table, act in _triggers(connection) if not holds(made, name, table, act)})


def _made(connection: Connection) -> dict[str, tuple[str, str]]:
    """Return, by name, what a trigger is and, on a server, the body of its function."""
    if connection.dialect.name == "postgresql":
        rows = connection.execute(text(_TRIGGERS_ON_SERVER))
        return {name: (_plain(definition), _plain(body)) for name, definition, body in rows}
    rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {name: (_plain(sql), "") for name, sql in rows}


def _holds_in_file(made: Mapping[str, tuple[str, str]], name: str, table: str, act: str) -> bool:
    ours = _plain(_SQLITE.format(name=name, act=act, table=table)).replace("IF NOT EXISTS ", "")
    return made.get(name, ("", ""))[0] == ours


def _holds_on_server(made: Mapping[str, tuple[str, str]], name: str, table: str, act: str) -> bool:
    definition, body = made.get(name, ("", ""))
    each = "STATEMENT" if act == "TRUNCATE" else "ROW"
    ours = _plain(_POSTGRESQL.format(name=name, act=act, table=table, each=each)).replace("OR REPLACE ", "")
    without_schema = re.sub(r"\b(ON|FUNCTION) \w+\.", r"\1 ", definition)
    return without_schema == ours and body == _plain(_FUNCTION.split("$$")[1])


def _plain(sql: str) -> str:
    return " ".join(sql.split())


def _triggers(connection: Connection) -> list[tuple[str, str, str]]:
    """Return name, table and act of every trigger."""
    acts = ["UPDATE", "DELETE"] + (["TRUNCATE"] if connection.dialect.name == "postgresql" else [])
    return [(f"{table}_no_{act.lower()}", table, act) for table in APPEND_ONLY for act in acts]
