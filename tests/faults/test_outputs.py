"""Where a document may not go: refused before anything is written, whatever the command."""

from __future__ import annotations

import json
import os
import stat
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from app.cli import main
from app.store import open_store
from models import Certificate
from tests.faults.registry import contests, is_one_line_naming, people
from tests.synthetic import resident_id

EXPORTS = ["payments", "publicity", "designations", "eligibility", "slips"]
COMMANDS = [*(["export", what] for what in EXPORTS), ["certificates"]]
ENDS = ["", "-wal", "-shm"]

every_command = pytest.mark.parametrize("words", COMMANDS, ids="-".join)


@pytest.fixture
def assessed(registry: Path) -> Path:
    """A registry with one award, closed."""
    assert main(["--db", str(registry), "assess"]) == 0
    return registry


def certificates(registry: Path) -> int:
    with closing(open_store(str(registry))) as store, store.reading() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


@every_command
@pytest.mark.parametrize("end", ENDS)
@pytest.mark.parametrize("force", [[], ["--force"]], ids=["plain", "forced"])
def test_no_document_takes_the_place_of_the_registry(
    assessed: Path, words: list[str], end: str, force: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    before = assessed.read_bytes()
    target = f"{assessed}{end}"
    capsys.readouterr()
    code = main(["--db", str(assessed), *words, target, *force])
    said = capsys.readouterr()

    assert (code, said.out) == (1, "")
    assert is_one_line_naming(said.err.strip(), target)
    assert assessed.read_bytes() == before
    assert (contests(assessed), certificates(assessed)) == (1, 0)


@every_command
def test_a_file_of_another_kind_stays_unless_that_is_wished(
    assessed: Path, words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 mine")
    capsys.readouterr()
    assert main(["--db", str(assessed), *words, str(photo)]) == 1
    assert is_one_line_naming(capsys.readouterr().err.strip(), photo)
    assert photo.read_bytes() == b"\xff\xd8\xff\xe0 mine"
    assert certificates(assessed) == 0

    assert main(["--db", str(assessed), *words, str(photo), "--force"]) == 0
    assert photo.read_bytes()[:2] in (b"PK", b"%P")
    assert stat.S_IMODE(photo.stat().st_mode) == 0o600


def a_faulty_list(folder: Path) -> Path:
    """A list of two rows, one of which is kept out."""
    rows = [
        "竞赛名称,竞赛级别,成绩公布日期,赛项,名次,姓名,证件号码",
        f"示例市竞赛,市级一类,2024-06-18,砌筑,1,张三,{resident_id(7)}",
        "示例市竞赛,市级一类,2024-06-18,砌筑,2,李四,410704199001011234",
    ]
    file = folder / "成绩.csv"
    file.write_text("\n".join(rows), "utf-8")
    return file


@pytest.mark.parametrize("target", ["registry", "journal", "list", "photo"])
def test_rejected_rows_never_replace_a_file_and_nothing_is_imported(
    registry: Path, tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    source, photo = a_faulty_list(tmp_path), tmp_path / "照片.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0 mine")
    targets = {"registry": registry, "journal": Path(f"{registry}-wal"), "list": source, "photo": photo}
    before, known = source.read_bytes(), people(registry)
    capsys.readouterr()
    code = main(["--db", str(registry), "import", str(source), "--rejected", str(targets[target])])

    assert code == 1
    assert is_one_line_naming(capsys.readouterr().err.strip(), targets[target])
    assert (source.read_bytes(), photo.read_bytes()) == (before, b"\xff\xd8\xff\xe0 mine")
    assert people(registry) == known


def test_a_demo_takes_nobodys_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    mine = tmp_path / "payments.xlsx"
    mine.write_bytes(b"mine")

    assert main(["demo", str(tmp_path)]) == 1
    assert mine.read_bytes() == b"mine"
    capsys.readouterr()
    assert main(["demo", str(tmp_path), "--force", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] > 0
    assert mine.read_bytes()[:2] == b"PK"


def test_all_that_is_written_may_be_read_by_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        assert main(["demo", str(tmp_path / "demo")]) == 0
    finally:
        os.umask(before)
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in (tmp_path / "demo").iterdir()}

    assert set(modes.values()) == {0o600}
    assert {"payments.xlsx", "certificates.pdf", "summary.txt"} <= set(modes)
