"""Documents appear whole or not at all, under names that every system accepts."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents import atomic_output, cell_text, could_be_a_formula, safe_file_name
from app.errors import DocumentError, FileInUseError


def write(path: Path, body: bytes = b"new") -> None:
    with atomic_output(path) as temporary:
        temporary.write_bytes(body)


def test_takes_the_place_of_the_old_file(tmp_path: Path) -> None:
    out = tmp_path / "发放表.xlsx"
    out.write_bytes(b"old")
    write(out)

    assert out.read_bytes() == b"new"
    assert list(tmp_path.iterdir()) == [out]


def test_leaves_the_old_file_where_the_work_fails(tmp_path: Path) -> None:
    out = tmp_path / "发放表.xlsx"
    out.write_bytes(b"old")
    with pytest.raises(ZeroDivisionError):
        fail_half_way(out)

    assert out.read_bytes() == b"old"
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
    monkeypatch.setattr(Path, "touch", refusing(errno.EACCES))
    with pytest.raises(FileInUseError) as raised:
        write(tmp_path / "发放表.xlsx")

    assert raised.value.code == "folder-not-writable"


def test_names_a_file_that_is_open_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = tmp_path / "发放表.xlsx"
    out.write_bytes(b"old")
    monkeypatch.setattr(Path, "replace", refusing(errno.EACCES))
    with pytest.raises(FileInUseError) as raised:
        write(out)

    assert raised.value.code == "file-in-use"
    assert [file.read_bytes() for file in tmp_path.iterdir()] == [b"old"]


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
