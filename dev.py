"""One front door for developers, with nothing but Python's standard library.

    python3 dev.py demo [--no-window]    set up, run the main job on the example, open the window on it
    python3 dev.py test [--all] [ARGS]   set up, run the tests (ARGS go to pytest); --all: the slow ones
                                         and a bounded run of mutants too
    python3 dev.py run [ARGS]            main.py with ARGS
    python3 dev.py check                 style, types, floors, data files; the core's tests without Qt
    python3 dev.py bench [NAME]          ours against others, as ratios in one run
    python3 dev.py setup                 only make the environment

The first call makes `.venv` from requirements.lock and, on Debian as root, installs what the system
lacks. Later calls start at once, until the lock changes.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
LOCK, BENCH_LOCK = ROOT / "requirements.lock", ROOT / "requirements-bench.lock"
VENV, CORE_VENV, BENCH_VENV = ROOT / ".venv", ROOT / ".venv-core", ROOT / ".venv-bench"
WINDOWS = sys.platform == "win32"
OF_THE_SCREEN = {"pyside6-essentials", "shiboken6", "pytest-qt"}  # what the core must do without
CORE_TESTS = ("tests/app", "tests/models")

# Debian packages; names after "|" serve as well (another release's name, or a fuller package).
VENV_PACKAGE = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
SCREEN_PACKAGES = [
    *("libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libglib2.0-0t64|libglib2.0-0", "libx11-xcb1"),
    *("libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0"),
    *("libxcb-render-util0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "libxcb-xkb1"),
    *("libxkbcommon-x11-0", "libxkbcommon0"),
]
TEST_PACKAGES = [
    *("xvfb", "poppler-utils"),
    *("libreoffice-calc-nogui|libreoffice-calc", "libreoffice-writer-nogui|libreoffice-writer"),
]


def main(arguments: Sequence[str]) -> int:
    """Run one subcommand; return its exit code."""
    commands: dict[str, Callable[[Sequence[str]], int]]
    commands = {"demo": demo, "test": test, "run": run, "check": check, "bench": bench, "setup": set_up}
    if not arguments or arguments[0] not in commands:
        print(__doc__)
        return 0 if arguments[:1] in ([], ["-h"], ["--help"]) else 2
    if sys.version_info < (3, 11):  # noqa: UP036 - this file is what an older Python is told by
        return _fail(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    os.chdir(ROOT)
    return commands[arguments[0]](list(arguments[1:]))


def set_up(_arguments: Sequence[str] = ()) -> int:
    """Make the environment, with all that the tests need of the system."""
    _get_ready(for_tests=True)
    print(f"Ready: {VENV.relative_to(ROOT)}")
    return 0


def run(arguments: Sequence[str]) -> int:
    """Start the program itself."""
    _get_ready()
    return call([_python(VENV), "main.py", *arguments])


def demo(arguments: Sequence[str]) -> int:
    """Do the main job on the example into demo/, and open the window on it where one can be seen."""
    _get_ready()
    code = call([_python(VENV), "main.py", "demo", "demo"])
    if code != 0:
        return code
    if "--no-window" in arguments:
        return 0
    if not _has_display():
        print("\nNo display here, so no window: python3 dev.py run --db demo/registry.db opens it on one.")
        return 0
    return _open_window(Path("demo", "registry.db"))


def test(arguments: Sequence[str]) -> int:
    """Run the tests; --all takes the slow ones and the mutants too. What else is given goes to pytest."""
    _get_ready(for_tests=True)
    chosen = [argument for argument in arguments if argument != "--all"]
    options = [] if "--all" in arguments else ["-m", "not slow"]
    if not chosen:
        options += ["-q", "-n", str(min(os.cpu_count() or 2, 4))]
    code = call([_python(VENV), "-m", "pytest", *options, *chosen], QT_QPA_PLATFORM="offscreen")
    if code != 0 or chosen or "--all" not in arguments:
        return code
    print("\n=== mutants: small faults put into the code, each of which some test must notice", flush=True)
    return call([_python(VENV), "-m", "tests.mutation"], QT_QPA_PLATFORM="offscreen")


def check(_arguments: Sequence[str] = ()) -> int:
    """Hold style, types, floors and data files; run the core's tests where Qt is not installed."""
    _get_ready(for_tests=True)
    _make_environment(CORE_VENV, without_entries(LOCK.read_text("utf-8"), OF_THE_SCREEN))
    python, core = _python(VENV), _python(CORE_VENV)
    no_qt = "import importlib.util as i, sys; sys.exit(any(map(i.find_spec, ('PySide6', 'shiboken6'))))"
    lint_imports = "from importlinter.cli import lint_imports_command as run; run()"
    # One kind of database is enough here: `test` has tried both.
    fast_on_sqlite = ("-m", "not slow", "-k", "not postgresql")
    core_tests = [core, "-m", "pytest", "-q", "-n", "2", *fast_on_sqlite, *CORE_TESTS]
    steps = {
        "style": [python, "-m", "ruff", "check", "."],
        "format": [python, "-m", "ruff", "format", "--check", "."],
        "types": [python, "-m", "mypy"],
        "floors and rooms": [python, "-c", lint_imports, "--no-cache"],
        "data files": [python, "-m", "yamllint", "--strict", "resources"],
        "the core's environment has no Qt": [core, "-c", no_qt],
        "the core's tests": core_tests,
    }
    failed = []
    for name, command in steps.items():
        print(f"\n=== {name}", flush=True)
        if call(command) != 0:
            failed.append(name)
    print(f"\ncheck: {'failed: ' + ', '.join(failed) if failed else 'all passed'}")
    return 1 if failed else 0


