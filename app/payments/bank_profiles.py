"""Bank profiles (代发文件格式): a bank's form of transfers as an editable file, checked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from app.errors import InputError, NotFoundError
from app.formats import yuan
from app.paths import RESOURCES, user_data_path
from app.payments.run_pages import LineRow
from app.words import tr

FOLDER = "bank-profiles"
ENCODINGS = {"GB18030": "gb18030", "UTF-8": "utf-8"}
VALUES = (
    *("run", "position", "payee", "card", "bank", "amount", "fen"),
    *("person", "id_number", "unit", "contest", "event", "note"),
)
_TOTALS = ("count", "amount", "fen")
_KEYS = {"title", "format", "encoding", "suffix", "header", "columns", "total"}
_COLUMN_KEYS = {"title", "value", "width", "align", "fill"}


@dataclass(frozen=True, slots=True)
class BankColumn:
    """One column: its title, which value it holds; of fixed files its width in bytes and how it is filled."""

    title: str
    value: str
    width: int = 0
    align: str = "left"
    fill: str = " "


@dataclass(frozen=True, slots=True)
class BankProfile:
    """One bank's form. `total` gives the cells of the closing line, none where it is empty."""

    key: str
    title: str
    is_fixed: bool
    encoding: str
    suffix: str
    has_header: bool
    columns: tuple[BankColumn, ...]
    total: tuple[str, ...]


def bank_profiles() -> list[BankProfile]:
    """Return every profile, the user's own in the place of ours of the same name. Raises InputError."""
    return [_read(file) for file in _files().values()]


def bank_profile(key: str) -> BankProfile:
    """Return the profile of this name. Raises NotFoundError, InputError for a faulty one."""
    files = _files()
    if key not in files:
        raise NotFoundError("bank-profile-missing", key=key, known="、".join(files))
    return _read(files[key])


def _files() -> dict[str, Path]:
    folders = RESOURCES / FOLDER, user_data_path() / FOLDER
    return {file.stem: file for folder in folders for file in sorted(folder.glob("*.yaml"))}


def _read(file: Path) -> BankProfile:
    """Return a profile. Raises InputError with every fault at once."""
    try:
        content = yaml.safe_load(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise InputError("bank-profile-unreadable", path=file, problem=type(error).__name__) from error
    faults = list(_faults(content))
    if faults:
        raise InputError("bank-profile-faulty", path=file, faults="；".join(faults))
    columns = tuple(BankColumn(**{"align": "left", "fill": " ", **one}) for one in content["columns"])
    return BankProfile(
        file.stem,
        content["title"],
        content["format"] == "fixed",
        ENCODINGS[content["encoding"]],
        content["suffix"],
        content["header"],
        columns,
        tuple(content.get("total", ())),
    )


def _faults(content: object) -> Iterator[str]:
    if not isinstance(content, dict):
        yield tr("payments.profile-fault.no-mapping")
        return
    for key in sorted(map(str, set(content) - _KEYS)):
        yield tr("payments.profile-fault.unknown", field=key)
    for key in sorted(_KEYS - {"total"} - set(content)):
        yield tr("payments.profile-fault.missing", field=key)
    yield from _wrong(content, "format", ("csv", "fixed"))
    yield from _wrong(content, "encoding", tuple(ENCODINGS))
    yield from _wrong(content, "header", (True, False))
    columns = content.get("columns")
    if not isinstance(columns, list) or not columns:
        yield tr("payments.profile-fault.missing", field="columns")
        return
    for number, column in enumerate(columns, start=1):
        yield from _column_faults(column, number, is_fixed=content.get("format") == "fixed")
    total = content.get("total")
    if total is not None and (not isinstance(total, list) or len(total) != len(columns)):
        yield tr("payments.profile-fault.total", count=len(columns))
    elif total is not None:
        yield from (
            tr("payments.profile-fault.value", field="total", value=one)
            for one in total
            if not _is_total(one)
        )


def _is_total(cell: object) -> bool:
    try:
        return isinstance(cell, str) and isinstance(cell.format(**dict.fromkeys(_TOTALS, "")), str)
    except (KeyError, ValueError, IndexError):
        return False


def _wrong(content: Mapping[Any, Any], key: str, known: tuple[object, ...]) -> Iterator[str]:
    if key in content and not any(content[key] is one or content[key] == one for one in known):
        yield tr("payments.profile-fault.value", field=key, value=content[key])


def _column_faults(column: object, number: int, *, is_fixed: bool) -> Iterator[str]:
    where = f"columns[{number}]"
    if not isinstance(column, dict) or not isinstance(column.get("title"), str):
        yield tr("payments.profile-fault.missing", field=f"{where}.title")
        return
    for key in sorted(map(str, set(column) - _COLUMN_KEYS)):
        yield tr("payments.profile-fault.unknown", field=f"{where}.{key}")
    if column.get("value") not in VALUES:
        yield tr("payments.profile-fault.value", field=f"{where}.value", value=column.get("value"))
    yield from _wrong(column, "align", ("left", "right"))
    if is_fixed and (type(column.get("width")) is not int or column["width"] < 1):
        yield tr("payments.profile-fault.missing", field=f"{where}.width")
    fill = column.get("fill", " ")
    if not isinstance(fill, str) or len(fill) != 1 or not fill.isascii():
        yield tr("payments.profile-fault.value", field=f"{where}.fill", value=fill)


def value_of(line: LineRow, value: str, run: str) -> str:
    """Return what a column holds for a line: the net amount in yuan or fen, or a text as it is frozen."""
    if value == "amount":
        return yuan(line.net_fen)
    facts: dict[str, object] = {
        "run": run,
        "fen": line.net_fen,
        "note": f"{line.contest}{line.place}",
    }
    return str(facts[value] if value in facts else getattr(line, value))
