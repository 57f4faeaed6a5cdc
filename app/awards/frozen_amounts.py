"""What was decided for an award (定下的金额): the amount in the explanation that its review froze.

The program never changes the amount of a frozen award. Where the two differ, the database was changed past
it, and the frozen amount is what was decided.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.formats import money
from app.words import tr
from models import Explanation
from models.bulk import batched_ids


def decided_amounts(session: Session, award_ids: Collection[int]) -> dict[int, int]:
    """Return, by award, the amount in fen that its review froze; awards without a readable one are absent."""
    query = select(Explanation.award_id, Explanation.body)
    found = {}
    for some in batched_ids(award_ids):
        for award, body in session.execute(query.where(Explanation.award_id.in_(some))):
            fen = _amount_in(body)
            if fen is not None:
                found[int(award)] = fen
    return found


def altered_awards(session: Session, amounts: Iterable[tuple[int, int]]) -> list[str]:
    """Return, in words, which of these frozen awards (id, amount in fen) are not what was decided."""
    present = dict(amounts)
    decided = decided_amounts(session, present)
    return [
        tr("awards.altered", award=award, decided=money(fen), present=money(present[award]))
        for award, fen in sorted(decided.items())
        if fen != present[award]
    ]


def _amount_in(body: str) -> int | None:
    try:
        fen = json.loads(body)["amount_fen"]
    except (ValueError, KeyError, TypeError):
        return None
    return fen if isinstance(fen, int) else None
