"""The main window: frame and navigation. Screens register themselves, see `ui/__init__.py`."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QKeySequence,
    QShortcut,
)
from PySide6.QtWidgets import QFrame, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.errors import StorageError
from app.words import tr
from ui.context import Context
from ui.frame.bars import RehearsalBar, StatusLine, TopBar
from ui.frame.rail import Rail, WaitingCounts
from ui.frame.side_panel import SidePanel, help_page
from ui.frame.toast import Toast
from ui.messages import show_error
from ui.screens import Screen, ScreenSpec
from ui.search_indexing import SearchIndexing
from ui.widgets import column, row

SMALLEST = 640, 360  # px: less than a screen of 1366 × 768 at 200 % has
WHOLE = 1024, 640  # px that rail, page and panel need; a smaller window scrolls over them
SEARCH_HOME = "results"  # where a search goes from a screen that has none


class MainWindow(QMainWindow):
    """Rail, top bar, page, side panel and status line around one open registry."""

    first_painted = Signal()
    closing = Signal()
    lock_wanted = Signal()

    def __init__(self, specs: tuple[ScreenSpec, ...]) -> None:
        super().__init__()
        self._specs = {spec.key: spec for spec in specs}
        self._screens: dict[str, Screen] = {}
        self._path: list[str] = []
        self.context: Context | None = None
        self._counts: WaitingCounts | None = None
        self._indexing: SearchIndexing | None = None
        self._is_painted = self._is_broken = False
        self._on_panel_closed: Callable[[], None] | None = None
        self.setWindowTitle(tr("ui.frame.program"))
        self.setAcceptDrops(True)
        self.setMinimumSize(*SMALLEST)
        self.resize(1366, 768)
        self._build(tuple(spec for spec in specs if spec.in_rail))
        self._bind_keys(tuple(spec.key for spec in specs if spec.in_rail))

    def _build(self, in_rail: tuple[ScreenSpec, ...]) -> None:
        self.rail, self.top, self.status, self.panel = Rail(in_rail), TopBar(), StatusLine(), SidePanel()
        self.rehearsal = RehearsalBar()
        self.pages = QStackedWidget()
        self.toast = Toast(self.pages)
        self.rail.chosen.connect(self.open_screen)
        self.top.search.searched.connect(self._search)
        self.top.help_clicked.connect(self.show_help)
        self.top.back_clicked.connect(self.go_back)
        self.panel.closed.connect(self._panel_closed)
        page_column = column(self.top, self.pages, self.status, gap=0)
        page_column.setStretch(1, 1)
        body = row(self.rail, page_column, self.panel, gap=0)
        body.setStretch(1, 1)
        whole = QWidget()
        layout = QVBoxLayout(whole)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.rehearsal)
        layout.addLayout(body, stretch=1)
        whole.setMinimumSize(*WHOLE)
        whole.installEventFilter(self)
        self.area = QScrollArea(widgetResizable=True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(whole)
        self.setCentralWidget(self.area)
        self.rail.setEnabled(False)
        self.top.search.setEnabled(False)

    # -- the registry

    def open_registry(self, context: Context, *, policy: str) -> None:
        """Show `context`'s registry: every screen is made anew for it."""
        self._forget_screens()
        self.context = context
        self.rail.setEnabled(True)
        self.top.search.setEnabled(True)
        context.bus.actor_changed.connect(self.show_actor)
        self.show_actor()
        self.rehearsal.setVisible(context.is_rehearsal)
        self.show_policy(policy)
        self.status.show_state("done", tr("ui.frame.connected"))
        self.show_name(context.name)
        self._counts = WaitingCounts(self, context, tuple(self._specs.values()), self.rail.show_count)
        self._indexing = SearchIndexing(self, context)
        self.open_screen(next(iter(self._specs)))

    def leave_registry(self) -> None:
        """Show nothing of the registry any more until somebody logs in; its store stays open."""
        self._forget_screens()
        self.context = None
        self.rail.setEnabled(False)
        self.top.search.setEnabled(False)

    def show_name(self, name: str) -> None:
        """Show the registry's name."""
        self.setWindowTitle(tr("ui.frame.title", name=name))
        if self.context is not None:
            self.status.show_registry(name, self.context.store.name)

    def show_actor(self) -> None:
        """Show who acts, with the roles of the account."""
        if self.context is not None:
            self.top.show_actor(self.context.actor)

    def show_policy(self, policy: str) -> None:
        """Show the registry's policy."""
        self.status.policy.setText(tr("ui.frame.policy", name=policy))

    def show_start(self, page: QWidget, *, title: str = "") -> None:
        """Show `page` instead of a registry: nothing is open yet."""
        self._forget_screens()
        self.top.title.setText(title or tr("ui.start.title"))
        self.status.show_state("none", tr("ui.frame.nothing-open"))
        self._show_page(page)
        page.setFocus()

    def _forget_screens(self) -> None:
        if self._indexing is not None:
            self._indexing.end()
        self._clear_panel()
        self._path.clear()
        self._screens.clear()
        while (page := self.pages.widget(0)) is not None:
            self.pages.removeWidget(page)
            page.hide()
            page.deleteLater()

    # -- navigation

    def open_screen(self, key: str, **arguments: Any) -> None:
        """Show the screen `key`, with `arguments` for its `arrive`."""
        if self.context is None or key not in self._specs:
            return
        if not self._path or self._path[-1] != key:
            self._path.append(key)
            self._clear_panel()
            self.top.search.blockSignals(True)
            self.top.search.clear()
            self.top.search.blockSignals(False)
        self._show(self.context, key)
        if arguments:
            self._screens[key].arrive(**arguments)

    def _show(self, context: Context, key: str) -> None:
        spec = self._specs[key]
        if key not in self._screens:
            self._screens[key] = spec.make(context)
        screen = self._screens[key]
        self.top.title.setText(tr(spec.title))
        self.top.search.setPlaceholderText(screen.search_hint or tr("ui.frame.search-hint"))
        self.top.back.setVisible(len(self._path) > 1 and not spec.in_rail)
        self.rail.show_current(key)
        self._show_page(screen)
        self._focus_page()

    def _show_page(self, page: QWidget) -> None:
        if self.pages.indexOf(page) < 0:
            self.pages.addWidget(page)
        self.pages.setCurrentWidget(page)

    def current_screen(self) -> Screen | None:
        """Return the current screen."""
        page = self.pages.currentWidget()
        return page if isinstance(page, Screen) else None

    def go_back(self) -> None:
        """Show the screen that was open before."""
        if self.context is not None and len(self._path) > 1:
            self._path.pop()
            self._clear_panel()
            self._show(self.context, self._path[-1])

    def escape(self) -> None:
        """Clear the search, else close the side panel, else go back."""
        if self.top.search.hasFocus():
            self.top.search.clear()
            self._focus_page()
        elif self.panel.isVisible():
            self.panel.close_panel()
        else:
            self.go_back()

    # -- what screens may ask of the frame

    def show_panel(self, title: str, content: QWidget, *, on_close: Callable[[], None] | None = None) -> None:
        """Show `content` in the side panel on the right."""
        self._on_panel_closed = on_close
        self.panel.show_content(title, content)

    def _clear_panel(self) -> None:
        self._on_panel_closed = None
        self.panel.clear()

    def _panel_closed(self) -> None:
        if self._on_panel_closed is not None:
            self._on_panel_closed()
        self._focus_page()

    def close_panel(self) -> None:
        """Close the side panel."""
        self._clear_panel()

    def show_store_state(self, error: StorageError | None) -> None:
        """Show in the status line whether the store answers, and once in a box when it stops answering."""
        was_broken, self._is_broken = self._is_broken, error is not None
        if was_broken == self._is_broken:
            return
        if error is None:
            self.status.show_state("done", tr("ui.frame.connected"))
        else:
            self.status.show_state("wrong", tr("ui.frame.broken"))
            show_error(self, error)

    def show_toast(self, text: str, *, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Show a toast."""
        self.toast.show_toast(text, action, on_action)

    def show_help(self) -> None:
        """Show the help of the current screen and the keys in the side panel."""
        screen = self.current_screen()
        self.show_panel(tr("ui.frame.help"), help_page(screen.help_text() if screen else ""))

    # -- keys

    def _bind_keys(self, in_rail: tuple[str, ...]) -> None:
        """Bind the keys that work on every screen; Ctrl+1…9 open the screens of the rail in its order."""
        acts: dict[str, Callable[[], object]] = {
            f"Ctrl+{place}": partial(self.open_screen, key) for place, key in enumerate(in_rail[:9], start=1)
        }
        acts |= {
            "Ctrl+I": partial(self.open_screen, "importing"),
            "Ctrl+K": self.focus_search,
            "Ctrl+F": self.focus_search,
            "Alt+Return": partial(self._on_screen, lambda screen: screen.explain()),
            "Ctrl+P": partial(self._on_screen, lambda screen: screen.print_out()),
            "Ctrl+U": self.top.actor_clicked.emit,
            "Ctrl+L": self.lock_wanted.emit,
            "F5": partial(self._on_screen, lambda screen: screen.refresh()),
            "F1": self.show_help,
            "Escape": self.escape,
            "Alt+Left": self.go_back,
        }
        for keys, act in acts.items():
            shortcut = QShortcut(QKeySequence(keys), self, context=Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(act)

    def _on_screen(self, act: Callable[[Screen], None]) -> None:
        if (screen := self.current_screen()) is not None:
            act(screen)

    def focus_search(self) -> None:
        """Move the keyboard to the search box and select its text."""
        self.top.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.top.search.selectAll()

    def _focus_page(self) -> None:
        if (page := self.pages.currentWidget()) is not None:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _search(self, text: str) -> None:
        screen = self.current_screen()
        if screen is None:
            return
        if not screen.search_hint and text and SEARCH_HOME in self._specs:
            self.open_screen(SEARCH_HOME)
            self.top.search.setText(text)
            screen = self.current_screen()
        if screen is not None:
            screen.search(text)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept files wherever they are dropped."""
        if self.context is not None and any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Begin an import of the files dropped, all of them at once."""
        event.acceptProposedAction()
        files = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        self.open_screen("importing", files=files)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Emit `first_painted` once; the window itself is never painted, what lies over it is."""
        if event.type() == QEvent.Type.Paint and not self._is_painted:
            self._is_painted = True
            self.first_painted.emit()
        return super().eventFilter(watched, event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Emit `closing`."""
        self.closing.emit()
        event.accept()
