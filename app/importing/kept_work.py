"""Unfinished imports, kept while the program is closed: files, corrections, the place one was at.

It lies in the user's data folder as JSON that its owner alone may read, one file a work, because edited
cells hold people's numbers. It is removed once the import is written or given up.
"""

from __future__ import annotations

import hashlib
import json
import secrets
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from app.importing.mapping import SheetMapping
from app.importing.views import LineRole
from app.paths import user_data_folder, user_data_path
from app.private_files import write_private_text

_FOLDER = "unfinished-imports"
_FORM = 1  # of the file; another one is not read


@dataclass(frozen=True, slots=True)
class KeptFile:
    """A file that was chosen, its hash when it was read ("" where it was not), its corrections by sheet."""

    path: Path
    sha256: str
    mapping: Mapping[str, SheetMapping]


@dataclass(frozen=True, slots=True)
class KeptWork:
    """What was being done and when; `place` is file, sheet, row from 1 and column from 0."""

    files: tuple[KeptFile, ...]
    kept_at: datetime
    place: tuple[str, str, int, int] = ("", "", 0, 0)

    @property
    def edits(self) -> int:
        """Return how many cells were edited."""
        return sum(len(mapping.cells) for file in self.files for mapping in file.mapping.values())


class WorkKeeper:
    """Keeps the works on one registry, known by its name; each has a slot of its own.

    No failure of the disk disturbs the work itself.
    """

    def __init__(self, registry: str) -> None:
        self._name = hashlib.sha256(registry.encode()).hexdigest()[:24]

    def new_slot(self) -> str:
        """Return the name of a slot that nobody uses yet."""
        return f"{self._name}-{secrets.token_hex(6)}.json"

    def keep(self, slot: str, work: KeptWork) -> bool:
        """Keep a work in its slot; return whether the disk took it."""
        try:
            folder = user_data_folder() / _FOLDER
            folder.mkdir(mode=0o700, exist_ok=True)
            unfinished = folder / f"{slot}.new"
            write_private_text(unfinished, json.dumps(_work_as_json(work), ensure_ascii=False))
            unfinished.replace(folder / slot)
        except OSError:
            return False
        return True

    def all_kept(self) -> list[tuple[str, KeptWork]]:
        """Return every work with its slot, the newest first; what cannot be read is passed over."""
        folder = user_data_path() / _FOLDER
        found = []
        with suppress(OSError):
            for file in folder.glob(f"{self._name}-*.json"):
                with suppress(OSError, ValueError, KeyError, TypeError):
                    found.append((file.name, _work_of_json(json.loads(file.read_text("utf-8")))))
        return sorted(found, key=lambda each: each[1].kept_at, reverse=True)

    def forget(self, slot: str) -> None:
        """Remove a work: it was written, or given up."""
        for name in (slot, f"{slot}.new"):
            with suppress(OSError):
                (user_data_path() / _FOLDER / name).unlink(missing_ok=True)


def is_unchanged(file: KeptFile) -> bool:
    """Return whether a file still holds what it did when its cells were edited."""
    try:
        if not file.path.is_file():
            return False
        with file.path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == file.sha256
    except OSError:
        return False


def _work_as_json(work: KeptWork) -> dict[str, Any]:
    files = [
        {
            "path": str(file.path),
            "sha256": file.sha256,
            "sheets": {name: mapping_as_json(mapping) for name, mapping in file.mapping.items()},
        }
        for file in work.files
    ]
    return {"form": _FORM, "kept_at": work.kept_at.isoformat(), "place": list(work.place), "files": files}


def _work_of_json(data: dict[str, Any]) -> KeptWork:
    if data["form"] != _FORM:
        raise ValueError("another form")
    files = [
        KeptFile(
            Path(file["path"]),
            str(file["sha256"]),
            {name: mapping_of_json(mapping) for name, mapping in file["sheets"].items()},
        )
        for file in data["files"]
    ]
    path, sheet, row, column = data["place"]
    return KeptWork(
        tuple(files), datetime.fromisoformat(data["kept_at"]), (path, sheet, int(row), int(column))
    )


def mapping_as_json(mapping: SheetMapping) -> dict[str, Any]:
    """Return the corrections to one sheet as JSON holds them."""
    return {
        "header_row": mapping.header_row,
        "columns": sorted(mapping.columns.items()),
        "facts": dict(mapping.facts),
        "is_left_out": mapping.is_left_out,
        "cells": [[row, column, text] for (row, column), text in sorted(mapping.cells.items())],
        "tables": [[row, sorted(columns.items())] for row, columns in sorted(mapping.tables.items())],
        "lines": sorted(mapping.lines.items()),
        "said": [[row, name, text] for (row, name), text in sorted(mapping.said.items())],
    }


def mapping_of_json(data: dict[str, Any]) -> SheetMapping:
    """Return the corrections that `mapping_as_json` wrote. Raises KeyError, TypeError or ValueError."""
    return SheetMapping(
        header_row=int(data["header_row"]),
        columns={int(column): str(name) for column, name in data["columns"]},
        facts={str(name): str(text) for name, text in data["facts"].items()},
        is_left_out=None if data["is_left_out"] is None else bool(data["is_left_out"]),
        cells={(int(row), int(column)): str(text) for row, column, text in data["cells"]},
        tables={int(row): {int(at): str(name) for at, name in columns} for row, columns in data["tables"]},
        lines={int(row): LineRole(role) for row, role in data["lines"]},
        said={(int(row), str(name)): str(text) for row, name, text in data["said"]},
    )
