"""One cell as text: numbers without «.0», days in ISO form, white space trimmed."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Any

_SPACES = re.compile(r"\s+")
_CSV_TEXT = re.compile(r'="([^"]*)"')
_FULL_WIDTH = {0xFF01 + i: 0x21 + i for i in range(94)} | {0x3000: 0x20}


def as_text(raw: Any) -> str:
    """Return a cell as people read it, trimmed: 1.0 → «1», a day in ISO form, ="0123" → 0123."""
    if isinstance(raw, str):
        text = raw.strip()
        literal = _CSV_TEXT.fullmatch(text)
        return literal[1].strip() if literal else text
    if raw is None:
        return ""
    if isinstance(raw, bool):
        return "TRUE" if raw else "FALSE"
    if isinstance(raw, float):
        return str(int(raw)) if raw.is_integer() and abs(raw) < 1e15 else f"{raw:.15g}"
    if isinstance(raw, datetime) and raw.time() == time():
        return raw.date().isoformat()
    return raw.isoformat() if isinstance(raw, date | time) else str(raw)


def half_width(text: str) -> str:
    """Return text with full-width ASCII made half-width, for reading numbers and codes only."""
    return text.translate(_FULL_WIDTH)


def compact(text: str) -> str:
    """Return half-width text without any white space, for comparing words."""
    return _SPACES.sub("", half_width(text))
