"""What may not be written is still read, where SQLite can; what may not be read is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.faults.machine import run
from tests.faults.registry import is_one_line_naming
from tests.models.registries import restored_file


@contextmanager
def mode(path: Path, bits: int) -> Iterator[None]:
    """Give a path these permissions for a while."""
    before = path.stat().st_mode
    path.chmod(bits)
    try:
        yield
    finally:
        path.chmod(before)


def test_a_read_only_file_is_read_and_not_written(registry: Path) -> None:
    before = registry.read_bytes()
    with mode(registry, 0o444):
        assert run("read", registry) == (0, "1", "")
        code, output, line = run("write", registry)
    assert (code, output) == (1, "")
    assert is_one_line_naming(line, registry)
    assert "只能读取" in line
    assert registry.read_bytes() == before


def test_a_registry_in_a_read_only_folder_is_read_and_not_written(registry: Path) -> None:
    before = registry.read_bytes()
    with mode(registry, 0o444), mode(registry.parent, 0o555):
        assert run("read", registry) == (0, "1", "")
        code, _, line = run("write", registry)
    assert code == 1
    assert is_one_line_naming(line, registry)
    assert registry.read_bytes() == before
    assert list(registry.parent.iterdir()) == [registry]


def test_a_writable_file_in_a_read_only_folder_is_not_half_written(registry: Path) -> None:
    before = registry.read_bytes()
    with mode(registry.parent, 0o555):
        assert run("read", registry) == (0, "1", "")
        code, _, line = run("write", registry)
    assert code == 1
    assert is_one_line_naming(line, registry)
    assert registry.read_bytes() == before


def test_no_registry_is_made_in_a_read_only_folder(tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir(mode=0o555)
    for place in (folder / "registry.db", folder / "下一级" / "registry.db"):
        code, _, line = run("create", place)
        assert code == 1
        assert is_one_line_naming(line, folder)
    assert list(folder.iterdir()) == []


def test_a_registry_one_may_not_read_is_named(registry: Path) -> None:
    with mode(registry, 0o000):
        code, _, line = run("read", registry)
    assert code == 1
    assert is_one_line_naming(line, registry)


def test_a_folder_one_may_not_enter_is_named(registry: Path) -> None:
    with mode(registry.parent, 0o000):
        code, _, line = run("read", registry)
    assert code == 1
    assert is_one_line_naming(line, registry)


def test_an_older_registry_that_may_not_be_written_must_be_upgraded_first(
    tmp_path: Path,
) -> None:
    folder = tmp_path / "只读"
    folder.mkdir()
    file = restored_file("0001", folder)
    before = file.read_bytes()
    with mode(file, 0o444), mode(folder, 0o555):
        code, _, line = run("read", file)
    assert code == 1
    assert is_one_line_naming(line, file)
    assert "升级" in line
    assert file.read_bytes() == before
    assert list(folder.iterdir()) == [file]


def test_an_older_registry_beside_which_no_copy_can_be_made_is_not_upgraded(tmp_path: Path) -> None:
    folder = tmp_path / "只读"
    folder.mkdir()
    file = restored_file("0001", folder)
    before = file.read_bytes()
    with mode(folder, 0o555):
        code, _, line = run("read", file)
    assert code == 1
    assert is_one_line_naming(line, file)
    assert file.read_bytes() == before
