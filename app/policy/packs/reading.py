"""Read a pack's files into one checked whole; every fault of every file is found before any is told."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.policy.packs.checking import check
from app.policy.packs.faults import Fault
from app.policy.packs.schema import PolicyFile
from app.policy.packs.yaml_reader import LinedYaml, read_lined_yaml

CASES = "cases"


@dataclass(slots=True)
class ReadFile:
    """One file with its checked data and its lines."""

    path: Path
    lines: LinedYaml
    data: PolicyFile


@dataclass(slots=True)
class ReadPack:
    """All files of a pack that could be read, and all faults found so far."""

    source: str
    files: list[ReadFile] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    digest: str = ""

    @property
    def key(self) -> str:
        """Return the policy's key, as the first file names it."""
        return self.files[0].data.policy if self.files else ""


def pack_files(place: Path, *, with_cases: bool = False) -> list[Path]:
    """Return the YAML files of a pack: one file, or a folder's, its cases only if asked for."""
    if place.is_file():
        return [place]
    pattern = "**/*.yaml" if with_cases else "*.yaml"
    return sorted(place.glob(pattern))


def read_pack(place: Path, *, with_cases: bool = False) -> ReadPack:
    """Return the pack at `place` (a folder or one file). Raise InputError where there is nothing."""
    paths = pack_files(place, with_cases=with_cases)
    if not paths:
        raise InputError("file-missing", path=place)
    pack = ReadPack(place.name, digest=_digest(paths))
    for path in paths:
        _read_file(path, place, pack)
    keys = {file.data.policy for file in pack.files}
    for file in pack.files:
        if len(keys) > 1 and file.data.policy != pack.key:
            problem = f"同一政策的文件 policy 必须相同：{file.data.policy} 与 {pack.key}"
            pack.faults.append(file.lines.fault(["policy"], problem))
    return pack


def _read_file(path: Path, place: Path, pack: ReadPack) -> None:
    name = path.name if place.is_file() else path.relative_to(place.parent).as_posix()
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        pack.faults.append(Fault(name, 0, "", "不是 UTF-8 文字，请另存为 UTF-8"))
        return
    lines = read_lined_yaml(text, file=name)
    data = check(PolicyFile, lines, faults=pack.faults)
    if data is not None:
        pack.files.append(ReadFile(path, lines, data))


def _digest(paths: Sequence[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
