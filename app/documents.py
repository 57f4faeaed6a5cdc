"""Write documents whole or not at all, under names and with cells that are safe wherever they are opened."""

from __future__ import annotations

import errno
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import DocumentError, FileInUseError

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no place for these
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_NAME = 120  # characters: with a folder before it, still below Windows' 260
_MOST_BYTES = 200


@contextmanager
def atomic_output(path: Path | str) -> Iterator[Path]:
    """Give a temporary file beside `path` that takes its place when the block ends well.

    Otherwise the temporary file goes and the old file stays as it was. Raises FileInUseError where the
    target is open elsewhere or its folder may not be written, DocumentError where the disk is full.
    """
    target = Path(path).expanduser().absolute()
    if target.is_dir():
        raise DocumentError("target-is-a-folder", path=target)
    if target.exists() and not target.is_file():
        raise DocumentError("target-is-no-file", path=target)
    temporary = target.with_name(f".{secrets.token_hex(8)}.tmp")
    try:
        with _folder_faults(target):
            temporary.touch()
        with _writing_faults(target):
            yield temporary
            _settle(temporary)
        with _replacing_faults(target):
            temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)


def _settle(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _folder_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "folder-not-writable" if target.parent.is_dir() else "folder-missing"
        missing = FileInUseError(code, path=target, folder=target.parent)
        raise _known(error, target) or missing from error


@contextmanager
def _writing_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if (known := _known(error, target)) is not None:
            raise known from error
        raise


@contextmanager
def _replacing_faults(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise _known(error, target) or FileInUseError("file-in-use", path=target) from error


def _known(error: OSError, target: Path) -> DocumentError | None:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DocumentError("disk-full", path=target)
    if error.errno == errno.EROFS:
        return FileInUseError("folder-not-writable", path=target)
    return None


def safe_file_name(name: str) -> str:
    """Return `name` made a file name that Windows accepts too: no reserved words, signs, trailing dots."""
    clean = _FORBIDDEN.sub("_", name).strip().rstrip(". ")
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    stem, dot, suffix = clean.rpartition(".")
    if not dot or not stem or len(suffix) > 5:
        stem, suffix = clean, ""
    return _shortened(stem) + (f".{suffix}" if suffix else "") or "_"


def _shortened(stem: str) -> str:
    """Cut to what Windows (characters) and Linux (bytes) both hold, never inside a character."""
    return stem[:_LONGEST_NAME].encode(errors="ignore")[:_MOST_BYTES].decode(errors="ignore").rstrip(". ")


def cell_text(text: str) -> str:
    """Return `text` as a spreadsheet's XML can hold it: without control characters.

    xlsxwriter takes a text that begins with <r> and ends with </r> for markup of its own and writes it
    unescaped; such a text gets a space at its end.
    """
    clean = _UNPRINTABLE.sub("\ufffd", text)
    return f"{clean} " if clean.startswith("<r>") and clean.endswith("</r>") else clean


def could_be_a_formula(text: str) -> bool:
    """Return whether a spreadsheet might take `text` for a formula when the cell is opened or edited."""
    return text.startswith(_FORMULA_STARTS)
