"""What the user sees: Qt, thin. One room per job of the office.

How a screen registers
----------------------
1. A room's `__init__` holds `SCREENS: tuple[ScreenSpec, ...]` and stays cheap: a screen is named by its
   module and class and imported when it is first opened.

       from ui.screens import ScreenSpec

       SCREENS = (
           ScreenSpec(key="results", title="ui_registry.title", icon="results", section="work",
                      screen="ui.registry.results_screen:ResultsScreen", waiting=_unconfirmed),
       )

   `title` is a key of `app.words`, `icon` a file of resources/icons, `section` one of
   `ui.screens.SECTIONS` ("work", "papers", "policy", "system"). Ctrl+1…9 follow the rail's order.
2. `ui/rooms.py` lists the room: one line.
3. The screen is a `ui.screens.Screen`: `__init__(context)` builds widgets only, `refresh()` reads. It says
   in `interest` which `Changes` concern it. It may override `arrive` (arguments of `context.open`),
   `search` with `search_hint` (the frame's search box), `explain` (Alt+Enter), `print_out` (Ctrl+P),
   `help_text` (F1).

What a screen is given: `ui.context.Context`
--------------------------------------------
    context.ask(self, lambda session: award_rows(session, year=2024), self._show, topic="rows")
    context.change(self, tr("…"), lambda work, progress: confirm_results(work, ids), self._done)
    context.run(self, tr("…"), lambda progress: export_payments(...), self._saved)
    context.open("awards", status="blocked")
    context.frame.show_panel(title, widget); context.frame.show_toast(text, action=…, on_action=…)
    context.store, context.actor, context.bus, context.name, context.is_rehearsal

`ask` reads on the reader thread, `change` and `run` work on the one worker thread with progress and
cancel (shown after 0.4 s) and publish what changed. Never touch a widget inside them. Errors of `app`
are shown by `ui.messages`, the only file that opens a message box (`show_error`, `confirm`, `show_text`).

Looks: `from ui.theme import mark, set_icon, tokens, theme`, widgets in `ui.widgets` (Pill, KeyFigure,
EmptyState, Banner, SectionHeader, Card, button makers). No colours, font sizes or margins of one's own:
a page's margins are `tokens.PAGE_MARGINS`. Show a widget (`setVisible(True)`) only once it has a parent,
or it flashes up as a window of its own; a test watches for it.
"""

from ui import plain_imports as plain_imports  # before anything else of Qt
