"""Tables whose rows are only ever added: triggers refuse changing and removing them, on either database.

A later migration that rebuilds such a table on SQLite loses its triggers with the old table, and one that
has to change rows calls `unprotect` first; `models.schema.migrate` puts back what is missing at its end.
Whoever owns the database can drop a trigger as well: they stop mistakes and careless tools, and their absence
is told by the check of the audit chain.
"""

from __future__ import annotations

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


def protect(connection: Connection) -> None:
    """Make the triggers that are not there."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(_FUNCTION.replace("%", "%%"))
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
    """Return the tables, in the order of their names, of which a trigger is missing or switched off."""
    if connection.dialect.name == "postgresql":
        query = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'"
        found = set(connection.scalars(text(query)))
    else:
        rows = connection.execute(text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
        found = {name for name, sql in rows if "RAISE(ABORT" in sql}
    return sorted({table for name, table, _act in _triggers(connection) if name not in found})


def _triggers(connection: Connection) -> list[tuple[str, str, str]]:
    """Return name, table and act of every trigger."""
    acts = ["UPDATE", "DELETE"] + (["TRUNCATE"] if connection.dialect.name == "postgresql" else [])
    return [(f"{table}_no_{act.lower()}", table, act) for table in APPEND_ONLY for act in acts]
