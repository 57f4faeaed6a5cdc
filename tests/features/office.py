"""An office at its command line: each command is a process of its own, as scripts call it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import chdir, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from app import cli

MAIN = Path(__file__).parents[2] / "main.py"


@dataclass
class Office:
    """A folder with a registry, and what the last command answered.

    `is_apart` runs each command in a process of its own, else in this one, which is quicker. `database` is
    the file in the folder, or the address of a server's.
    """

    folder: Path
    is_apart: bool = False
    database: str = "registry.db"
    code: int = 0
    answer: dict[str, Any] = field(default_factory=dict)
    complaint: str = ""

    def does(self, *words: str) -> dict[str, Any]:
        """Run one command and keep its answer."""
        run = self._run_apart if self.is_apart else self._run_here
        self.code, text, self.complaint = run(["--db", self.database, *words, "--json"])
        assert "Traceback" not in self.complaint
        self.answer = json.loads(text) if text.strip() else {}
        return self.answer

    def says(self, *words: str) -> str:
        """Run one command that answers in words, and return them."""
        self.code, text, self.complaint = self._run_here(["--db", self.database, *words])
        assert "Traceback" not in self.complaint
        return text

    def _run_apart(self, words: list[str]) -> tuple[int, str, str]:
        apart = {**os.environ, "XDG_DATA_HOME": str(self.folder / "home"), "LOCALAPPDATA": str(self.folder)}
        apart["PYTHONIOENCODING"] = "gbk"  # as on an office's console: names beyond it must come through
        command = [sys.executable, str(MAIN), *words]
        done = subprocess.run(
            command, cwd=self.folder, env=apart, capture_output=True, timeout=120, check=False
        )
        return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8")

    def _run_here(self, words: list[str]) -> tuple[int, str, str]:
        out, err = StringIO(), StringIO()
        with chdir(self.folder), redirect_stdout(out), redirect_stderr(err):
            code = cli.main(words)
        return code, out.getvalue(), err.getvalue()

    def must(self, *words: str) -> dict[str, Any]:
        """Run one command that has to succeed."""
        answer = self.does(*words)
        assert (self.code, self.complaint) == (0, "")
        return answer

    @property
    def place(self) -> str:
        """Return what opens the registry from anywhere."""
        return self.database if "://" in self.database else str(self.folder / self.database)

    def awards(self) -> list[dict[str, Any]]:
        """Return every award, with ID numbers."""
        awards: list[dict[str, Any]] = self.must("assess", "--show-ids")["awards"]
        return awards
