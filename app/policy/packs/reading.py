"""Read a pack's files into one checked whole; all faults of all files are found before any is reported."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

from app.errors import InputError
from app.os_problems import os_problem
from app.policy.packs.checking import check
from app.policy.packs.faults import Fault
from app.policy.packs.schema import PolicyFile
from app.policy.packs.yaml_reader import MOST_CHARACTERS, LinedYaml, read_lined_yaml

_MOST_BYTES = 4 * MOST_CHARACTERS


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
    pack = ReadPack(place.name)
    digest = hashlib.sha256()
    for path in paths:
        body = _body(path)
        digest.update(path.name.encode() + b"\0" + body + b"\0")
        _read_file(path, body, place, pack)
    pack.digest = digest.hexdigest()
    keys = {file.data.policy for file in pack.files}
    for file in pack.files:
        if len(keys) > 1 and file.data.policy != pack.key:
            problem = f"同一政策的文件 policy 必须相同：{file.data.policy} 与 {pack.key}"
            pack.faults.append(file.lines.fault(["policy"], problem))
    return pack


def _body(path: Path) -> bytes:
    """Return a file's content, cut off where it is longer than any rule file, so that it is refused."""
    try:
        with path.open("rb") as file:
            return file.read(_MOST_BYTES + 1)
    except OSError as error:
        raise InputError("file-unreadable", path=path, problem=os_problem(error)) from error


def _read_file(path: Path, body: bytes, place: Path, pack: ReadPack) -> None:
    name = path.name if place.is_file() else path.relative_to(place.parent).as_posix()
    if len(body) > _MOST_BYTES:
        pack.faults.append(Fault(name, 0, "", "文件太大，不像规则文件，请检查是否选错了文件"))
        return
    try:
        text = body.decode("utf-8-sig")
    except UnicodeDecodeError:
        pack.faults.append(Fault(name, 0, "", "不是 UTF-8 文字，请另存为 UTF-8"))
        return
    lines = read_lined_yaml(text, file=name)
    data = check(PolicyFile, lines, faults=pack.faults)
    if data is not None:
        pack.files.append(ReadFile(path, lines, data))
