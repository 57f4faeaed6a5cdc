"""Changes that assess anew: what they move in money is shown and confirmed before anything is applied."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtWidgets import QWidget

from app.errors import Cancelled
from app.formats import money, money_difference
from app.words import scoped
from ui.context import Context
from ui.messages import confirm, show_error

if TYPE_CHECKING:
    from app.accounts import Actor
    from app.awards import MoneyMove
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

T = TypeVar("T")
_w = scoped("ui.money-moves")


def change_money(
    context: Context,
    owner: QWidget,
    label: str,
    act: Callable[[UnitOfWork, Progress], T],
    on_done: Callable[[T], None] | None = None,
    *,
    on_failure: Callable[[BaseException], None] | None = None,
    actor: Actor | None = None,
) -> None:
    """Write in the background as `Context.change` does, asking first where proposals would change.

    The act is tried; where it moves money it is taken back, before, after and difference are shown, and it is
    carried out if the user says so. Whoever pressed the button carries it out both times. `on_failure` is
    called too where the user says no, with `Cancelled`.
    """
    who = actor or context.actor

    def run(*, is_confirmed: bool) -> None:
        def guarded(work: UnitOfWork, progress: Progress) -> T:
            from app.awards import require_confirmed

            return require_confirmed(work, lambda: act(work, progress), is_confirmed=is_confirmed)

        context.change(owner, label, guarded, on_done, failed, actor=who)

    def failed(error: BaseException) -> None:
        from app.awards import MoneyMovesError

        if isinstance(error, MoneyMovesError):
            if confirm(owner, _text(error.move), action=_w("apply"), detail=_detail(error.move)):
                run(is_confirmed=True)
            elif on_failure is not None:
                on_failure(Cancelled())
        elif on_failure is not None:
            on_failure(error)
        elif not isinstance(error, Cancelled):
            show_error(owner, error)

    run(is_confirmed=False)


def _text(move: MoneyMove) -> str:
    fen = move.difference_fen
    figures = {"before": money(move.before.amount_fen), "after": money(move.after.amount_fen)}
    return _w("text" if fen else "text-same-sum", difference=money_difference(fen), **figures)


def _detail(move: MoneyMove) -> str:
    return _w(
        "detail",
        proposed=f"{move.before.proposed:,}",
        proposed_after=f"{move.after.proposed:,}",
        blocked=f"{move.before.blocked:,}",
        blocked_after=f"{move.after.blocked:,}",
    )
