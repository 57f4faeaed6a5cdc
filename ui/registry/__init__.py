"""The registry's screens (成绩): contests, their events and results, people and units."""

from __future__ import annotations

from ui.context import Context, Session
from ui.screens import Screen, ScreenSpec


def _results(context: Context) -> Screen:
    from ui.registry.results_screen import ResultsScreen

    return ResultsScreen(context)


def _person(context: Context) -> Screen:
    from ui.registry.person_screen import PersonScreen

    return PersonScreen(context)


def _unit(context: Context) -> Screen:
    from ui.registry.unit_screen import UnitScreen

    return UnitScreen(context)


def _unconfirmed(session: Session) -> int:
    from app.registry import waiting_confirmations

    return waiting_confirmations(session)


SCREENS = (
    ScreenSpec(
        key="results",
        title="ui_registry.title",
        icon="results",
        section="work",
        make=_results,
        waiting=_unconfirmed,
    ),
    ScreenSpec(
        key="person",
        title="ui_registry.person.title",
        icon="person",
        section="work",
        make=_person,
        in_rail=False,
    ),
    ScreenSpec(
        key="unit", title="ui_registry.unit.title", icon="unit", section="work", make=_unit, in_rail=False
    ),
)
