"""The registry's screens (成绩): contests, their events and results, people and units."""

from __future__ import annotations

from ui.context import Session
from ui.screens import ScreenSpec


def _unconfirmed(session: Session) -> int:
    from app.registry import waiting_confirmations

    return waiting_confirmations(session)


def _unverified_documents(session: Session) -> int:
    from app.registry import unverified_documents

    return unverified_documents(session)


SCREENS = (
    ScreenSpec(
        key="results",
        title="ui_registry.title",
        icon="results",
        section="work",
        screen="ui.registry.results_screen:ResultsScreen",
        waiting=_unconfirmed,
    ),
    ScreenSpec(
        key="person",
        title="ui_registry.person.title",
        icon="person",
        section="work",
        screen="ui.registry.person_screen:PersonScreen",
        in_rail=False,
    ),
    ScreenSpec(
        key="unit",
        title="ui_registry.unit.title",
        icon="unit",
        section="work",
        screen="ui.registry.unit_screen:UnitScreen",
        in_rail=False,
    ),
)

DOCUMENTS = ScreenSpec(
    key="documents",
    title="ui_registry.documents.title",
    icon="documents",
    section="policy",
    screen="ui.registry.documents_screen:DocumentsScreen",
    waiting=_unverified_documents,
)  # stands with the policy's screens, which lean on it
