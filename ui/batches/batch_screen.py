"""The page of one batch (批次): what it comes to, its next step, and all that is known of it."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QPushButton, QTabWidget, QVBoxLayout, QWidget

from app.accounts import Right
from app.awards import AwardRow
from app.batches import BatchPage, BatchStep, batch_page
from app.changes import Changes
from app.formats import money
from app.record_histories import RecordKind
from app.words import scoped, tr, words_of
from ui.audit import RecordHistorySection
from ui.batches import page_columns
from ui.batches.card import counts, state_pill, step_button
from ui.batches.menu import batch_menu, save_dossier
from ui.batches.objection_dialogs import decide, register
from ui.batches.steps import take_next
from ui.context import Context
from ui.file_dialogs import choose_file, choose_save_path
from ui.messages import ask_reason
from ui.screens import Screen
from ui.tables import ActPane, any_line
from ui.theme import tokens
from ui.widgets import Banner, KeyFigure, Pill, clear, column, row, second_button, text_label

if TYPE_CHECKING:
    from app.papers import PaperKind
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_batches.page")
LOOKS = {
    "draft": "draft",
    "review": "reviewed",
    "publicity": "publicised",
    "approval": "approved",
    "payment": "in-payment",
    "archived": "paid",
    "dissolved": "withdrawn",
}


class BatchScreen(Screen):
    """One batch with its tabs; opened with `batch`, its id."""

    is_of_today = True
    interest = Changes.BATCHES | Changes.AWARDS | Changes.PAYMENTS | Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._batch: int | None = None
        self.page: BatchPage | None = None
        self.step: QPushButton | None = None
        self.name, self.facts = text_label("", "title"), text_label("", "quiet")
        self.state = Pill("draft", "")
        self.more = second_button(_w("more"), self._open_menu, icon="more")
        self._step_place, self._figures, self._banners = row(), row(gap=tokens.GAP), QVBoxLayout()
        self._banners.setSpacing(tokens.TIGHT)
        self._make_panes()
        self.history = RecordHistorySection(context, RecordKind.BATCH)
        head = row(self.name, self.state, None, self.more, self._step_place, gap=tokens.GAP)
        whole = column(
            column(head, self.facts, gap=2),
            self._banners,
            self._figures,
            self.tabs,
            self.history,
            gap=tokens.GAP,
        )
        whole.setContentsMargins(*tokens.PAGE_MARGINS)
        whole.setStretch(3, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.tabs)

    def _make_panes(self) -> None:
        object_award = second_button(_w("object-award"), self._object)
        remove = second_button(_w("remove"), self._remove)
        explain = second_button(_w("explain"), self._explain)
        object_here = second_button(_w("object-award"), self._object)
        decide_one = second_button(_w("decide"), self._decide)
        take_down = second_button(_w("take-down"), self._take_down)
        dossier = second_button(tr("dossier.save"), self._dossier)
        self.keep = second_button(_w("keep-paper"), self._open_kinds, icon="import")
        save_paper = second_button(_w("save-paper"), self._save_paper, icon="export")
        self.awards = ActPane(
            _w("tab.awards"),
            _w("empty.awards"),
            page_columns.award_columns(),
            id_of=lambda one: one.award.id,
            acts=((explain, any_line), (object_award, any_line), (remove, any_line)),
        )
        self.awards.table.opened.connect(lambda _id: self._explain())
        self.left = ActPane(
            _w("tab.left"), _w("empty.left"), page_columns.left_columns(), id_of=lambda one: one.award.id
        )
        self.publicities = ActPane(
            _w("tab.publicities"),
            _w("empty.publicities"),
            page_columns.publicity_columns(),
            id_of=lambda one: one.id,
            acts=((take_down, lambda one: one.taken_down_on is None),),
        )
        self.objections = ActPane(
            _w("tab.objections"),
            _w("empty.objections"),
            page_columns.objection_columns(),
            id_of=lambda one: one.id,
            acts=((object_here, None), (decide_one, lambda one: one.state == "open")),
        )
        self.objections.table.opened.connect(lambda _id: self._decide())
        self.approvals = ActPane(
            _w("tab.approvals"),
            _w("empty.approvals"),
            page_columns.approval_columns(),
            id_of=lambda one: one.id,
        )
        self.papers = ActPane(
            _w("tab.papers"),
            _w("empty.papers"),
            page_columns.paper_columns(),
            id_of=lambda one: one.id,
            acts=((dossier, None), (self.keep, None), (save_paper, any_line)),
        )
        self.papers.table.opened.connect(lambda _id: self._save_paper())
        self.tabs = QTabWidget()
        self.panes: dict[str, ActPane[Any]] = {
            "awards": self.awards,
            "left": self.left,
            "publicities": self.publicities,
            "objections": self.objections,
            "approvals": self.approvals,
            "papers": self.papers,
        }
        for key, pane in self.panes.items():
            page = QWidget()
            page.setLayout(column(pane, margin=(0, tokens.GAP, 0, 0)))
            self.tabs.addTab(page, _w(f"tab.{key}"))
        self.context.needs(Right.ASSEMBLE, object_award, object_here, remove, take_down)
        self.context.needs((Right.APPROVE, Right.ASSEMBLE), decide_one)
        self.context.needs((Right.ASSEMBLE, Right.PAY), self.keep)

    # -- what the frame asks

    def arrive(self, **arguments: Any) -> None:
        """Show the batch `batch`, on the tab `tab` where one is named."""
        if "batch" in arguments:
            self._batch = int(arguments["batch"])
        if (tab := arguments.get("tab")) in self.panes:
            self.tabs.setCurrentIndex(list(self.panes).index(tab))
        self.refresh()

    def refresh(self) -> None:
        """Read the batch again."""
        if (batch := self._batch) is not None:
            self.history.show_record(batch)
            self.context.ask(self, lambda session: batch_page(session, batch), self._show, topic="batch")

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def explain(self) -> None:
        """Explain the chosen award in the side panel."""
        self._explain()

    # -- what is shown

    def _show(self, page: BatchPage) -> None:
        self.page = page
        facts = page.facts
        self.name.setText(facts.name)
        self.state.show_state(LOOKS[facts.state], facts.state_words)
        made = _w("made", by=facts.created_by, at=page_columns.moment(facts.created_at))
        pill = state_pill(facts)
        until = tr("ui_batches.until", day=page_columns.day(facts.ends_on)) if facts.ends_on else ""
        self.facts.setText(" · ".join(filter(None, (counts(facts), made, pill[1] if pill else "", until))))
        self._show_step(page)
        self._show_banners(page)
        self._show_figures(page)
        rows: dict[str, list[Any]] = {
            "awards": page.awards,
            "left": page.left_out,
            "publicities": page.publicities,
            "objections": page.objections,
            "approvals": page.approvals,
            "papers": page.papers,
        }
        for place, (key, lines) in enumerate(rows.items()):
            self.panes[key].show_rows(lines)
            name = _w(f"tab.{key}")
            self.tabs.setTabText(place, f"{name} {len(lines):,}" if lines else name)

    def _show_step(self, page: BatchPage) -> None:
        clear(self._step_place)
        self.step = step_button(self.context, page.facts, self._take_next, is_first=True)
        if self.step is not None:
            if page.facts.next_step != BatchStep.WAIT:
                self.step.setText(f"{page.facts.next_words}(&N)")
            self._step_place.addWidget(self.step)

    def _show_banners(self, page: BatchPage) -> None:
        clear(self._banners)
        if page.facts.blocks and page.facts.next_step != BatchStep.WAIT:
            self._banners.addWidget(Banner("asks", "\n".join(page.facts.blocks)))
        told = [*page.facts.notes, *page.differences, *page.returning]
        if told:
            self._banners.addWidget(Banner("action", "\n".join(told[:4])))

    def _show_figures(self, page: BatchPage) -> None:
        clear(self._figures)
        levels = {name: _level_sums(page, level) for level, name in words_of("core.level").items()}
        levels = {name: amounts for name, amounts in levels.items() if amounts}
        hint = _w("awards", n=f"{page.facts.awards:,}")
        if len(levels) == 1:
            hint = f"{next(iter(levels))} · {hint}"
        self._figures.addWidget(KeyFigure(_w("total"), money(page.facts.amount_fen), hint), 1)
        for name, amounts in levels.items() if len(levels) > 1 else ():
            figure = KeyFigure(name, money(sum(amounts)), _w("awards", n=f"{len(amounts):,}"))
            self._figures.addWidget(figure, 1)
        self._figures.addStretch(max(4 - self._figures.count(), 0))

    # -- what can be done

    def _take_next(self) -> None:
        if self.page is not None:
            take_next(self, self.context, self.page.facts)

    def _open_menu(self) -> None:
        if self.page is not None:
            self.menu = batch_menu(self, self.context, self.page.facts)
            self.menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _award(self) -> AwardRow | None:
        one = self.awards.line()
        return None if one is None else one.award

    def _explain(self) -> None:
        from ui.awards import explain

        if (award := self._award()) is not None:
            explain(self, self.context, award.id)

    def _object(self) -> None:
        award = self._award()
        if self.page is not None and self.page.awards:
            chosen = None if award is None else award.id
            self.dialog = register(self, self.context, self.page.facts, self.page.awards, chosen=chosen)

    def _decide(self) -> None:
        objection = self.objections.line()
        if objection is not None and objection.state == "open":
            self.dialog = decide(self, self.context, objection)

    def _remove(self) -> None:
        award, page, actor = self._award(), self.page, self.context.actor
        if award is None or page is None:
            return
        text = _w("remove-ask", person=award.person, event=award.event, amount=money(award.amount_fen or 0))
        reason = ask_reason(self, text, label=tr("ui_batches.reason"), action=_w("remove"))
        if reason is None:
            return
        batch, version, removed = page.facts.id, page.facts.version, award.id

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.batches import remove_award

            remove_award(work, batch, removed, reason=reason, version=version)

        def done(_nothing: None) -> None:
            self.context.frame.show_toast(_w("removed", person=award.person))

        self.context.change(self, tr("ui_batches.working"), act, done, actor=actor)

    def _take_down(self) -> None:
        if self.publicities.line() is None or self.page is None:
            return
        batch = self.page.facts.id

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.batches import take_down

            take_down(work, batch)

        def done(_nothing: None) -> None:
            self.context.frame.show_toast(_w("taken-down"))

        self.context.change(self, tr("ui_batches.working"), act, done)

    def _dossier(self) -> None:
        if self.page is not None:
            save_dossier(self, self.context, self.page.facts)

    def _open_kinds(self) -> None:
        """Offer the kinds of papers that can be kept with the batch."""
        from app.papers import PaperKind, keeping_right

        self.menu = QMenu(self)
        self.menu.setToolTipsVisible(True)
        for kind in PaperKind:
            words = tr(f"ui_batches.paper-kind.{kind.value}")
            action = self.menu.addAction(f"{words}…", partial(self._keep_file, kind, words))
            self.context.offer(action, keeping_right(kind))
        self.menu.popup(self.keep.mapToGlobal(QPoint(0, self.keep.height())))

    def _keep_file(self, kind: PaperKind, words: str) -> None:
        file = choose_file(self, words, kinds=_w("any-file"))
        if file is not None:
            self.keep_paper(file, kind)

    def keep_paper(self, file: Path, kind: PaperKind) -> None:
        """Keep a file with the batch as a paper of this kind."""
        if self.page is None:
            return
        batch = self.page.facts.id

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.papers import keep_paper_file

            keep_paper_file(work, batch, file, kind=kind)

        def done(_nothing: None) -> None:
            self.context.frame.show_toast(_w("kept", file=file.name))

        self.context.change(self, tr("ui_batches.working"), act, done)

    def _save_paper(self) -> None:
        paper, store = self.papers.line(), self.context.store
        if paper is None:
            return
        place = choose_save_path(self, _w("save-paper"), name=paper.file_name, kinds=_w("any-file"))
        if place is None:
            return

        def work(_progress: Progress) -> None:
            from app.batches import write_paper

            with store.reading() as session:
                write_paper(session, paper.id, place)

        def done(_nothing: None) -> None:
            self.context.show_saved(place)

        self.context.run(self, tr("ui_batches.working"), work, done)


def _level_sums(page: BatchPage, level: str) -> list[int]:
    return [one.award.amount_fen or 0 for one in page.awards if one.award.level == level]
