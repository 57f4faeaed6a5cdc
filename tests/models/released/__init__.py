"""Filled registries as released programs wrote them, one for each schema revision that was released."""

from __future__ import annotations

import gzip
import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

_HERE = Path(__file__).parent


def restore(revision: str, file: Path) -> None:
    """Make a new SQLite file that holds what the program released with `revision` had written."""
    packed = (_HERE / f"{revision}.sql.gz").read_bytes()
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(gzip.decompress(packed).decode("utf-8"))


def answer(revision: str) -> dict[str, Any]:
    """Return what `assess --show-ids --json` of that program answered on it."""
    said: dict[str, Any] = json.loads((_HERE / f"{revision}.assess.json").read_text("utf-8"))
    return said
