"""Write documents whole or not at all, under names and with cells that are safe wherever they are opened."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from pathlib import Path
from weakref import WeakSet

from app.errors import DocumentError, FileInUseError
from app.private_files import unfinished_file
from app.words import tr

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?$", re.IGNORECASE)
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0 has no place for these
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")
_LONGEST_NAME = 120  # characters: with a folder before it, still below Windows' 260
_MOST_BYTES = 200


KINDS = ("xlsx", "pdf", "docx", "text")
_overwriting: ContextVar[bool] = ContextVar("overwriting", default=False)
_protected: WeakSet[ProtectedFiles] = WeakSet()


class ProtectedFiles:
    """What no document may replace, as long as this object lives: an open registry, and what it was fed.

    `files` are the registry and its journals. `is_original` answers, for the SHA-256 of a file's content,
    whether the registry took that very file in: a copy of a list as it was sent is evidence.
    """

    def __init__(self, *files: Path, is_original: Callable[[str], bool] | None = None) -> None:
        self.files = files
        self.is_original = is_original
        _protected.add(self)


@contextmanager
def overwriting(is_allowed: bool) -> Iterator[None]:
    """Let documents written in the block replace files of another kind, if that `is_allowed`."""
    token = _overwriting.set(is_allowed)
    try:
        yield
    finally:
        _overwriting.reset(token)


def check_output(path: Path | str, *, kind: str = "", inputs: Iterable[Path | str] = ()) -> Path:
    """Return where a document of this `kind` is to be written, once it is clear that it may be.

    `kind` is one of `KINDS`, or "" for what the name's ending says. Raises DocumentError where the target is
    a folder, an open registry or its journal, one of `inputs`, a list that the registry took in, or a file of
    another kind (unless `overwriting` is allowed), FileInUseError where its folder is not there. Whoever
    writes only later asks this first; `atomic_output` asks it too.
    """
    target = Path(path).expanduser().absolute()
    if target.is_dir():
        raise DocumentError("target-is-a-folder", path=target)
    if target.exists() and not target.is_file():
        raise DocumentError("target-is-no-file", path=target)
    if any(_is_same(target, file) for protected in _protected for file in protected.files):
        raise DocumentError("target-is-registry", path=target)
    if any(_is_same(target, Path(file).expanduser().absolute()) for file in inputs):
        raise DocumentError("target-is-input", path=target)
    if not target.parent.is_dir():
        raise FileInUseError("folder-missing", path=target, folder=target.parent)
    if target.exists() and _is_original(target):
        raise DocumentError("target-is-original", path=target)
    wanted = kind or _kind_by_name(target)
    if target.exists() and not _overwriting.get() and _kind_of(target) not in (wanted, "empty"):
        raise DocumentError("target-other-kind", path=target, kind=tr(f"core.file-kind.{wanted or 'other'}"))
    return target


def _is_original(target: Path) -> bool:
    """Return whether the target's content is that of a file which an open registry took in."""
    asked = [protected.is_original for protected in _protected if protected.is_original is not None]
    if not asked or not target.stat().st_size:
        return False
    try:
        with target.open("rb") as stream:
            sha256 = hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError:  # what cannot be read is refused as a file of another kind
        return False
    return any(is_original(sha256) for is_original in asked)


def _is_same(one: Path, other: Path) -> bool:
    if one.exists() and other.exists():
        return one.samefile(other)
    return os.path.normcase(one.resolve()) == os.path.normcase(other.resolve())


def _kind_by_name(file: Path) -> str:
    ending = file.suffix.lower().removeprefix(".")
    return "text" if ending in ("txt", "csv", "json", "html") else ending if ending in KINDS else ""


def _kind_of(file: Path) -> str:
    """Return what a file holds, by its content: a kind of `KINDS`, `empty` or `other`."""
    try:
        with file.open("rb") as stream:
            start = stream.read(4096)
        if start.startswith(b"PK\x03\x04"):
            with zipfile.ZipFile(file) as parts:
                names = parts.namelist()
            roots = {"xl/workbook.xml": "xlsx", "word/document.xml": "docx"}
            return next((kind for root, kind in roots.items() if root in names), "other")
    except (OSError, zipfile.BadZipFile):
        return "other"
    if not start:
        return "empty"
    if start.startswith(b"%PDF-"):
        return "pdf"
    return "other" if b"\0" in start else "text"


@contextmanager
def atomic_output(path: Path | str, *, kind: str = "", inputs: Iterable[Path | str] = ()) -> Iterator[Path]:
    """Give an unfinished file that takes the place of `path` when the block ends well.

    Otherwise it goes and the old file stays as it was. It is readable by its owner alone, and stays so.
    Raises DocumentError as `check_output` does, before the block is entered, and where the disk is full;
    FileInUseError where the target is open elsewhere or its folder may not be written.
    """
    target = check_output(path, kind=kind, inputs=inputs)
    with ExitStack() as unfinished:
        with _folder_errors(target):
            temporary = unfinished.enter_context(unfinished_file(target))
        with full_disk_named(target):
            yield temporary
            _settle(temporary)
        with _replacing_errors(target):
            _replace(temporary, target)


def _replace(temporary: Path, target: Path) -> None:
    try:
        temporary.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        beside = target.with_name(temporary.name)  # one disk, mounted twice
        try:
            shutil.copy(temporary, beside)  # with its mode
            _settle(beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)


def _settle(file: Path) -> None:
    with file.open("rb+") as stream:
        os.fsync(stream.fileno())


@contextmanager
def _folder_errors(target: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        code = "folder-not-writable" if target.parent.is_dir() else "folder-missing"
        missing = FileInUseError(code, path=target, folder=target.parent)
        raise _known(error, target) or missing from error


@contextmanager
def full_disk_named(target: Path) -> Iterator[None]:
    """Raise DocumentError naming `target` where a write in the block finds its disk full or read-only."""
    try:
        yield
    except OSError as error:
        if (known := _known(error, target)) is not None:
            raise known from error
        raise


@contextmanager
def _replacing_errors(target: Path) -> Iterator[None]:
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
