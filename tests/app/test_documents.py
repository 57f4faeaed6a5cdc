"""Documents appear whole or not at all, under names that every system accepts."""

from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import (
    KINDS,
    ProtectedFiles,
    atomic_output,
    cell_text,
    check_output,
    could_be_a_formula,
    overwriting,
    safe_file_name,
)
from app.errors import DocumentError, FileInUseError
from app.words import tr

OLD = b"%PDF-1.5 old"


def write(path: Path, body: bytes = b"new") -> None:
    with atomic_output(path) as temporary:
        temporary.write_bytes(body)


def test_takes_the_place_of_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "发放表.pdf"
    out.write_bytes(OLD)
    write(out)

    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


def test_leaves_the_old_file_where_the_work_fails(tmp_path: Path) -> None:
    out = tmp_path / "发放表.pdf"
    out.write_bytes(OLD)
    with pytest.raises(ZeroDivisionError):
        fail_half_way(out)

    assert out.read_bytes() == OLD
    assert list(tmp_path.iterdir()) == [out]


def fail_half_way(out: Path) -> None:
    with atomic_output(out) as temporary:
        temporary.write_bytes(b"half")
        raise ZeroDivisionError


def test_names_a_folder_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FileInUseError) as raised:
        write(tmp_path / "没有" / "发放表.xlsx")

    assert raised.value.code == "folder-missing"


def test_names_a_folder_that_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.private_files._make_empty", refusing(errno.EACCES))
    with pytest.raises(FileInUseError) as raised:
        write(tmp_path / "发放表.xlsx")

    assert raised.value.code == "folder-not-writable"


def test_names_a_file_that_is_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "发放表.pdf"
    out.write_bytes(OLD)
    monkeypatch.setattr(Path, "replace", refusing(errno.EACCES))
    with pytest.raises(FileInUseError) as raised:
        write(out)

    assert raised.value.code == "file-in-use"
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [OLD]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised, atomic_output(tmp_path / "发放表.xlsx"):
        raise OSError(errno.ENOSPC, "No space left on device")

    assert raised.value.code == "disk-full"
    assert list(tmp_path.iterdir()) == []


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(DocumentError) as raised:
        write(tmp_path)

    assert raised.value.code == "target-is-a-folder"


def test_a_device_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path / "device"
    device.touch()
    monkeypatch.setattr(Path, "is_file", lambda _self: False)
    with pytest.raises(DocumentError) as raised:
        write(device)

    assert raised.value.code == "target-is-no-file"
    assert device.exists()


@pytest.mark.parametrize("end", ["", "-wal", "-shm"])
@pytest.mark.parametrize("is_forced", [False, True])
def test_an_open_registry_and_its_journals_are_never_replaced(
    tmp_path: Path, end: str, is_forced: bool
) -> None:
    registry = tmp_path / "registry.db"
    registry.write_bytes(b"SQLite format 3\0")
    journals = ProtectedFiles(*(tmp_path / f"registry.db{each}" for each in ("", "-wal", "-shm")))
    link = tmp_path / "发放表.xlsx"
    link.symlink_to(registry)
    for target in (tmp_path / f"registry.db{end}", tmp_path / "x" / ".." / f"registry.db{end}", link):
        with pytest.raises(DocumentError) as raised, overwriting(is_forced):
            write(target)
        assert raised.value.code == "target-is-registry"
    assert registry.read_bytes() == b"SQLite format 3\0"
    assert not (tmp_path / "registry.db-wal").exists()
    del journals


@pytest.mark.parametrize("is_forced", [False, True])
def test_a_file_that_is_read_is_never_replaced(tmp_path: Path, is_forced: bool) -> None:
    source = tmp_path / "成绩.csv"
    source.write_text("姓名", "utf-8")
    with pytest.raises(DocumentError) as raised, overwriting(is_forced):
        check_output(source, kind="text", inputs=[source])

    assert raised.value.code == "target-is-input"


@pytest.mark.parametrize(
    "body", [b"\x89PNG\r\n", b"SQLite format 3\0", "名单".encode("gb18030"), b"PK\x03\x04broken"]
)
def test_a_file_of_another_kind_is_replaced_only_where_that_is_wished(tmp_path: Path, body: bytes) -> None:
    out = tmp_path / "发放表.pdf"
    out.write_bytes(body)
    with pytest.raises(DocumentError) as raised:
        write(out)
    assert raised.value.code == "target-other-kind"
    assert out.read_bytes() == body

    with overwriting(True):
        write(out)
    assert out.read_bytes() == b"new"


def test_an_empty_file_and_one_of_the_same_kind_are_replaced(tmp_path: Path) -> None:
    empty, text = tmp_path / "a.xlsx", tmp_path / "b.txt"
    empty.touch()
    text.write_text("旧", "utf-8")
    write(empty)
    write(text)

    assert (empty.read_bytes(), text.read_bytes()) == (b"new", b"new")


def test_every_kind_has_a_name() -> None:
    assert "«" not in "".join(tr(f"core.file-kind.{kind}") for kind in (*KINDS, "other"))


def test_a_document_may_be_read_by_its_owner_only(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        write(tmp_path / "a.pdf", OLD)
        (tmp_path / "a.pdf").chmod(0o644)
        write(tmp_path / "a.pdf")
        with atomic_output(tmp_path / "b.pdf") as temporary:
            assert stat.S_IMODE(temporary.stat().st_mode) == 0o600
    finally:
        os.umask(before)

    assert {stat.S_IMODE(file.stat().st_mode) for file in tmp_path.iterdir()} == {0o600}


def test_one_disk_mounted_twice_still_gives_a_whole_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace = Path.replace

    def across(self: Path, target: Path) -> Path:
        if self.parent != target.parent:
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", across)
    write(tmp_path / "a.pdf")

    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"new"]


def refusing(number: int) -> object:
    def refuse(*_args: object, **_named: object) -> None:
        raise PermissionError(number, "refused")

    return refuse


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("a:b*c?.xlsx", "a_b_c_.xlsx"),
        ("con.txt", "_con.txt"),
        ("名单. ", "名单"),
        ("", "_"),
        ("..", "_"),
        ("发放表.xlsx", "发放表.xlsx"),
    ],
)
def test_file_names_that_windows_accepts(name: str, safe: str) -> None:
    assert safe_file_name(name) == safe


@given(st.text(max_size=400))
def test_any_text_makes_a_file_name(name: str) -> None:
    safe = safe_file_name(name)

    assert 0 < len(safe) <= 130
    assert len(safe.encode()) <= 255
    assert not set(safe) & set('<>:"/\\|?*')
    assert not safe.endswith((".", " "))


@given(st.text())
def test_cells_hold_nothing_that_xml_cannot(text: str) -> None:
    assert not any(ord(sign) < 32 and sign not in "\t\n\r" for sign in cell_text(text))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_knows_what_a_spreadsheet_might_compute(text: str) -> None:
    assert could_be_a_formula(text)
    assert not could_be_a_formula(f"张{text}")
