"""The window: Qt, thin. One room per job of the office, named as the room of `app` that it shows.

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
2. `all_screens` in `ui/application.py` lists the room: one line.
3. The screen is a `ui.screens.Screen`: `__init__(context)` builds widgets only, `refresh()` reads. It says
   in `interest` which `Changes` concern it, and in `is_of_today` whether it must be read again on another
   day. It may override `arrive` (arguments of `context.open`),
   `search` with `search_hint` (the frame's search box), `explain` (Alt+Enter), `print_out` (Ctrl+P),
   `help_text` (F1).

What a screen is given: `ui.context.Context`
--------------------------------------------
    context.ask(self, lambda session: award_rows(session, ids), self._show, topic="rows")
    context.change(self, tr("…"), lambda work, progress: confirm_results(work, ids), self._done)
    context.run(self, tr("…"), lambda progress: export_payments(...), self._saved)
    context.open("awards", status="blocked")
    context.needs(Right.CONFIRM, self.confirm)  # disabled, with the reason, for an account without the right
    context.frame.show_panel(title, widget); context.frame.show_toast(text, action=…, on_action=…)
    context.store, context.actor, context.bus, context.name, context.is_rehearsal

`ask` reads on the reader thread; `change` and `run` work on the one worker thread with progress and cancel
(shown after 0.4 s), and `change` publishes what changed. Work that is queued never touches a widget and
never reads one: who acts is bound by `change` when it is called, and what is chosen on the screen is taken
into local variables before. Errors of `app` are shown by `ui.messages`, the only file that opens a message
box (`show_error`, `confirm`, `ask_reason`, `show_text`); files are chosen by `ui.file_dialogs`.

Looks: `from ui.theme import mark, set_icon, tokens, theme`, widgets from `ui.widgets`, dialogs that ask for
facts from `ui.forms`, tables from `ui.tables`. No colours, font sizes or margins of one's own: a page's
margins are `tokens.PAGE_MARGINS`. Show a widget (`setVisible(True)`) only once it has a parent, or it
appears for a moment as a window of its own; a test watches for it.
"""

import builtins as _builtins

# PySide6 replaces `import` by its own, which looks at the source of every module imported after it for a
# switch (`from __feature__ import …`) that this program does not use. Under it the store's modules take
# 60 ms and 20 MB more (measured with PySide6 6.11 and SQLAlchemy 2.1), so that Python's own is put back.
_import = _builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - the hook comes with this

_builtins.__import__ = _import
