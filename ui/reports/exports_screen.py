"""Exports (导出): each paper with what it holds now, and what is held back, and why."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QWidget

from app.changes import Changes
from app.formats import money
from app.words import scoped, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_save_path, open_in_viewer
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import follow_theme, theme, tokens
from ui.theme.icons import pixmap
from ui.widgets import (
    Banner,
    Card,
    SectionHeader,
    column,
    link_button,
    paragraph,
    primary_button,
    row,
    scrolled,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.awards import AwardRow
    from app.progress import Progress
    from app.store import Store
_w = scoped("ui_exports")
KEYS = {"payments": "awards", "publicity": "eye", "designations": "bases"}


class PaperCard(Card):
    """A paper that can be exported: what it holds now, and the button that writes it.

    `key` is that of its words.
    """

    def __init__(self, key: str, icon: str, export: Callable[[], object], *, is_first: bool) -> None:
        super().__init__(margin=tokens.WIDE, gap=tokens.TIGHT)
        self._key, self._icon, self._picture = key, icon, QLabel()
        self.summary, self.state = paragraph("", "strong"), paragraph("", "hint")
        self.left_out = link_button("")
        self.left_out.hide()
        make = primary_button if is_first else second_button
        self.button = make(tr("ui_exports.export"), export, icon="export")
        self.button.setAccessibleName(tr(f"ui_exports.{key}.title"))
        title = text_label(tr(f"ui_exports.{key}.title"), "section")
        text = paragraph(tr(f"ui_exports.{key}.text"), "quiet")
        words = column(title, text, 4, self.summary, self.state, self.left_out, gap=2)
        line = row(self._picture, words, self.button, gap=tokens.WIDE)
        line.setStretch(1, 1)
        self.body.addLayout(line)
        self._draw()
        follow_theme(self, self._draw)

    def show_content(self, summary: str, *, can_export: bool, state: str = "") -> None:
        """Show what would be in the list now."""
        self.summary.setText(summary)
        self.state.setText(state)
        self.state.setVisible(bool(state))
        self.button.setEnabled(can_export)

    def _draw(self) -> None:
        colour = theme().palette.action
        self._picture.setPixmap(pixmap(self._icon, colour, size=32, ratio=self.devicePixelRatioF()))


@dataclass(frozen=True)
class NotListed:
    """An award that is in no list, and why."""

    award: AwardRow
    why: str


@dataclass(frozen=True)
class Content:
    """What the papers would hold now, and what is in none of them."""

    lines: int
    total_fen: int
    without_account: int
    designations: int
    not_listed: list[NotListed]


class ExportsScreen(Screen):
    """The papers and their buttons, and the awards that are held back."""

    interest = Changes.AWARDS | Changes.RESULTS | Changes.RULINGS | Changes.DESIGNATIONS | Changes.PEOPLE

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.cards = {
            key: PaperCard(key, icon, self._exporter(key), is_first=key == "payments")
            for key, icon in KEYS.items()
        }
        self.banner = Banner("done", "", action=_w("open-folder"), on_action=self._open_folder)
        self.banner.hide()
        self._folder = Path.home()
        self.blocked: ListTableModel[NotListed] = ListTableModel(
            _columns(), self, id_of=lambda each: each.award.id
        )
        self.blocked_table = TableView(self.blocked, name="exports-blocked")
        self.blocked_table.setAccessibleName(_w("blocked"))
        self.blocked_table.set_empty_text(_w("no-blocked"))
        self.blocked_table.opened.connect(lambda award: self.context.open("awards", award=award))
        self.blocked_table.setMinimumHeight(180)
        rule = second_button(_w("rule"), lambda: self.context.open("rulings"), icon="rulings")
        self._blocked_head = SectionHeader(_w("blocked"), rule)
        page = QWidget()
        cards = column(*self.cards.values(), gap=tokens.GAP)
        parts = column(
            self.banner, cards, tokens.TIGHT, self._blocked_head, self.blocked_table, gap=tokens.GAP
        )
        layout = column(parts, margin=tokens.ROOMY)
        page.setLayout(layout)
        self.setLayout(column(scrolled(page)))
        self.setFocusProxy(self.cards["payments"].button)

    def refresh(self) -> None:
        """Read what the papers would hold."""
        self.context.ask(self, _read, self._show, topic="content")

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _show(self, content: Content) -> None:
        pays = content.lines > 0
        numbers = {"count": f"{content.lines:,}", "total": money(content.total_fen)}
        missing = content.without_account
        state = _w("payments.no-account", count=f"{missing:,}") if missing else ""
        self.cards["payments"].show_content(
            _w("payments.content", **numbers), can_export=pays, state=f"{_w('payments.state')}{state}"
        )
        self.cards["publicity"].show_content(
            _w("publicity.content", **numbers), can_export=pays, state=_w("publicity.state")
        )
        count = content.designations
        self.cards["designations"].show_content(
            _w("designations.content", count=f"{count:,}"), can_export=count > 0
        )
        self.blocked.show_rows(content.not_listed)
        self._blocked_head.note.setText(_w("blocked-count", count=f"{len(content.not_listed):,}"))

    # -- writing

    def _exporter(self, key: str) -> Callable[[], None]:
        return lambda: self.export(key)

    def export(self, key: str) -> None:
        """Ask for a path and write a paper."""
        place = choose_save_path(self, _w(f"{key}.title"), name=_w(f"{key}.file"), kinds=_w("kind"))
        if place is not None:
            self.export_to(key, place)

    def export_to(self, key: str, place: Path) -> None:
        """Write one paper to `place`."""
        store = self.context.store

        def work(progress: Progress) -> str:
            return _WRITERS[key](store, place, progress)

        def done(outcome: str) -> None:
            self._folder = place.parent
            self.banner.show_text("done", _w("done", path=place.name, said=outcome))
            self.banner.show()

        self.banner.hide()
        self.context.run(self, _w("writing"), work, done)

    def _open_folder(self) -> None:
        open_in_viewer(self._folder)


def _read(session: Session) -> Content:
    from app.awards import designation_rows, waiting_words
    from app.payments import payment_list

    paying = payment_list(session)
    waiting = [NotListed(award, waiting_words(award)) for award in paying.blocked]
    return Content(
        lines=len(paying.lines),
        total_fen=paying.total_fen,
        without_account=sum(not line.account for line in paying.lines),
        designations=len(designation_rows(session)),
        not_listed=waiting + [NotListed(one.award, one.words) for one in paying.left_out],
    )


def _payments(store: Store, place: Path, progress: Progress) -> str:
    from app.anchors import anchored_digest
    from app.payments import export_payments

    digest = anchored_digest(store, place)
    with store.reading() as session:
        report = export_payments(session, place, now=store.clock(), digest=digest, progress=progress)
    return _w(
        "payments.done", count=f"{report.lines:,}", total=money(report.total_fen), words=report.capitals
    )


def _publicity(store: Store, place: Path, _progress: Progress) -> str:
    from app.awards import export_publicity

    with store.reading() as session:
        report = export_publicity(session, place, now=store.clock())
    return _w("publicity.done", count=f"{report.lines:,}")


def _designations(store: Store, place: Path, _progress: Progress) -> str:
    from app.awards import export_designations

    with store.reading() as session:
        lines = export_designations(session, place, now=store.clock())
    return _w("designations.done", count=f"{lines:,}")


_WRITERS = {"payments": _payments, "publicity": _publicity, "designations": _designations}


def _columns() -> tuple[Column[NotListed], ...]:
    return (
        Column(_w("column.person"), lambda each: each.award.person, 92, is_strong=True),
        Column(_w("column.contest"), lambda each: each.award.contest, 220, is_quiet=True),
        Column(_w("column.event"), lambda each: each.award.event, 150),
        Column(_w("column.why"), lambda each: each.why, 320, stretch=True, hint=lambda each: each.why),
        Column(
            _w("column.state"),
            lambda each: each.award.state_words,
            100,
            state=lambda each: each.award.state,
        ),
    )
