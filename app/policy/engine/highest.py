"""«Highest only» among one person's prizes, some of which may be frozen and some still open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

Amounts = Mapping[str, int | None]


def highest_only(
    amounts: Mapping[int, Amounts], frozen: Mapping[int, int]
) -> dict[int, dict[str, int | None]]:
    """Return, for each prize and each of its open answers, what is due in fen if only the highest is paid.

    `amounts` are in order of precedence among equals. The highest pays what exceeds the frozen ones
    together; the others nothing. None where a prize still open decides.
    """
    live = [place for place in amounts if place not in frozen]
    return {
        place: {
            answer: _due(
                fen,
                before=[amounts[other] for other in live[: live.index(place)]],
                after=[amounts[other] for other in live[live.index(place) + 1 :]],
                frozen=frozen.values(),
            )
            for answer, fen in amounts[place].items()
        }
        for place in live
    }


def _due(
    fen: int | None, *, before: Iterable[Amounts], after: Iterable[Amounts], frozen: Iterable[int]
) -> int | None:
    if fen is None:
        return None
    beaten = [_beats(other, fen, wins_ties=True) for other in before]
    beaten += [_beats(other, fen, wins_ties=False) for other in after]
    if True in beaten or fen <= max(frozen, default=0):
        return 0
    return None if None in beaten else max(fen - sum(frozen), 0)


def _beats(amounts: Amounts, fen: int, *, wins_ties: bool) -> bool | None:
    """Return whether a prize with these possible amounts ranks before `fen`; None if that is open.

    An amount that is not known yet lies between nothing and the largest of the known ones.
    """
    known = [other for other in amounts.values() if other is not None]
    if not known:
        return None
    possible = known if len(known) == len(amounts) else [0, *known]
    beaten = {other > fen or (other == fen and wins_ties) for other in possible}
    return beaten.pop() if len(beaten) == 1 else None
