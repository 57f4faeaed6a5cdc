"""Opening registries: the last one, another one, a new one, the rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.changes import Changes
from app.errors import AppError, NotFoundError
from app.paths import default_registry, user_data_folder
from app.progress import Progress
from app.words import error_text, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_file, choose_save_path
from ui.main_window import MainWindow
from ui.messages import show_error
from ui.operation import Operation
from ui.preferences import keep_actor, keep_place, last_actor, last_place

if TYPE_CHECKING:
    from app.accounts import Actor
    from app.settings import RegistrySettings
    from app.store import Store


@dataclass(frozen=True)
class Opened:
    """An open store and its settings."""

    store: Store
    settings: RegistrySettings


class Opening(QObject):
    """Opens registries in a window; a child of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        window.top.actor_clicked.connect(self.change_actor)

    def open_first(self, place: str | None) -> None:
        """Open `place`, else the last registry, else the usual one; offer the start page where none is."""
        expected = place or last_place()
        chosen = expected or str(default_registry())
        self._window.status.show_state("clock", tr("ui.frame.opening"))

        def offer(error: BaseException) -> None:
            self._offer(error, missing=expected)

        self._run(tr("ui.frame.opening"), lambda _progress: _open(chosen), offer, quiet=True)

    def open_place(self, place: str) -> None:
        """Open another registry; on an error the present one stays open."""
        self._run(tr("ui.frame.opening"), lambda _progress: _open(place), self._refuse)

    def open_example(self) -> None:
        """Open the rehearsal registry, made from the bundled example on first use."""
        place = str(user_data_folder() / "rehearsal.db")
        self._run(tr("ui.start.making-example"), lambda progress: _example(place, progress), self._refuse)

    def make_empty(self) -> None:
        """Ask for a path, make an empty registry there and open it."""
        place = choose_save_path(
            self._window,
            tr("ui.start.choose-new"),
            name=tr("ui.start.file-name"),
            kinds=tr("ui.start.file-kind"),
            folder=default_registry().parent,
        )
        if place is not None:
            actor = last_actor()
            self._run(tr("ui.start.making-empty"), lambda _progress: _make(str(place), actor), self._refuse)

    def choose(self) -> None:
        """Let the user choose a registry file and open it."""
        title, kinds = tr("ui.start.choose-file"), tr("ui.start.file-kind")
        place = choose_file(self._window, title, kinds=kinds, folder=user_data_folder())
        if place is not None:
            self.open_place(str(place))

    def change_actor(self) -> None:
        """Ask who acts from now on."""
        from ui.accounts import ActorDialog

        dialog = ActorDialog(self._window, name=last_actor().name)
        dialog.switch_clicked.connect(self.show_start)
        if dialog.exec() and dialog.actor is not None:
            self._act_as(dialog.actor)

    def _act_as(self, actor: Actor) -> None:
        """Let `actor` carry out what is begun from now on; what is queued stays with whoever began it."""
        keep_actor(actor)
        self._window.top.show_actor(actor.name)
        if self._window.context is not None:
            self._window.context.actor = actor

    def show_start(self, problem: str = "") -> None:
        """Show the start page, with the reason why the last try failed."""
        from ui.start.start_page import StartPage

        page = StartPage(problem)
        page.example.clicked.connect(self.open_example)
        page.empty.clicked.connect(self.make_empty)
        page.other.clicked.connect(self.choose)
        self._window.show_start(page)

    def _run(
        self,
        label: str,
        work: Callable[[Progress], Opened],
        on_failure: Callable[[BaseException], None],
        *,
        quiet: bool = False,
    ) -> None:
        Operation(self._window, label, work, quiet=quiet).start(self._show, on_failure)

    def _show(self, opened: Opened) -> None:
        if (before := self._window.context) is not None:
            before.store.close()
        keep_place(opened.store.name)
        settings = opened.settings
        context = Context(
            opened.store, last_actor(), self._window, settings.name, is_rehearsal=settings.is_rehearsal
        )
        context.bus.changed.connect(self._on_changes)
        self._window.open_registry(context, policy=settings.policy)
        if (upgrade := opened.store.upgrade) is not None and upgrade.copy is not None:
            self._window.show_toast(tr("ui.start.upgraded", copy=upgrade.copy))

    def _on_changes(self, changes: Changes) -> None:
        """Show the registry's new name or policy."""
        context = self._window.context
        if changes & Changes.SETTINGS and context is not None:
            context.ask(self, _settings, self._rename, topic="settings")

    def _rename(self, settings: RegistrySettings) -> None:
        if (context := self._window.context) is not None:
            context.name = settings.name
            self._window.show_name(settings.name)
            self._window.show_policy(settings.policy)

    def _offer(self, error: BaseException, *, missing: str) -> None:
        if isinstance(error, NotFoundError):
            self.show_start(tr("ui.start.gone", path=missing) if missing else "")
        elif isinstance(error, AppError):
            self.show_start(error_text(error))
        else:
            self._refuse(error)

    def _refuse(self, error: BaseException) -> None:
        show_error(self._window, error)


def _open(place: str) -> Opened:
    from app.settings import registry_settings
    from app.store import open_store

    store = open_store(place)
    with store.reading() as session:
        return Opened(store, registry_settings(session))


def _settings(session: Session) -> RegistrySettings:
    from app.settings import registry_settings

    return registry_settings(session)


def _make(place: str, actor: Actor) -> Opened:
    from app.store import create_store

    create_store(place, actor=actor).close()
    return _open(place)


def _example(place: str, progress: Progress) -> Opened:
    if not Path(place).exists():
        from app.rehearsal import make_rehearsal

        unfinished = Path(f"{place}.unfinished")  # one that was cancelled half-way is never opened
        for left in unfinished.parent.glob(f"{unfinished.name}*"):
            left.unlink()
        make_rehearsal(str(unfinished), progress=progress)
        unfinished.replace(place)
    return _open(place)
