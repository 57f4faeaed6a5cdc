"""Qt's hook in `import` costs every later import time and memory; `ui` takes it out."""

from __future__ import annotations

import subprocess
import sys

_LOOK = "import builtins; before = builtins.__import__; import ui.theme; assert builtins.__import__ is before"


def test_import_stays_pythons_own() -> None:
    done = subprocess.run([sys.executable, "-c", _LOOK], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
