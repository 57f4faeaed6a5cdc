"""The context of a screen: the open registry, who acts, the change bus, the window, queries and changes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from app.accounts import role_words
from app.changes import Changes
from app.errors import Cancelled, StorageError
from app.progress import Progress
from app.words import tr
from ui.change_bus import ChangeBus
from ui.messages import show_error
from ui.operation import BackgroundQuery, Operation

if TYPE_CHECKING:
    from app.accounts import Actor, Right
    from app.store import Store
    from app.unit_of_work import UnitOfWork

T = TypeVar("T")
Session = Any  # a session of the store: passed on to queries of `app`, never used in `ui`


class Frame(Protocol):
    """What screens may use of the window around them."""

    def open_screen(self, key: str, **arguments: Any) -> None:
        """Show the screen `key`, with `arguments` for its `arrive`."""

    def show_panel(self, title: str, content: QWidget, *, on_close: Callable[[], None] | None = None) -> None:
        """Show `content` in the side panel on the right; the frame owns it from then on.

        `on_close` is called when the user closes it, not when another screen is opened.
        """

    def close_panel(self) -> None:
        """Close the side panel."""

    def show_store_state(self, error: StorageError | None) -> None:
        """Show whether the store answers; None where it does."""

    def show_toast(self, text: str, *, action: str = "", on_action: Callable[[], None] | None = None) -> None:
        """Show a short message that disappears by itself."""


@dataclass(eq=False)
class Context:
    """One open registry, as screens see it."""

    store: Store
    actor: Actor  # read when a button is pressed, never in work that is already queued
    frame: Frame
    name: str = ""  # the registry's own name
    is_rehearsal: bool = False
    logged_in: set[int] = field(default_factory=set)  # accounts that gave their password in this run
    unfolded: set[str] = field(default_factory=set)  # sections that the user unfolded, by their kind
    bus: ChangeBus = field(default_factory=ChangeBus)
    _asked: dict[tuple[int, str], BackgroundQuery[Any]] = field(default_factory=dict)

    def act_as(self, actor: Actor) -> None:
        """Let `actor` carry out what is begun from now on; what is queued stays with whoever began it."""
        self.actor = actor
        self.bus.actor_changed.emit()

    def lacks(self, *rights: Right) -> str:
        """Return why whoever acts may not do what needs one of `rights`, in words; "" where he may."""
        from app.accounts import RIGHTS, has_right

        if any(has_right(right, self.actor.roles) for right in rights):
            return ""
        able = [role for role in RIGHTS if not RIGHTS[role].isdisjoint(rights)]
        words = {
            "user": self.actor.name,
            "right": "、".join(tr(f"core.right.{right.value}") for right in rights),
            "roles": role_words(able),
        }
        return tr("ui_accounts.right-lacking", **words)

    def needs(self, right: Right | Sequence[Right], *buttons: QWidget) -> None:
        """Keep `buttons` disabled, with the reason as their tool tip, for whoever lacks `right`.

        Of several rights one will do.
        """
        rights = (right,) if isinstance(right, str) else tuple(right)
        for button in buttons:
            _RightGate(button, self, rights)

    def offer(self, action: QAction, *rights: Right, unless: str = "") -> QAction:
        """Grey an action of a menu, with the reason as its tool tip, where one of `rights` is lacking.

        `unless` is another reason why it cannot be done now. The menu must show tool tips.
        """
        why = (self.lacks(*rights) if rights else "") or unless
        action.setEnabled(not why)
        action.setToolTip(why)
        return action

    def ask(
        self,
        owner: QObject,
        question: Callable[[Session], T],
        on_answer: Callable[[T], None],
        *,
        topic: str = "",
    ) -> None:
        """Read in the background; `on_answer` gets the answer on the main thread.

        A later query of the same owner and topic overtakes an earlier one: only the last is answered.
        """

        store = self.store

        def read() -> T:
            with store.reading() as session:
                return question(session)

        def answered(answer: T) -> None:
            self.frame.show_store_state(None)
            on_answer(answer)

        key = (id(owner), topic)
        asked = BackgroundQuery(owner, read, answered, self.show_failure, on_end=partial(self._forget, key))
        if (earlier := self._asked.get(key)) is not None:
            earlier.is_overtaken = True
        self._asked[key] = asked
        asked.start()

    def _forget(self, key: tuple[int, str], ended: BackgroundQuery[Any]) -> None:
        """Release a query that has ended, and with it the dialog that asked."""
        if self._asked.get(key) is ended:
            del self._asked[key]

    def show_failure(self, error: BaseException) -> None:
        """Show a failing store once, however many screens read it; every other error as it comes."""
        if isinstance(error, StorageError):
            self.frame.show_store_state(error)
        elif not isinstance(error, Cancelled):
            show_error(None, error)

    def change(
        self,
        owner: QWidget,
        label: str,
        act: Callable[[UnitOfWork, Progress], T],
        on_done: Callable[[T], None] | None = None,
        on_failure: Callable[[BaseException], None] | None = None,
        *,
        actor: Actor | None = None,
    ) -> None:
        """Write in the background: all of `act` or nothing.

        It is carried out by whoever is the actor now, however long other work holds it up; `actor` is for
        an act whose button was pressed before a query that led here. `act` must not read the screen either:
        what is chosen there is passed to it as values. Screens are told what changed, also where the owner
        was closed meanwhile.
        """
        store, who = self.store, actor or self.actor

        def work(progress: Progress) -> tuple[T, Changes]:
            with store.writing(actor=who, progress=progress) as unit:
                answer = act(unit, progress)
            return answer, unit.changes

        def done(outcome: tuple[T, Changes]) -> None:
            if on_done is not None:
                on_done(outcome[0])

        def publish(outcome: tuple[T, Changes]) -> None:
            self.bus.publish(outcome[1])

        Operation(owner, label, work).start(done, on_failure, on_done=publish)

    def run(
        self, owner: QWidget, label: str, work: Callable[[Progress], T], on_success: Callable[[T], None]
    ) -> None:
        """Run any other long work in the background: reading a file, writing a document."""
        Operation(owner, label, work).start(on_success)

    def show_saved(self, place: Path, text: str = "") -> None:
        """Say that a file was written, with a button that opens it; `text` says more than its name."""
        from ui.file_dialogs import open_in_viewer

        said = text or tr("ui_registers.saved", path=place.name)
        action = tr("ui_certificates.open")
        self.frame.show_toast(said, action=action, on_action=lambda: open_in_viewer(place))

    def open(self, key: str, **arguments: Any) -> None:
        """Go to another screen."""
        self.frame.open_screen(key, **arguments)


class _RightGate(QObject):
    """Keeps a button disabled while whoever acts has none of `rights`; else as its screen wants it."""

    def __init__(self, button: QWidget, context: Context, rights: tuple[Right, ...]) -> None:
        super().__init__(button)
        self._button, self._context, self._rights = button, context, rights
        self._is_wanted, self._tip = button.isEnabled(), button.toolTip()
        button.installEventFilter(self)
        context.bus.actor_changed.connect(self._apply)
        self._apply()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Disable the button again where its screen enabled it."""
        if event.type() == QEvent.Type.EnabledChange and self._button.isEnabled():
            self._apply()
        return super().eventFilter(watched, event)

    def _apply(self) -> None:
        why = self._context.lacks(*self._rights)
        if why and self._button.isEnabled():
            self._is_wanted = True
            self._button.setEnabled(False)
        elif not why and self._is_wanted:
            self._is_wanted = False
            self._button.setEnabled(True)
        self._button.setToolTip(why or self._tip)
