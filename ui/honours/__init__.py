"""Honours (荣誉): the registers of bases, craftsmen, introductions and honours, and who is entitled."""

from __future__ import annotations

from ui.context import Context, Session
from ui.screens import Screen, ScreenSpec


def _bases(context: Context) -> Screen:
    from ui.honours.bases_screen import BasesScreen

    return BasesScreen(context)


def _craftsmen(context: Context) -> Screen:
    from ui.honours.craftsmen_screen import CraftsmenScreen

    return CraftsmenScreen(context)


def _introductions(context: Context) -> Screen:
    from ui.honours.introductions_screen import IntroductionsScreen

    return IntroductionsScreen(context)


def _honours(context: Context) -> Screen:
    from ui.honours.honours_screen import HonoursScreen

    return HonoursScreen(context)


def _eligibility(context: Context) -> Screen:
    from ui.honours.eligibility_screen import EligibilityScreen

    return EligibilityScreen(context)


def _subsidies(context: Context) -> Screen:
    from ui.honours.subsidies_screen import SubsidiesScreen

    return SubsidiesScreen(context)


def _budget(context: Context) -> Screen:
    from ui.honours.budget_screen import BudgetScreen

    return BudgetScreen(context)


def _bases_waiting(session: Session) -> int:
    from app.honours import waiting_bases

    waiting = waiting_bases(session)
    return waiting.get("proposed", 0) + waiting.get("under-review", 0)


_TITLE = "ui_honours.{}.title".format

SCREENS = (
    ScreenSpec(
        key="bases",
        title=_TITLE("bases"),
        icon="bases",
        section="papers",
        make=_bases,
        waiting=_bases_waiting,
    ),
    ScreenSpec(
        key="craftsmen", title=_TITLE("craftsmen"), icon="craftsmen", section="papers", make=_craftsmen
    ),
    ScreenSpec(
        key="introductions",
        title=_TITLE("introductions"),
        icon="introductions",
        section="papers",
        make=_introductions,
    ),
    ScreenSpec(
        key="subsidies",
        title=_TITLE("subsidies"),
        icon="standards",
        section="papers",
        make=_subsidies,
        in_rail=False,
    ),
    ScreenSpec(
        key="budget", title=_TITLE("budget"), icon="standards", section="papers", make=_budget, in_rail=False
    ),
    ScreenSpec(key="honours", title=_TITLE("honours"), icon="honours", section="papers", make=_honours),
    ScreenSpec(
        key="eligibility",
        title=_TITLE("eligibility"),
        icon="eligibility",
        section="papers",
        make=_eligibility,
    ),
)
