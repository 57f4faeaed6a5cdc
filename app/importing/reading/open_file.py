"""Open a file by its content, whatever its suffix is, and refuse early what cannot be read.

Limits bound time and memory: bytes on disk, bytes unzipped, cells of the grid. This runs in the reading
process; the program itself opens files by `isolated.open_sheets`.
"""

from __future__ import annotations

import hashlib
import re
import stat
import struct
import zipfile
from pathlib import Path

from app.errors import InputError
from app.importing.reading.delimited import read_delimited
from app.importing.reading.read_errors import translate_read_errors
from app.importing.reading.sheet import Sheet
from app.importing.reading.workbook import open_workbook
from app.importing.reading.xlsx_archive import tidy_name
from app.os_problems import os_problem
from app.words import tr

MOST_BYTES = 64 * 2**20
MOST_UNZIPPED = 400 * 2**20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BOF = b"\x09\x08\x10\x00\x00\x06\x05\x00"  # the first record of a workbook's stream
_FILEPASS = 0x2F
_OLDEST = (
    b"\x09\x00\x04\x00",
    b"\x09\x02\x06\x00",
    b"\x09\x04\x06\x00",
    b"\x09\x08\x08\x00",
    b"\x09\x08\x10\x00",
)
_MAIL_HEADERS = (b"mime-version:", b"from:", b"content-type:", b"date:", b"subject:")  # of an mht page
_MARKUP = re.compile(rb"<(?:!--|!doctype|\?xml|html|head|meta|body|table|div|style|script|tr|td)(?=[\s>/-])")
_OTHERS = {
    b"%PDF": "pdf",
    b"\x89PNG": "picture",
    b"\xff\xd8\xff": "picture",
    b"GIF8": "picture",
    b"Rar!": "archive",
    b"7z\xbc\xaf": "archive",
    b"{\\rtf": "document",
}  # beginnings of files that are no lists, by the kind they are
_OTHERS_ZIPPED = {"word/document.xml": "docx", "ppt/presentation.xml": "slides", "OFD.xml": "ofd"}
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


def sheets_of(path: Path) -> tuple[str, list[Sheet]]:
    """Return the file's SHA-256 and its sheets, each read only when asked. Raises InputError."""
    start, digest = _start_and_digest(path)
    if start.startswith(b"PK"):
        return digest, _zipped(path)
    if start.startswith(_OLE):
        return digest, _compound(path)
    return digest, [_text(path, path.read_bytes())]


def _start_and_digest(path: Path) -> tuple[bytes, str]:
    """Return the file's first bytes and its SHA-256."""
    try:
        status = path.stat()
        if stat.S_ISDIR(status.st_mode):
            raise InputError("import-is-a-folder", path=path)
        if not stat.S_ISREG(status.st_mode):  # a pipe never ends, nor does a device
            raise InputError("import-is-no-file", path=path)
        size = status.st_size
        if size > MOST_BYTES:
            raise InputError("import-too-large", path=path, size=size >> 20, limit=MOST_BYTES >> 20)
        with path.open("rb") as stream:
            start = stream.read(4096)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise InputError("file-missing", path=path) from error
    except OSError as error:
        raise InputError("import-unreadable", path=path, problem=os_problem(error)) from error
    if not start.strip(b"\0\r\n\t \xef\xbb\xbf"):
        raise InputError("import-empty", path=path)
    return start, digest


def _compound(path: Path) -> list[Sheet]:
    """Open a file of the old binary kind: an xls or et, or the wrapping of an encrypted xlsx."""
    content = path.read_bytes()
    if _ENCRYPTED in content or _is_locked(content):
        raise InputError("import-encrypted", path=path)
    return open_workbook(path, suffixes=(".xls", ".xla"), kind="xls")


def _is_locked(content: bytes) -> bool:
    """Return whether a record FILEPASS stands among the first ones of an old workbook's stream."""
    at = content.find(_BOF)
    for _ in range(12):
        if at < 0 or at + 4 > len(content):
            return False
        kind, size = struct.unpack_from("<HH", content, at)
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False


def _zipped(path: Path) -> list[Sheet]:
    with translate_read_errors(path), zipfile.ZipFile(path) as archive:
        names = {tidy_name(info.orig_filename): info.file_size for info in archive.infolist()}
    if (unzipped := sum(names.values())) > MOST_UNZIPPED:
        raise InputError("import-too-large-inside", path=path, size=unzipped >> 20, limit=MOST_UNZIPPED >> 20)
    if "xl/workbook.xml" in names:
        return open_workbook(path, suffixes=(".xlsx", ".xlsm", ".xlam"), kind="xlsx")
    if "content.xml" in names:
        return open_workbook(path, suffixes=(".ods",), kind="ods")
    if "xl/workbook.bin" in names:
        return open_workbook(path, suffixes=(".xlsb",), kind="xlsb")
    kind = next((kind for part, kind in _OTHERS_ZIPPED.items() if part in names), "archive")
    if kind != "archive" or not any(name.startswith("xl/") for name in names):
        raise InputError("import-other-kind", path=path, kind=tr(f"core.file-kind.{kind}"))
    raise InputError("import-not-a-spreadsheet", path=path)


def _text(path: Path, content: bytes) -> Sheet:
    start = content[:4096].lstrip(b"\xef\xbb\xbf \r\n\t").lower()
    is_mail = start.startswith(_MAIL_HEADERS) and b"\n" in start and b": " in start
    if (start.startswith(b"<") and _MARKUP.search(start)) or is_mail:
        raise InputError("import-is-a-web-page", path=path)
    if content.startswith(_OLDEST):
        raise InputError("import-old-format", path=path)
    kind = next((kind for mark, kind in _OTHERS.items() if content.startswith(mark)), "")
    if kind:
        raise InputError("import-other-kind", path=path, kind=tr(f"core.file-kind.{kind}"))
    return read_delimited(path, content)
