"""main.py stays a door, dev.py works before anything is installed, and the lock names no hosts."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parent.parent
LOCKS = [ROOT / "requirements.lock", ROOT / "requirements-bench.lock"]


def test_main_is_only_a_door() -> None:
    assert len((ROOT / "main.py").read_text("utf-8").splitlines()) <= 60


_WINDOW = """
import sys, main
code = main.main(["--db", sys.argv[1]])
print(*{name.split(".")[0] for name in sys.modules})
sys.exit(code)
"""
LATE = {"alembic", "cryptography", "openpyxl", "pypinyin", "reportlab", "segno", "sqlalchemy", "xlsxwriter"}


@pytest.mark.screen
def test_the_first_paint_waits_for_nothing_it_does_not_show(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _WINDOW, str(tmp_path / "registry.db")],
        cwd=ROOT,
        env=os.environ | {"MUYE_EXIT_AFTER_FIRST_PAINT": "1"},
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(done.stdout.split())
    assert "PySide6" in loaded
    assert loaded & LATE == set()


def test_a_command_never_loads_qt(tmp_path: Path) -> None:
    code = _WINDOW.replace("sys.argv[1]]", "sys.argv[1], 'init']")
    command = [sys.executable, "-c", code, str(tmp_path / "registry.db")]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    assert not {"PySide6", "shiboken6", "ui"} & set(done.stdout.split())


def test_dev_needs_nothing_but_the_standard_library() -> None:
    code = "import sys, dev; print(*{name.split('.')[0] for name in sys.modules} - sys.stdlib_module_names)"
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {code}"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert set(done.stdout.split()) <= {"dev", "__main__"}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_a_lock_holds_hashes_and_no_hosts(lock: Path) -> None:
    text = lock.read_text("utf-8")
    assert "://" not in text
    assert not re.search(r"[\w-]+\.(org|com|net|io)\b", text)
    for entry in re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE):
        assert not entry.strip() or "--hash=sha256:" in entry, entry


def test_qt_is_held_below_the_release_that_dies() -> None:
    version = re.search(r"^pyside6-essentials==(\d+)\.(\d+)", LOCKS[0].read_text("utf-8"), re.MULTILINE)
    assert version is not None
    assert (6, 8) <= (int(version[1]), int(version[2])) < (6, 12)


def test_the_core_lock_is_the_lock_without_qt() -> None:
    whole = LOCKS[0].read_text("utf-8")
    core = dev.without_entries(whole, dev.OF_THE_SCREEN)
    names = re.compile(r"^([a-z0-9][\w.-]*)==", re.MULTILINE)
    assert set(names.findall(whole)) - set(names.findall(core)) == dev.OF_THE_SCREEN
    assert core.count("--hash") < whole.count("--hash")
    assert core.startswith("alembic==")


@pytest.mark.parametrize(("arguments", "code"), [([], 0), (["--help"], 0), (["dance"], 2)])
def test_dev_says_how_it_is_used(arguments: list[str], code: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(arguments) == code
    assert "python3 dev.py demo" in capsys.readouterr().out


def test_a_child_that_a_signal_ends_fails_as_in_a_shell() -> None:
    ending = "import os, signal; os.kill(os.getpid(), signal.SIGTERM)"
    assert dev.call([sys.executable, "-c", ending]) == (15 if dev.WINDOWS else 128 + 15)
