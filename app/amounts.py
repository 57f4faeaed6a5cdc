"""Amounts of money as people write them, in yuan (元): one strict reader and one bound, for files and forms.

Inside the program an amount is an integer of fen. What is shown is written by `app.formats`.
"""

from __future__ import annotations

import re

from app.errors import InputError
from app.formats import money, yuan

# One thousand million yuan: far above any city's yearly budget, and low enough that the sum of millions of
# such amounts still fits a 64-bit integer of the database.
MOST_FEN = 100_000_000_000
_YUAN = re.compile(r"(?P<sign>-?)(?P<whole>0|[1-9][0-9]*)(?:\.(?P<part>[0-9]{1,2}))?")
_DECORATION = re.compile(r"[,，¥￥元\s\u3000]")


def fen_of_yuan(text: str, *, may_be_negative: bool = False) -> int:
    """Return the amount that `text` states in yuan, as fen: "333.34" → 33334.

    Only plain decimal digits with at most two decimals are read; no leading zeros, separators, exponents
    or other notations, so that no amount is read as another one. Raises InputError `amount-not-a-number`,
    `amount-form`, `amount-negative`, or `amount-too-large` beyond `MOST_FEN`.
    """
    found = _YUAN.fullmatch(text)
    if found is None:
        code = "amount-form" if re.search(r"[0-9]", text) else "amount-not-a-number"
        raise InputError(code, text=_shortened(text))
    if found["sign"] and not may_be_negative:
        raise InputError("amount-negative", text=_shortened(text))
    if len(found["whole"]) > len(str(MOST_FEN)):
        raise _too_large(text)
    fen = int(found["whole"]) * 100 + int((found["part"] or "0").ljust(2, "0"))
    if fen > MOST_FEN:
        raise _too_large(text)
    return -fen if found["sign"] else fen


def fen_entered(text: str, *, may_be_negative: bool = False) -> int:
    """Return an amount typed into a form as fen; thousands separators, ¥ and 元 may stand in it.

    Raises InputError as `fen_of_yuan` does.
    """
    return fen_of_yuan(_DECORATION.sub("", text), may_be_negative=may_be_negative)


def require_amount_within_bound(fen: int) -> None:
    """Raise InputError `amount-too-large` where an amount in fen, of either sign, is beyond `MOST_FEN`."""
    if abs(fen) > MOST_FEN:
        raise _too_large(yuan(fen))


def _too_large(text: str) -> InputError:
    return InputError("amount-too-large", text=_shortened(text), most=money(MOST_FEN))


def _shortened(text: str) -> str:
    return text if len(text) <= 24 else f"{text[:24]}…"
