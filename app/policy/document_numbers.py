"""Document numbers (文号) carry six-cornered brackets 〔〕; others are corrected and the original is kept."""

from __future__ import annotations

import re

_WRONG_BRACKETS = re.compile(r"[\[［(（【]\s*(\d{4})\s*[\]］)）】](?=\s*(?:第)?\s*\d+\s*号)")


def corrected_number(text: str) -> tuple[str, str]:
    """Return `text` with its document numbers' brackets corrected, and the original, "" if it was right."""
    right = _WRONG_BRACKETS.sub(r"〔\1〕", text)
    return right, text if right != text else ""
