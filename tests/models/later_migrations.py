"""Migrations that would follow ours, written to a folder for a test: good ones, and ones that end badly."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import models.schema
from models.schema import migrations_config, newest_revision

LATER = "9001"
PARENTS = ("unit", "person", "result", "designation", "award", "contest", "event", "entry", "honour")

_HEAD = '''"""A later migration"""
import sys
import time

import sqlalchemy as sa
from alembic import op

revision = "{later}"
down_revision = "{ours}"


def upgrade():
'''
_REBUILD = """\
    for table in {parents!r}:
        with op.batch_alter_table(table, recreate="auto") as batch:
            batch.create_check_constraint("has_id", "id > 0")
"""
HANGS = f"""\
{_REBUILD}
    print("half-way", flush=True)
    time.sleep(600)
"""
FAILS = f"""\
{_REBUILD}
    op.execute("INSERT INTO setting (key, value) SELECT key, value FROM setting")
"""
LEAVES_ORPHANS = """\
    op.execute("DELETE FROM person WHERE id = (SELECT min(person_id) FROM entry)")
"""
REBUILDS = _REBUILD


def write_migration(body: str, folder: Path) -> Path:
    """Write the migration that comes after ours into a folder of its own; return the folder."""
    folder.mkdir(exist_ok=True)
    text = _HEAD.format(later=LATER, ours=newest_revision()) + body.format(parents=PARENTS)
    (folder / f"{LATER}_later.py").write_text(text, encoding="utf-8")
    return folder


@contextmanager
def program_with(folder: Path) -> Iterator[None]:
    """Be the later program, which has that migration too, inside the block."""
    config = migrations_config(folder)
    with (
        patch.object(models.schema, "migrations_config", lambda: config),
        patch("app.store.newest_revision", lambda: LATER),
        patch("app.upgrading.newest_revision", lambda: LATER),
    ):
        yield
