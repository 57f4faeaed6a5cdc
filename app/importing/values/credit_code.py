"""Unified social credit codes (统一社会信用代码): form and check character of GB 32100-2015.

Codes really in use fail the check, so a failure warns and never refuses.
"""

from __future__ import annotations

import re

_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
_VALUES = {character: value for value, character in enumerate(_ALPHABET)}
_WEIGHTS = tuple(pow(3, place, 31) for place in range(17))
_FORM = re.compile(f"[{_ALPHABET}]{{18}}")


def check_character(code: str) -> str:
    """Return the check character for the first 17 characters of `code`; a remainder of 0 gives «0»."""
    total = sum(weight * _VALUES[character] for weight, character in zip(_WEIGHTS, code, strict=False))
    return _ALPHABET[-total % 31]


def credit_code_form_ok(code: str) -> bool:
    """Return whether `code` has 18 characters of the alphabet."""
    return _FORM.fullmatch(code) is not None


def credit_code_ok(code: str) -> bool:
    """Return whether form and check character are right."""
    return credit_code_form_ok(code) and check_character(code) == code[17]
