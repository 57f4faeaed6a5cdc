"""Opening registries: the last one, another one, a new one, the rehearsal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
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
    from app.accounts import AccountRow, Actor
    from app.settings import RegistrySettings
    from app.store import Store
    from ui.accounts import IdleLock


@dataclass(frozen=True)
class Opened:
    """An open store, its settings, who may log in, and whether it was made just now."""

    store: Store
    settings: RegistrySettings
    people: tuple[AccountRow, ...]
    is_new: bool = False

    def person(self, name: str) -> AccountRow:
        """Return the account of this name, else of a clerk, else the first."""
        named = [one for one in self.people if one.name == name]
        clerks = [one for one in self.people if "clerk" in one.roles]
        return (*named, *clerks, *self.people)[0]


class Opening(QObject):
    """Opens registries in a window; a child of the window."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self._locks: IdleLock | None = None
        window.top.actor_clicked.connect(self.change_actor)
        window.lock_wanted.connect(self._lock)

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
        """Ask who acts from now on: an account, or a name in a registry without accounts."""
        context = self._window.context
        if context is not None and context.actor.id is not None:
            context.ask(self, _people, self._switch, topic="people")
            return
        from ui.accounts import ActorDialog

        dialog = ActorDialog(self._window, name=last_actor().name)
        dialog.switch_clicked.connect(self.show_start)
        if dialog.exec() and dialog.actor is not None:
            self._act_as(dialog.actor)

    def _switch(self, people: tuple[AccountRow, ...]) -> None:
        context = self._window.context
        if context is None:
            return
        from ui.accounts import SwitchDialog

        who = context.actor.name
        dialog = SwitchDialog(self._window, context.store, people, context.logged_in, actor=who)
        dialog.switch_clicked.connect(self.show_start)
        if dialog.exec() and dialog.actor is not None:
            self._act_as(dialog.actor)

    def _act_as(self, actor: Actor) -> None:
        """Let `actor` carry out what is begun from now on; what is queued stays with whoever began it."""
        keep_actor(actor)
        if self._window.context is not None:
            self._window.context.act_as(actor)
        else:
            self._window.top.show_actor(actor)

    def _lock(self) -> None:
        if self._locks is not None:
            self._locks.lock()

    def _unlocked(self, actor: Actor) -> None:
        context = self._window.context
        if context is not None and context.actor != actor:
            self._act_as(actor)

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
        show: Callable[[Opened], None] | None = None,
    ) -> None:
        Operation(self._window, label, work, quiet=quiet).start(show or self._show, on_failure)

    def _show(self, opened: Opened) -> None:
        """Show the registry, once somebody logged in where it has accounts."""
        if opened.people:
            person = opened.person(last_actor().name)
            if person.has_password:
                self._ask_login(opened, person.name)
            else:
                self._log_in_by_name(opened, person)
        elif opened.is_new:
            self._offer_accounts(opened)
        else:
            self._enter(opened, last_actor(), set())

    def _log_in_by_name(self, opened: Opened, person: AccountRow) -> None:
        """Log in who has no password: that is enough in a rehearsal, and refused elsewhere."""

        def work(_progress: Progress) -> Actor:
            from app.accounts import authenticate

            return authenticate(opened.store, person.name, "")

        def enter(actor: Actor) -> None:
            self._enter(opened, actor, {person.id})

        def ask(_refusal: BaseException) -> None:
            self._ask_login(opened, person.name)

        Operation(self._window, tr("ui_accounts.log-in"), work).start(enter, ask)

    def _ask_login(self, opened: Opened, name: str) -> None:
        from ui.accounts import LoginPage

        if (before := self._window.context) is not None and before.store is opened.store:
            self._window.leave_registry()
        page = LoginPage(opened.store, opened.people, name=opened.settings.name, chosen=name)
        page.form.proved.connect(lambda actor: self._enter(opened, actor, page.logged_in))
        page.other_clicked.connect(self.show_start)
        self._window.show_start(page, title=tr("ui_accounts.log-in"))

    def _offer_accounts(self, opened: Opened) -> None:
        from ui.accounts import FirstRunPage

        page = FirstRunPage(opened.store, name=last_actor().name)
        page.made.connect(lambda actor: self._reopen(opened, actor))
        page.skipped.connect(lambda: self._enter(opened, last_actor(), set()))
        self._window.show_start(page, title=tr("ui_accounts.first-title"))

    def _reopen(self, opened: Opened, actor: Actor) -> None:
        """Enter a registry whose first account was made just now."""
        self._run(
            tr("ui.frame.opening"),
            lambda _progress: _read(opened.store),
            self._refuse,
            show=lambda read: self._enter(read, actor, {actor.id} if actor.id is not None else set()),
        )

    def _enter(self, opened: Opened, actor: Actor, logged_in: set[int]) -> None:
        if (before := self._window.context) is not None and before.store is not opened.store:
            before.store.close()
        keep_place(opened.store.name)
        keep_actor(actor)
        settings = opened.settings
        context = Context(
            opened.store,
            actor,
            self._window,
            settings.name,
            is_rehearsal=settings.is_rehearsal,
            logged_in=logged_in,
        )
        context.bus.changed.connect(self._on_changes)
        self._window.open_registry(context, policy=settings.policy)
        self._show_reservations(opened)
        if (upgrade := opened.store.upgrade) is not None and upgrade.copy is not None:
            self._window.show_toast(tr("ui.start.upgraded", copy=upgrade.copy))

    def _show_reservations(self, opened: Opened) -> None:
        """Show what holds of all that is done here, and let the window lock after the registry's minutes."""
        without = "" if opened.people else tr("ui_accounts.without-accounts")
        self._window.status.show_reservations(without, opened.settings.one_person_mark)
        if self._window.context is None or not (opened.people or self._locks):
            return
        from ui.accounts import IdleLock

        if self._locks is None:
            self._locks = IdleLock(self._window)
            self._locks.unlocked.connect(self._unlocked)
        self._locks.watch(self._window.context, opened.people, opened.settings.idle_minutes)

    def _on_changes(self, changes: Changes) -> None:
        """Show the registry's new name or policy, and who may log in now."""
        context = self._window.context
        if changes & (Changes.SETTINGS | Changes.ACCOUNTS) and context is not None:
            store = context.store
            context.ask(self, lambda session: _opened(store, session), self._rename, topic="settings")

    def _rename(self, opened: Opened) -> None:
        context, settings = self._window.context, opened.settings
        if context is None:
            return
        context.name = settings.name
        self._window.show_name(settings.name)
        self._window.show_policy(settings.policy)
        self._show_reservations(opened)
        present = [one.actor for one in opened.people if one.id == context.actor.id]
        if opened.people and not present:  # the first account was made just now, or his own was disabled
            self._show(opened)
        elif present and present[0] != context.actor:  # his own roles were changed
            context.act_as(present[0])

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
    from app.store import open_store

    return _read(open_store(place))


def _read(store: Store) -> Opened:
    with store.reading() as session:
        return _opened(store, session)


def _opened(store: Store, session: Session) -> Opened:
    from app.settings import registry_settings

    return Opened(store, registry_settings(session), _people(session))


def _people(session: Session) -> tuple[AccountRow, ...]:
    """Return the accounts that may log in."""
    from app.accounts import account_rows

    return tuple(one for one in account_rows(session) if not one.is_disabled)


def _make(place: str, actor: Actor) -> Opened:
    from app.store import create_store

    create_store(place, actor=actor).close()
    return replace(_open(place), is_new=True)


def _example(place: str, progress: Progress) -> Opened:
    if not Path(place).exists():
        from app.rehearsal import make_rehearsal

        unfinished = Path(f"{place}.unfinished")  # one that was cancelled half-way is never opened
        for left in unfinished.parent.glob(f"{unfinished.name}*"):
            left.unlink()
        make_rehearsal(str(unfinished), progress=progress)
        unfinished.replace(place)
    return _open(place)
