"""The columns in which awards of batches are listed."""

from __future__ import annotations

from app.awards import AwardRow, place_words
from app.batches import BatchLeftOut
from app.formats import money
from app.words import scoped, tr
from ui.tables import Column

_w = scoped("ui_batches.award")


def amount_words(fen: int | None) -> str:
    """Return an amount; a dash where there is none."""
    return "—" if fen is None else money(fen)


def award_columns() -> tuple[Column[AwardRow], ...]:
    """Return the columns of awards that may enter a batch."""
    return (
        Column(_w("person"), lambda award: award.person, 88, is_strong=True),
        Column(_w("unit"), lambda award: award.unit or "—", 190),
        Column(_w("contest"), lambda award: award.contest, 200, stretch=True),
        Column(_w("event"), lambda award: award.event, 130),
        Column(_w("place"), place_words, 84),
        Column(_w("amount"), lambda award: amount_words(award.amount_fen), 110, is_number=True),
    )


def left_out_columns() -> tuple[Column[BatchLeftOut], ...]:
    """Return the columns of awards that do not enter, with the reason."""
    return (
        Column(_w("person"), lambda one: one.award.person, 88, is_strong=True),
        Column(_w("level"), lambda one: tr(f"core.level.{one.award.level}"), 72),
        Column(_w("event"), lambda one: one.award.event, 130),
        Column(_w("place"), lambda one: place_words(one.award), 84),
        Column(_w("why"), lambda one: one.words, 320, stretch=True),
    )
