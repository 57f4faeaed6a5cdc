"""Real faults made on this machine: permissions that hold even for root, small and read-only disks."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NO_OVERRIDE = ("setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-all")


@cache
def is_root() -> bool:
    """Return whether permissions would not stop this process."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


@cache
def can_mount() -> bool:
    """Return whether this process may mount a disk of its own."""
    if not is_root() or shutil.which("unshare") is None:
        return False
    probe = ["unshare", "--mount", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    return subprocess.run(probe, capture_output=True, check=False).returncode == 0


def obeying_permissions(command: Sequence[str]) -> list[str]:
    """Return `command` so that a file's permissions stop it, even where root runs it."""
    return [*(_NO_OVERRIDE if is_root() else ()), *command]


@contextmanager
def worker(action: str, place: Path | str) -> Iterator[subprocess.Popen[str]]:
    """Run `tests.faults.worker` beside us; it is gone at the end of the block."""
    command = [sys.executable, "-m", "tests.faults.worker", action, str(place)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said_by(process: subprocess.Popen[str]) -> str:
    """Wait for a worker's next line."""
    assert process.stdout is not None
    return process.stdout.readline().strip()


def run(action: str, place: Path | str) -> tuple[int, str, str]:
    """Run a worker that obeys permissions to its end: exit code, output, error output."""
    command = obeying_permissions([sys.executable, "-m", "tests.faults.worker", action, str(place)])
    return run_command(command)


def run_command(command: Sequence[str], **variables: str) -> tuple[int, str, str]:
    """Run a command to its end, with these environment variables: exit code, output, error output."""
    environment = os.environ | {"PYTHONUTF8": "1"} | variables
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", timeout=120, check=False
    )
    return done.returncode, done.stdout.strip(), done.stderr.strip()


@contextmanager
def small_disk(folder: Path, *, kilobytes: int) -> Iterator[Path]:
    """Mount a disk of this size at `folder`; only where `can_mount()`."""
    folder.mkdir()
    size = f"size={kilobytes}k,mode=777"
    subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(folder)], check=True)
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_read_only(folder: Path) -> None:
    """Make a disk that `small_disk` mounted refuse every write."""
    subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)


def fill_up(folder: Path) -> None:
    """Leave no room on the disk that holds `folder`."""
    with (folder / "ballast").open("wb", buffering=0) as ballast:
        try:
            while True:
                ballast.write(bytes(4_096))
        except OSError:
            return
