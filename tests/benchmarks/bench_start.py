"""From the start of the process to the first paint, on a registry of 200,000 results."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from tests.benchmarks.bench import Bench, Goal, Measures, Way
from tests.benchmarks.data import registry

_BARE = """
import sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow

class Window(QMainWindow):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, QApplication.quit)

application = QApplication(sys.argv)
window = Window()
window.resize(1366, 768)
window.show()
sys.exit(application.exec())
"""


def _timed(*command: str) -> Measures:
    start = time.perf_counter()
    subprocess.run(command, env=os.environ | {"MUYE_EXIT_AFTER_FIRST_PAINT": "1"}, check=True)
    seconds = time.perf_counter() - start
    if sys.platform == "win32":
        return {"seconds": seconds}
    import resource

    return {"seconds": seconds, "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024}


def ours(data: Path, _scratch: Path) -> Measures:
    """The program's own window on the registry."""
    return _timed(sys.executable, "main.py", "--db", str(registry(data)))


def bare_window(_data: Path, _scratch: Path) -> Measures:
    """The least that Qt can do from Python: an empty window."""
    return _timed(sys.executable, "-c", _BARE)


BENCH = Bench(
    title="process to first paint, 200,000-result registry",
    prepare=registry,
    ways=(Way("ours", ours, rounds=7), Way("bare PySide6 window", bare_window, rounds=7)),
    goals=(Goal("seconds", against="bare PySide6 window", at_most=2.0),),
)