def bench(arguments: Sequence[str]) -> int:
    """Measure ours and the peers in one run. Peers live on top of `.venv`, in an environment of their own."""
    _get_ready()
    _make_environment(BENCH_VENV, BENCH_LOCK.read_text("utf-8"))
    _see_through(BENCH_VENV, VENV)
    peers = _python(BENCH_VENV)
    return call([_python(VENV), "-m", "tests.benchmarks", "--peers-python", peers, *arguments])


def _get_ready(*, for_tests: bool = False) -> None:
    _install_system_packages([*SCREEN_PACKAGES, *(TEST_PACKAGES if for_tests else ())])
    _make_environment(VENV, LOCK.read_text("utf-8"))


def _install_system_packages(wanted: Sequence[str]) -> None:
    """Install Debian packages that are missing, as root; otherwise print the line that would."""
    if shutil.which("dpkg-query") is None:
        return
    needs_venv = not VENV.exists() and importlib.util.find_spec("ensurepip") is None
    wanted = [*wanted, VENV_PACKAGE] if needs_venv else wanted
    installed = _installed_packages()
    missing = [names.split("|") for names in wanted if installed.isdisjoint(names.split("|"))]
    if not missing:
        return
    is_root = hasattr(os, "geteuid") and os.geteuid() == 0
    if not is_root:
        names = " ".join(choices[-1] for choices in missing)
        print(f"The system lacks packages. As root, run once:\n  apt-get install -y {names}\n", flush=True)
        return
    call(["apt-get", "update", "-q"])
    known = _known_packages(missing)
    names_known = [next((n for n in choices if n in known), choices[0]) for choices in missing]
    print("Installing for the system:", " ".join(names_known), flush=True)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *names_known]
    if call(install, DEBIAN_FRONTEND="noninteractive") != 0:
        print("apt-get failed; going on with what is there.", flush=True)


def _installed_packages() -> set[str]:
    listing = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Package}\n"]
    lines = subprocess.run(listing, capture_output=True, text=True, check=False).stdout.splitlines()
    return {name for status, _, name in (line.partition(" ") for line in lines) if status == "installed"}


def _known_packages(missing: Sequence[Sequence[str]]) -> set[str]:
    names = [name for choices in missing for name in choices]
    listing = subprocess.run(["apt-cache", "show", *names], capture_output=True, text=True, check=False)
    return set(re.findall(r"^Package: (\S+)$", listing.stdout, re.MULTILINE))


def _make_environment(venv: Path, lock: str) -> None:
    """Make `venv` hold what `lock` names; at once where it does already."""
    stamp, digest = venv / "lock.sha256", hashlib.sha256(lock.encode()).hexdigest()
    python = Path(_python(venv))
    if python.exists() and stamp.exists() and stamp.read_text("ascii") == digest:
        return
    print(f"Setting up {venv.name} (once; a minute or two) ...", flush=True)
    if not python.exists() or call([str(python), "-c", "import pip"]) != 0:
        shutil.rmtree(venv, ignore_errors=True)
        if call([sys.executable, "-m", "venv", str(venv)]) != 0:
            sys.exit(
                _fail(f"Python's venv module does not work here. Debian: apt-get install {VENV_PACKAGE}")
            )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "requirements.lock")
        file.write_text(lock, "utf-8")
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        if call([*pip, "--require-hashes", "--no-deps", "-r", str(file)]) != 0:
            sys.exit(_fail("Packages could not be installed; see above. Nothing else was started."))
    stamp.write_text(digest, "ascii")


def without_entries(lock: str, names: set[str]) -> str:
    """Return the lock without the entries of `names`; an entry ends where the next one begins."""
    entries = re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.MULTILINE)
    return "".join(entry for entry in entries if re.split(r"[=\s\[]", entry, maxsplit=1)[0] not in names)


def _see_through(upper: Path, lower: Path) -> None:
    """Let the environment `upper` see the packages of `lower`, after its own."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    above, below = (
        subprocess.run([_python(venv), "-c", ask], capture_output=True, text=True, check=True).stdout.strip()
        for venv in (upper, lower)
    )
    Path(above, "below.pth").write_text(below + "\n", "utf-8")


def _python(venv: Path) -> str:
    return str(venv / ("Scripts/python.exe" if WINDOWS else "bin/python"))


def _has_display() -> bool:
    return (
        WINDOWS
        or sys.platform == "darwin"
        or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    )


def _open_window(registry: Path) -> int:
    """Open the window and leave it to the user; wait only until it stands or has failed."""
    with tempfile.TemporaryFile() as log:
        window = subprocess.Popen(
            [_python(VENV), "main.py", "--db", str(registry)],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
        try:
            code = window.wait(timeout=4)
        except subprocess.TimeoutExpired:
            print("\nThe window is open. Close it when you have seen enough.")
            window.returncode = 0  # it lives on without us
            return 0
        log.seek(0)
        sys.stderr.write(log.read().decode("utf-8", "replace"))
        return code


def call(command: Sequence[str], **environment: str) -> int:
    """Run a command in this terminal; return its exit code, as a shell would give it."""
    sys.stdout.flush()
    process = subprocess.Popen(command, env=os.environ | environment)
    while True:
        try:
            code = process.wait()
            return 128 - code if code < 0 else code  # a signal
        except KeyboardInterrupt:
            continue  # the command got it too, and ends in its own way


def _fail(text: str) -> int:
    print(text, file=sys.stderr)
    return 1


if __name__ == "__main__":
    for stream in (sys.stdout, sys.stderr):
        getattr(stream, "reconfigure", lambda **_: None)(errors="replace")
    sys.exit(main(sys.argv[1:]))
