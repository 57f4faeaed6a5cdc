"""Amounts as people enter them, in yuan."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation

MOST_YUAN = 10**11


def fen_entered(text: str) -> int | None:
    """Return an amount in yuan as fen; None for what is no amount, below 0, or finer than a fen."""
    try:
        fen = Decimal(text.strip().replace(",", "").replace("，", "")) * 100
    except InvalidOperation:
        return None
    if not fen.is_finite() or not 0 <= fen <= MOST_YUAN * 100 or fen != fen.to_integral_value():
        return None
    return int(fen)
