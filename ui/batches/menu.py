"""What else can be done with a batch: the context menu of its card and the menu of its page."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QWidget

from app.accounts import Right
from app.batches import OPEN_STATES, BatchRow, send_back_right
from app.changes import Changes
from app.words import scoped, tr
from ui.batches.steps import dissolve, publish, rename, send_back_batch
from ui.context import Context
from ui.file_dialogs import choose_save_path

if TYPE_CHECKING:
    from app.papers import DossierReport
    from app.progress import Progress
    from app.store import Store

_w = scoped("ui_batches.menu")
_GIVEN_UP = ("draft", "review", "publicity", "approval")  # from these steps a batch can be dissolved


def batch_menu(owner: QWidget, context: Context, batch: BatchRow, *, is_on_board: bool = False) -> QMenu:
    """Return the menu; what cannot be done is grey and says why. `owner` keeps it until it is closed."""
    menu = QMenu(owner)
    menu.setToolTipsVisible(True)
    menu.aboutToHide.connect(menu.deleteLater)
    if is_on_board:
        menu.addAction(_w("open"), lambda: context.open("batch", batch=batch.id))
        menu.addSeparator()
    _add_acts(menu, owner, context, batch)
    menu.addSeparator()
    notice = menu.addAction(_w("notice"), partial(save_notice, owner, context, batch))
    is_published = batch.state in ("publicity", "approval", "payment", "archived")
    context.offer(notice, unless="" if is_published else _w("notice-later"))
    sheet = menu.addAction(_w("approval-sheet"), partial(save_approval_sheet, owner, context, batch))
    is_closed = batch.state in ("approval", "payment", "archived")
    context.offer(sheet, unless="" if is_closed else _w("sheet-later"))
    menu.addAction(tr("dossier.save"), partial(save_dossier, owner, context, batch))
    if batch.state in ("payment", "archived"):
        menu.addAction(_w("payments"), lambda: context.open("payments", batch=batch.id))
    return menu


def _add_acts(menu: QMenu, owner: QWidget, context: Context, batch: BatchRow) -> None:
    def add(key: str, act: Callable[[QWidget, Context, BatchRow], None], right: Right) -> QAction:
        return context.offer(menu.addAction(_w(key), partial(act, owner, context, batch)), right)

    if batch.state in OPEN_STATES:
        add("rename", rename, Right.ASSEMBLE)
    if batch.next_step == "close-publicity":
        add("publish-again", publish, Right.ASSEMBLE)
    if (right := send_back_right(batch.state)) is not None:
        add("send-back", send_back_batch, right)
    if batch.state in _GIVEN_UP:
        add("dissolve", dissolve, Right.ASSEMBLE)


def save_dossier(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask where to, and write everything of the batch as one zip file."""
    name, kinds = tr("dossier.name", batch=batch.name), tr("dossier.kinds")
    place = choose_save_path(owner, tr("dossier.save"), name=name, kinds=kinds)
    if place is not None:
        write_dossier_to(owner, context, batch, place)


def write_dossier_to(owner: QWidget, context: Context, batch: BatchRow, place: Path) -> None:
    """Write the dossier of a batch to `place`."""
    store, actor = context.store, context.actor

    def work(progress: Progress) -> DossierReport:
        from app.papers import export_dossier

        return export_dossier(store, batch.id, place, actor=actor, progress=progress)

    def done(report: DossierReport) -> None:
        text = tr("dossier.saved", n=report.files, sha256=report.sha256[:12])
        context.bus.publish(Changes.BATCHES)
        context.show_saved(place, text)

    context.run(owner, tr("dossier.writing"), work, done)


def save_notice(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask where to, and write the notice of the publication (公示) as Word, PDF or workbook."""
    kinds = _w("notice-kinds")
    place = choose_save_path(owner, _w("notice"), name=_w("notice-name", batch=batch.name), kinds=kinds)
    if place is None:
        return
    _write(owner, context, place, partial(_notice, batch.id))


def save_approval_sheet(owner: QWidget, context: Context, batch: BatchRow) -> None:
    """Ask where to, and write the sheet on which the approval is signed."""
    name, kinds = _w("sheet-name", batch=batch.name), tr("ui_certificates.pdf-kind")
    place = choose_save_path(owner, _w("approval-sheet"), name=name, kinds=kinds)
    if place is not None:
        _write(owner, context, place, partial(_approval_sheet, batch.id))


def _notice(batch: int, store: Store, place: Path) -> None:
    from app.papers import publicity_notice

    with store.reading() as session:
        publicity_notice(session, batch, place, now=store.clock())


def _approval_sheet(batch: int, store: Store, place: Path) -> None:
    from app.anchors import anchored_digest
    from app.papers import approval_sheet

    digest = anchored_digest(store, place)
    with store.reading() as session:
        approval_sheet(session, batch, place, now=store.clock(), digest=digest)


def _write(owner: QWidget, context: Context, place: Path, write: Callable[[Store, Path], None]) -> None:
    """Write a paper in the background and offer to open it."""
    store = context.store

    def work(_progress: Progress) -> None:
        write(store, place)

    def done(_nothing: None) -> None:
        context.show_saved(place)

    context.run(owner, _w("writing"), work, done)
