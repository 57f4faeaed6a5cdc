"""The migrations give exactly the tables that the models speak of, on each database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, create_engine, inspect

from app.store import Store
from models import Base
from models.schema import migrations_config, newest_revision, revision
from tests.postgresql import PostgresqlServer


@pytest.fixture
def made_from_models(request: pytest.FixtureRequest, store: Store) -> Iterator[Engine]:
    """A database of the store's kind whose tables the models made, not the migrations."""
    if store.engine.dialect.name == "sqlite":
        engine = create_engine("sqlite://")
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()
        return
    server: PostgresqlServer = request.getfixturevalue("postgresql_server")
    with server.empty("from_models") as url:
        engine = create_engine(url.replace("postgresql:", "postgresql+psycopg:"))
        Base.metadata.create_all(engine)
        yield engine
        engine.dispose()


def shape(engine: Engine) -> dict[str, dict[str, Any]]:
    """Everything the database knows of our tables, in an order of its own."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": {c["name"]: (str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)},
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "checks": {str(c["name"]): c["sqltext"] for c in inspector.get_check_constraints(table)},
            "unique": {str(u["name"]): u["column_names"] for u in inspector.get_unique_constraints(table)},
            "foreign": {str(f["name"]): (f["referred_table"], f["options"]) for f in foreign(engine, table)},
            "indexes": {str(i["name"]): index_facts(dict(i)) for i in inspector.get_indexes(table)},
        }
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def foreign(engine: Engine, table: str) -> list[Any]:
    return list(inspect(engine).get_foreign_keys(table))


def index_facts(index: dict[str, Any]) -> tuple[Any, ...]:
    where = {key: str(value) for key, value in index.get("dialect_options", {}).items() if "where" in key}
    return (index["column_names"], bool(index["unique"]), where)


def test_nothing_is_left_to_migrate(store: Store) -> None:
    with store.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_constraints_and_indexes_are_those_of_the_models(store: Store, made_from_models: Engine) -> None:
    migrated, modelled = shape(store.engine), shape(made_from_models)
    assert migrated.keys() == modelled.keys()
    for table, facts in modelled.items():
        assert migrated[table] == facts, table


def test_a_new_registry_stands_at_the_newest_revision(store: Store) -> None:
    assert revision(store.engine) == newest_revision()


def test_the_newest_revision_is_the_one_alembic_would_find() -> None:
    assert ScriptDirectory.from_config(migrations_config()).get_current_head() == newest_revision()
