"""Honours (荣誉): the registers of bases, of craftsmen, and of honours given by others."""

from __future__ import annotations

from ui.context import Session
from ui.screens import ScreenSpec


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
        screen="ui.honours.bases_screen:BasesScreen",
        waiting=_bases_waiting,
    ),
    ScreenSpec(
        key="craftsmen",
        title=_TITLE("craftsmen"),
        icon="craftsmen",
        section="papers",
        screen="ui.honours.craftsmen_screen:CraftsmenScreen",
    ),
    ScreenSpec(
        key="honours",
        title=_TITLE("honours"),
        icon="honours",
        section="papers",
        screen="ui.honours.honours_screen:HonoursScreen",
    ),
)
