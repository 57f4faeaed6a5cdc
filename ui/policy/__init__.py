"""Policy (政策): rulings on what the documents leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ui.context import Context, Session
from ui.screens import Screen, ScreenSpec

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.policy import OpenQuestion


def open_ruling(
    parent: QWidget, context: Context, question: str, *, contest: str = "", event: str = ""
) -> None:
    """Ask the office to answer `question`; `contest` and `event` offer to narrow the answer to them."""
    from app.policy import ALWAYS_NARROWED_TO_EVENT

    def show(found: tuple[OpenQuestion, list[tuple[str, str]]]) -> None:
        from ui.policy.ruling_dialog import RulingDialog
        from ui.policy.scope_choice import ScopeChoice

        only_event = question in ALWAYS_NARROWED_TO_EVENT
        scope = ScopeChoice(found[1], contest=contest, event=event, only_event=only_event)
        RulingDialog(parent, context, found[0], scope=scope).open()

    context.ask(parent, lambda session: _question(session, question), show, topic="ruling")


def _question(session: Session, question: str) -> tuple[OpenQuestion, list[tuple[str, str]]]:
    from app.awards import active_rule_set
    from app.policy import OpenQuestion, answers_of
    from app.reports import places_waiting
    from app.words import tr

    declared = active_rule_set(session).policy.questions.get(question)
    if declared is None:  # a city's pack need not declare every question
        silence = tr("ui.ruling.undeclared")
        declared = OpenQuestion(question, None, silence, tuple(answers_of(question)))
    return declared, places_waiting(session, question)


def _rulings(context: Context) -> Screen:
    from ui.policy.rulings_screen import RulingsScreen

    return RulingsScreen(context)


def _waiting(session: Session) -> int:
    from app.reports import open_questions

    return len(open_questions(session))


def _library(context: Context) -> Screen:
    from ui.policy.library_screen import LibraryScreen

    return LibraryScreen(context)


def _standards(context: Context) -> Screen:
    from ui.policy.standards_screen import StandardsScreen

    return StandardsScreen(context)


def _what_if(context: Context) -> Screen:
    from ui.policy.what_if_screen import WhatIfScreen

    return WhatIfScreen(context)


def _calculators(context: Context) -> Screen:
    from ui.policy.calculators_screen import CalculatorsScreen

    return CalculatorsScreen(context)


def _check(context: Context) -> Screen:
    from ui.policy.check_screen import CheckScreen

    return CheckScreen(context)


SCREENS = (
    ScreenSpec(
        key="rulings",
        title="ui.rulings.title",
        icon="rulings",
        section="policy",
        make=_rulings,
        waiting=_waiting,
    ),
    ScreenSpec(key="library", title="ui.library.title", icon="policy", section="policy", make=_library),
    ScreenSpec(
        key="standards", title="ui.standards.title", icon="standards", section="policy", make=_standards
    ),
    ScreenSpec(key="what-if", title="ui.whatif.title", icon="what-if", section="policy", make=_what_if),
    ScreenSpec(
        key="calculators",
        title="calculators.ui.title",
        icon="calculate",
        section="policy",
        make=_calculators,
        in_rail=False,  # opened from the what-if screen
    ),
    ScreenSpec(key="check", title="ui.check.title", icon="self-check", section="system", make=_check),
)
