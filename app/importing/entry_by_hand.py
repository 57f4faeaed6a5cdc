"""Entry by hand (手工录入): an empty list with the template's columns, filled in the workbench.

Every cell that is typed is an edit, and is read by the same rules as any list. The file itself holds the
header only and lies in the user's data folder; what is typed is kept with the unfinished work.
"""

from __future__ import annotations

import csv
import secrets
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from app.clock import BEIJING
from app.importing.columns.fields import field_titles
from app.importing.template import template_fields
from app.paths import user_data_folder, user_data_path
from app.private_files import write_private_text
from app.words import tr

_FOLDER = "entered-by-hand"


def new_entry_list(now: datetime) -> Path:
    """Make an empty list, named by the moment, and return it. Raises OSError."""
    folder = user_data_folder() / _FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    moment = now.astimezone(BEIJING).strftime("%Y%m%d-%H%M%S")
    file = folder / f"{tr('importing.text.by-hand')} {moment}.csv"
    titles = field_titles()
    header = _Line()
    csv.writer(header).writerow([titles[name] for name in template_fields()])
    # A blank last line of its own: a list is recognised by its hash.
    unlike_others = "".join(secrets.choice(" \u3000") for _ in range(64))
    write_private_text(file, f"\ufeff{header.text}{unlike_others}\r\n")
    return file


def is_entry_list(path: Path) -> bool:
    """Return whether a file is a list that was made to be entered by hand."""
    return path.parent == user_data_path() / _FOLDER


def remove_entry_list(path: Path) -> None:
    """Remove a list that was entered by hand, once it is written or given up; any other file stays."""
    if is_entry_list(path):
        with suppress(OSError):
            path.unlink(missing_ok=True)


class _Line:
    """Takes what a csv writer writes."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> None:
        self.text += text
