"""Read small text files as offices save them: UTF-8 with or without a mark, or GB18030."""

from __future__ import annotations

from pathlib import Path

from app.errors import InputError, NotFoundError
from app.os_problems import os_problem

_MOST_BYTES = 4 * 1024 * 1024


def read_text(path: Path) -> str:
    """Return the text of a small file. Raises NotFoundError, or InputError where it is no text."""
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise InputError("text-too-long", path=path)
        body = path.read_bytes()
    except FileNotFoundError as error:
        raise NotFoundError("file-missing", path=path) from error
    except OSError as error:
        raise InputError("file-unreadable", path=path, problem=os_problem(error)) from error
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError("not-text", path=path)
