"""Draft the next migration from what the models say and the migrations do not:

    python -m models.migrations.draft "Say what changes"

Read and mend what it wrote; tests/models compares the outcome with the models on each database.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from alembic import command

from models.database import engine_for, sqlite_url
from models.schema import migrate, migrations_config, newest_revision


def draft(message: str) -> Path:
    """Write the next numbered migration; return its file."""
    config = migrations_config()
    number = f"{int(newest_revision()) + 1:04d}"
    with tempfile.TemporaryDirectory() as folder:
        engine = engine_for(sqlite_url(Path(folder, "draft.db")))
        migrate(engine)
        with engine.connect() as connection:
            config.attributes["connection"] = connection
            command.revision(config, message, autogenerate=True, rev_id=number)
        engine.dispose()
    return next(Path(__file__).with_name("versions").glob(f"{number}_*.py"))


if __name__ == "__main__":
    print(draft(sys.argv[1]))
