"""What can be done with awards: assess, review (复核) and take a review back, make slips (核算单)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from app.formats import money
from app.words import tr
from ui.context import Context, Session
from ui.file_dialogs import choose_save_path
from ui.messages import ask_reason, confirm
from ui.money_moves import change_money

if TYPE_CHECKING:
    from app.awards import AssessReport, AwardRow, SlipReport
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork


def assess(owner: QWidget, context: Context, on_done: Callable[[], None] | None = None) -> None:
    """Assess all results in the background and show a toast with the outcome.

    Where proposals would come to something else, that is shown and asked before it is applied.
    """

    def work(unit: UnitOfWork, progress: Progress) -> AssessReport:
        from app.awards import assess_all

        return assess_all(unit, progress)

    def done(report: AssessReport) -> None:
        key = "ui.awards.assessed" if report.written else "ui.awards.assessed-same"
        context.frame.show_toast(tr(key, n=f"{report.results:,}", written=f"{report.written:,}"))
        if on_done is not None:
            on_done()

    change_money(context, owner, tr("ui.awards.assessing"), work, done)


def review(owner: QWidget, context: Context, awards: Sequence[int]) -> None:
    """Review the proposals among `awards` as the second person, after asking.

    The reviewer is whoever acts when this is called. What is no proposal, or rests on a result that nobody
    confirmed, is left out and counted.
    """
    actor = context.actor

    def ask(rows: list[AwardRow]) -> None:
        fit = [each for each in rows if each.state == "proposed" and each.result_state == "confirmed"]
        if not fit:
            context.frame.show_toast(tr("ui.awards.review-none"))
            return
        total = money(sum(each.amount_fen or 0 for each in fit))
        text = tr("ui.awards.review-ask", n=f"{len(fit):,}", amount=total)
        left_out = len(rows) - len(fit)
        detail = tr("ui.awards.review-detail")
        if left_out:
            detail = f"{tr('ui.awards.review-left-out', n=f'{left_out:,}')}{detail}"
        if confirm(owner, text, action=tr("ui.awards.review-do"), detail=detail):
            do([each.id for each in fit])

    def do(ids: list[int]) -> None:
        def work(unit: UnitOfWork, progress: Progress) -> int:
            from app.awards import review_awards

            return review_awards(unit, ids, progress)

        def done(count: int) -> None:
            context.frame.show_toast(tr("ui.awards.reviewed", n=f"{count:,}"))

        context.change(owner, tr("ui.awards.reviewing"), work, done, actor=actor)

    def read(session: Session) -> list[AwardRow]:
        from app.awards import award_page

        return award_page(session, awards)

    context.ask(owner, read, ask, topic="review")


def take_review_back(owner: QWidget, context: Context, award: int, *, person: str) -> None:
    """Make a reviewed award a proposal again (撤回复核), after asking why."""
    actor = context.actor
    text = tr("ui.awards.withdraw-review-ask", person=person)
    label, action = tr("ui.awards.withdraw-review-reason"), tr("ui.awards.withdraw-review-do")
    if (reason := ask_reason(owner, text, label=label, action=action)) is None:
        return

    def work(unit: UnitOfWork, _progress: Progress) -> int:
        from app.awards import withdraw_review

        return withdraw_review(unit, [award], reason=reason)

    def done(_count: int) -> None:
        context.frame.show_toast(tr("ui.awards.review-withdrawn"))

    context.change(owner, tr("ui.awards.reviewing"), work, done, actor=actor)


def make_slips(parent: QWidget, context: Context, awards: Sequence[int], *, name: str) -> None:
    """Write the slips of these awards to a file the user chooses; `name` suggests the file's name."""
    title, kind = tr("ui.explain.slip-file"), tr("ui.explain.slip-kind")
    place = choose_save_path(parent, title, name=tr("ui.explain.slip-name", name=name), kinds=kind)
    if place is None:
        return

    store = context.store

    def work(progress: Progress) -> SlipReport:
        from app.anchors import anchored_digest
        from app.awards import export_slips

        digest = anchored_digest(store, place)
        with store.reading() as session:
            return export_slips(
                session, place, award_ids=awards, now=store.clock(), digest=digest, progress=progress
            )

    def done(report: SlipReport) -> None:
        text = tr("ui.explain.slip-made", people=f"{report.people:,}", awards=f"{report.awards:,}")
        context.show_saved(place, text)

    context.run(parent, tr("ui.explain.slip-making"), work, done)
