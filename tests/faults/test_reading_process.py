"""The process that reads files of outsiders: however it ends, the program lives and names the file."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.errors import AppError, Cancelled, InputError
from app.importing.reading import reader_process
from app.importing.reading.isolated import open_sheets
from app.importing.reading.transfer import packed_rows, unpacked_rows
from app.progress import Progress
from app.words import error_text
from tests.app.importing.lists import a_file, a_row, write_xlsx
from tests.faults.machine import ROOT

ENDS = {
    "aborted": "import os; os.abort()",
    "killed": "import os, signal; os.kill(os.getpid(), signal.SIGKILL)",
    "gone": "raise SystemExit(3)",
    "babbling": "import sys; sys.stdout.buffer.write(b'\\xff' * 5000); sys.stdout.flush(); sys.stdin.read()",
    "half an answer": "import os; os.write(1, b'\\x40\\0\\0\\0half'); os._exit(0)",
}


@pytest.fixture(autouse=True)
def _fresh_process() -> Iterator[None]:
    reader_process.end_idle()
    yield
    reader_process.end_idle()


def cells(path: Path, progress: Progress | None = None) -> list[list[object]]:
    with open_sheets(path, progress) as (_, sheets):
        return [row for sheet in sheets for row in sheet.open().rows]


def refusal(path: Path, progress: Progress | None = None) -> AppError:
    with pytest.raises(AppError) as caught:
        cells(path, progress)
    return caught.value


@pytest.mark.parametrize("what", ENDS.values(), ids=ENDS)
def test_a_reader_that_dies_is_one_line_with_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    path = a_file(tmp_path, [a_row(4)])
    monkeypatch.setattr(reader_process, "_BEGIN", what)
    refused = refusal(path)
    assert refused.code == "import-reader-died"
    assert str(path) in error_text(refused)
    monkeypatch.undo()
    assert len(cells(path)) == 2


def test_a_reader_that_finds_no_end_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, [a_row(4)])
    monkeypatch.setattr(reader_process, "FEWEST_SECONDS", 1)
    monkeypatch.setattr(reader_process, "_BEGIN", "while True: pass")
    begun = time.monotonic()
    refused = refusal(path)
    assert time.monotonic() - begun < 5
    assert refused.code == "import-reader-slow"
    assert str(path) in error_text(refused)


def test_more_memory_than_allowed_is_refused_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, [a_row(4)])
    greedy = (
        "import sys; sys.path[:] = sys.argv[1:]\n"
        "from app.importing.reading import child\n"
        "child.sheets_of = lambda path: bytearray(2**31)\n"
        "child.serve_files()"
    )
    monkeypatch.setattr(reader_process, "_BEGIN", greedy)
    refused = refusal(path)
    assert refused.code == "import-reader-memory"
    assert str(path) in error_text(refused)


def test_a_fault_of_our_own_tells_its_place_and_no_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = a_file(tmp_path, [a_row(4)])
    faulty = (
        "import sys; sys.path[:] = sys.argv[1:]\n"
        "from app.importing.reading import child\n"
        "child.sheets_of = lambda path: {}['张三']\n"
        "child.serve_files()"
    )
    monkeypatch.setattr(reader_process, "_BEGIN", faulty)
    text = error_text(refusal(path))
    assert str(path) in text
    assert "KeyError" in text
    assert "张三" not in text
    assert "Traceback" not in text


def test_a_wish_to_stop_ends_the_reader(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = a_file(tmp_path, [a_row(4)])
    monkeypatch.setattr(reader_process, "_BEGIN", "while True: pass")
    progress = Progress()
    threading.Timer(0.3, progress.cancel).start()
    begun = time.monotonic()
    assert isinstance(refusal(path, progress), Cancelled)
    assert time.monotonic() - begun < 5


def test_a_program_that_cannot_start_a_process_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nowhere"))
    refused = refusal(a_file(tmp_path, [a_row(4)]))
    assert refused.code == "import-reader-start"
    assert "«" not in error_text(refused)


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for the packed program is a shell script")
def test_the_packed_program_reads_by_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    packed = tmp_path / "muye"
    packed.write_text(f'#!/bin/sh\ncd "{ROOT}" && exec "{sys.executable}" main.py "$@"\n', "utf-8")
    packed.chmod(0o755)
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(packed))
    assert len(cells(a_file(tmp_path, [a_row(4), a_row(5)]))) == 3


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="a system without named pipes")
def test_pipes_and_devices_are_refused(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "管道.xlsx")
    for path in (tmp_path / "管道.xlsx", Path("/dev/zero")):
        refused = refusal(path)
        assert refused.code == "import-is-no-file"
        assert str(path) in error_text(refused)


def test_one_process_reads_several_files_and_lets_them_go(tmp_path: Path) -> None:
    files = [a_file(tmp_path, [a_row(n)], name=f"{n}.xlsx") for n in (4, 5, 6)]
    seen = set()
    for file in files:
        with reader_process.reader_process() as process:
            seen.add(process)
            process.open(file, Progress())
    assert len(seen) == 1
    with reader_process.reader_process() as process, pytest.raises(InputError):
        process.ask(("sheet", 0), Progress())
    assert len(cells(files[0])) == 2


def test_files_are_read_side_by_side(tmp_path: Path) -> None:
    files = [a_file(tmp_path, [a_row(n), a_row(n + 1)], name=f"{n}.xlsx") for n in range(4, 10, 2)]
    found: dict[Path, object] = {}
    threads = [threading.Thread(target=lambda f=f: found.update({f: cells(f)[1][7]})) for f in files]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [found[file] for file in files] == [a_row(n)["姓名"] for n in range(4, 10, 2)]


def test_a_sheet_can_be_gone_through_twice_at_once(tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "长.xlsx", {"一": [[n, f"第{n}行"] for n in range(5_000)]})
    with open_sheets(path) as (_, sheets):
        rows = sheets[0].open().rows
        both = list(zip(rows, rows, strict=True))
        again = list(sheets[0].open().rows)
    assert [one[0] for one, _ in both] == list(range(5_000))
    assert [one for one, _ in both] == [other for _, other in both] == again


CELLS = st.one_of(
    st.text(),
    st.floats(allow_nan=False),
    st.booleans(),
    st.none(),
    st.integers(-(2**70), 2**70),
    st.dates(),
    st.datetimes(),
    st.times(),
    st.timedeltas(),
)


@given(st.lists(st.lists(CELLS, max_size=5), max_size=5))
def test_cells_arrive_as_they_were(rows: list[list[object]]) -> None:
    assert unpacked_rows(packed_rows([list(row) for row in rows])) == rows


def test_days_and_times_of_a_workbook_arrive(tmp_path: Path) -> None:
    day, moment = date(2024, 6, 18), datetime.fromisoformat("2024-06-18T09:30:00")
    path = write_xlsx(
        tmp_path / "日.xlsx", {"一": [["甲", day, moment, time_of_day(8, 5), timedelta(hours=30)]]}
    )
    ((_, *found),) = cells(path)
    assert found == [day, moment, time_of_day(8, 5), timedelta(hours=30)]
