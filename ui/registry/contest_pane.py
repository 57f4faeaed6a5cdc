"""The pane of one contest: its facts, its events, and the results of one event or of all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QStackedWidget, QWidget

from app.accounts import Right
from app.listing import Listing
from app.record_histories import RecordKind
from app.registry import (
    ConfirmReport,
    ContestPage,
    EventRow,
    ResultFilter,
    ResultRow,
    ResultVersion,
    UndecidedPair,
    annulled_ids,
    confirm_results,
    contest_page,
    draft_ids,
    event_rows,
    result_listing,
    result_versions,
    undecided_pairs,
)
from app.words import tr
from ui.audit import RecordHistorySection
from ui.context import Context, Session
from ui.registry.columns import all_events, event_columns, result_columns
from ui.registry.contest_head import ContestHead
from ui.tables import IdVectorTableModel, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import FlowLayout, column, link_button, primary_button, row, text_label

if TYPE_CHECKING:
    from app.accounts import Actor
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

EVENTS_WIDTH, NARROW = 196, 560
EVENT, UNIT = 2, 3  # places of columns in the table of one contest
CONFIRM_KEY = "F4"
_NO_EVENT: EventRow | None = None
Read = tuple[ContestPage, list[EventRow], UndecidedPair | None, int]  # the last: how many were annulled


class ContestPane(QWidget):
    """Shows the results of a contest, an event, a person, a unit or a search, and the acts on them."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.context = context
        self.page: ContestPage | None = None
        self._narrowed = ResultFilter()
        self._has_events, self._one_event = False, _NO_EVENT
        self._undecided: UndecidedPair | None = None
        self.head = ContestHead(
            on_edit=self.edit_contest,
            on_confirm=self._confirm_all,
            on_merge=self.merge_contest,
            on_decide=self.decide_spelling,
            on_annulled=self._on_annulled,
        )
        self.events: ListTableModel[EventRow] = ListTableModel(
            event_columns(), self, id_of=lambda row: row.id, sort_value=_event_value
        )
        self.event_table = TableView(self.events, name="events")
        self.model: IdVectorTableModel[ResultRow] = IdVectorTableModel(result_columns(with_event=False), self)
        self.wide_model: IdVectorTableModel[ResultRow] = IdVectorTableModel(result_columns(), self)
        for model in (self.model, self.wide_model):
            model.failed.connect(context.show_failure)
        self.tables = QStackedWidget()
        self.narrow_table = TableView(self.model, name="results-of-contest")
        self.wide_table = TableView(self.wide_model, name="results")
        self._selected = text_label("", "quiet")
        self.confirm = primary_button(tr("ui_registry.confirm.selected"), self.confirm_selected)
        self.person = link_button(tr("ui_registry.open-person"), self._open_person)
        self._why = link_button(tr("ui_registry.why"), self.explain)
        self.restore = link_button(tr("ui_registry.restore"), self._restore)
        self.versions = link_button(tr("ui_registry.versions.title"), self.show_versions)
        self.event_edit = link_button(tr("ui_registry.event.edit"), self.edit_event)
        self.event_merge = link_button(tr("ui_registry.merge.event"), self.merge_event)
        context.needs(Right.CONFIRM, self.confirm, self.head.confirm_all)
        context.needs(Right.RECORD, self.event_edit, self.event_merge, self.head.edit, self.head.merge)
        context.needs(Right.RECORD, self.head.same, self.head.apart)
        self._build()

    @property
    def table(self) -> TableView:
        """Return the table of results in view."""
        return self.narrow_table if self.tables.currentIndex() == 0 else self.wide_table

    def _build(self) -> None:
        self.event_table.setAccessibleName(tr("ui_registry.event.list"))
        self.event_table.setFixedWidth(EVENTS_WIDTH)
        for table, model in ((self.narrow_table, self.model), (self.wide_table, self.wide_model)):
            table.setAccessibleName(tr("ui_registry.results-table"))
            table.selection_changed.connect(self._show_selection)
            table.opened.connect(lambda _id: self._open_person())
            model.loaded.connect(self._show_selection)
            model.loaded.connect(self._show_empty_text)
            self.tables.addWidget(table)
        self.event_table.selection_changed.connect(self._on_event)
        body = row(self.event_table, self.tables, gap=tokens.GAP)
        body.setStretch(1, 1)
        links = (self.person, self._why, self.versions, self.restore, self.event_edit, self.event_merge)
        chosen = QWidget()
        chosen.setLayout(FlowLayout(self._selected, *links))
        foot = row(chosen, self.confirm)
        foot.setStretch(0, 1)
        foot.setAlignment(self.confirm, Qt.AlignmentFlag.AlignTop)
        self.history = RecordHistorySection(self.context, RecordKind.CONTEST)
        whole = column(self.head, body, foot, self.history, gap=tokens.GAP)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        QShortcut(QKeySequence(CONFIRM_KEY), self, self.confirm_selected)
        QShortcut(QKeySequence("F2"), self, self._edit)
        QShortcut(QKeySequence("F3"), self, self.show_versions)
        self._show_selection()

    # -- what is shown

    def show_contest(self, contest_id: int) -> None:
        """Show a contest, all its events."""
        self.head.annulled.setChecked(False)
        self._narrowed = ResultFilter(contest_id=contest_id, with_annulled=True)
        self.history.show()
        self.history.show_record(contest_id)
        self.event_table.clearSelection()
        self.context.ask(self, lambda session: _read(session, contest_id), self._show_read, topic="contest")
        self._list()

    def show_event(self, event_id: int) -> None:
        """Show the results of one event, found by search."""
        self._show_without_contest(
            ResultFilter(event_id=event_id, with_annulled=True), tr("ui_registry.results-table")
        )

    def show_of(self, kind: str, thing: int, name: str) -> None:
        """Show the results of a person or a unit."""
        if kind == "certificate":
            narrowed = ResultFilter(text=name, with_annulled=True)
        elif kind == "person":
            narrowed = ResultFilter(person_id=thing, with_annulled=True)
        else:
            narrowed = ResultFilter(unit_id=thing, with_annulled=True)
        self._show_without_contest(narrowed, name)

    def show_search(self, text: str) -> None:
        """Show the results that a search for `text` finds."""
        self._show_without_contest(
            ResultFilter(text=text, with_annulled=True), tr("ui_registry.found-for", text=text)
        )

    def show_nothing(self) -> None:
        """Show an empty list."""
        self._show_without_contest(ResultFilter(contest_id=0), "")

    def refresh(self) -> None:
        """Read what is shown again."""
        if self.page is not None:
            contest = self.page.id
            self.context.ask(self, lambda session: _read(session, contest), self._show_read, topic="contest")
        current = self.model if self.tables.currentIndex() == 0 else self.wide_model
        current.refresh()

    def _show_without_contest(self, narrowed: ResultFilter, title: str) -> None:
        self.page, self._narrowed = None, narrowed
        self.head.show_title(title)
        self._has_events = False
        self.history.hide()
        self.history.show_record(None)
        self.event_table.hide()
        self.event_edit.hide()
        self.event_merge.hide()
        self._list()

    def _list(self) -> None:
        narrowed, store = self._narrowed, self.context.store
        is_contests = narrowed.contest_id is not None or narrowed.event_id is not None

        def listing_of(order: str, descending: bool) -> Listing[ResultRow]:
            return result_listing(store, narrowed, order=order, descending=descending)

        self.tables.setCurrentIndex(0 if is_contests else 1)
        (self.model if is_contests else self.wide_model).show_listing(listing_of)

    def _show_read(self, read: Read) -> None:
        page, events, undecided, annulled = read
        if page.id != self._narrowed.contest_id:
            return  # something else was asked for meanwhile
        self.page = page
        self._undecided = undecided
        other = "" if undecided is None else _other_of(undecided, page.id)[1]
        waiting = sum(event.unconfirmed for event in events)
        self.head.show_contest(page, waiting=waiting, annulled=annulled, other=other)
        self._has_events = len(events) > 1
        self._one_event = events[0] if len(events) == 1 else None
        self.events.show_rows([all_events(events), *events] if len(events) > 1 else events)
        if self._has_events and not self.event_table.selected_count():
            self.event_table.selectRow(0)
        self._hide_what_does_not_fit()

    def _on_event(self) -> None:
        if self.page is None or self.page.id != self._narrowed.contest_id:
            return  # another contest is on its way
        event = (self.event_table.current_id() or None) if self.event_table.selected_count() else None
        wanted = self._wanted(self.page.id, event)
        if wanted != self._narrowed:
            self._narrowed = wanted
            self._list()
        self._hide_what_does_not_fit()

    def _wanted(self, contest: int, event: int | None) -> ResultFilter:
        """Return what the list shows of a contest: all of it, or only what was annulled."""
        only = "annulled" if self.head.annulled.isChecked() else ""
        return ResultFilter(contest_id=contest, event_id=event, state=only, with_annulled=True)

    def _on_annulled(self) -> None:
        if self.page is not None:
            self._narrowed = self._wanted(self.page.id, self._narrowed.event_id)
            self._list()

    def _hide_what_does_not_fit(self) -> None:
        """Hide the list of events and columns that repeat what is chosen where there is little room."""
        is_one = self._narrowed.event_id is not None or self._one_event is not None
        self.event_table.setVisible(self._has_events and self.width() >= NARROW)
        self.event_edit.setVisible(self.page is not None and is_one)
        self.event_merge.setVisible(self.page is not None and self._narrowed.event_id is not None)
        self.narrow_table.setColumnHidden(EVENT, is_one)
        self.narrow_table.setColumnHidden(UNIT, self.width() < NARROW)
        self.wide_table.setColumnHidden(UNIT + 1, self.width() < NARROW)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Hide what does not fit."""
        super().resizeEvent(event)
        self._hide_what_does_not_fit()

    def _show_empty_text(self) -> None:
        self.table.set_empty_text(tr("ui_registry.no-results"))

    # -- what can be done

    def _show_selection(self) -> None:
        count = self.table.selected_count()
        self._selected.setText(tr("ui_registry.selected", count=f"{count:,}") if count else "")
        for button in (self.confirm, self.person, self._why, self.versions):
            button.setEnabled(count > 0)
        current = self._current()
        self.restore.setVisible(count == 1 and current is not None and current.state == "annulled")

    def confirm_selected(self) -> None:
        """Confirm the selected results as the second person."""
        if ids := self.table.selected_ids():
            self.confirm_ids(ids, self.context.actor)

    def _confirm_all(self) -> None:
        """Confirm the drafts there are now, not those that operations queued before may still add."""
        if self.page is None:
            return
        contest, event, actor = self.page.id, self._narrowed.event_id, self.context.actor
        self.context.ask(
            self,
            lambda session: draft_ids(session, contest_id=contest, event_id=event),
            lambda ids: self.confirm_ids(ids, actor),
            topic="drafts",
        )

    def confirm_ids(self, ids: list[int], actor: Actor) -> None:
        """Confirm these results as `actor`."""

        def work(unit: UnitOfWork, _progress: Progress) -> ConfirmReport:
            return confirm_results(unit, ids)

        def done(report: ConfirmReport) -> None:
            key = "ui_registry.confirm.done" if report.confirmed else "ui_registry.confirm.nothing"
            self.context.frame.show_toast(tr(key, count=f"{report.confirmed:,}"))

        self.context.change(self, tr("ui_registry.confirm.running"), work, done, actor=actor)

    def explain(self) -> None:
        """Explain the award of the selected result in the side panel."""
        from ui.awards import explain

        if (result := self.table.current_id()) is not None:
            explain(self, self.context, result)

    def _current(self) -> ResultRow | None:
        index = self.table.currentIndex()
        current = self.model if self.tables.currentIndex() == 0 else self.wide_model
        return current.row_at(index.row()) if index.isValid() else None

    def _restore(self) -> None:
        from ui.awards import open_restore

        if (result := self._current()) is not None:
            open_restore(self, self.context, result.id)

    def _open_person(self) -> None:
        if (result := self._current()) is not None:
            self.context.open("person", person=result.person_id)

    def show_versions(self) -> None:
        """Show the versions of the selected result, and the acts on it, in the side panel."""
        from ui.registry.versions_panel import VersionsPanel

        if (result := self._current()) is None:
            return

        def show(versions: list[ResultVersion]) -> None:
            panel = VersionsPanel(self, self.context, result, versions)
            self.context.frame.show_panel(tr("ui_registry.versions.title"), panel)

        self.context.ask(self, lambda session: result_versions(session, result.id), show, topic="versions")

    def _edit(self) -> None:
        """F2 in the list of events edits the event, elsewhere the contest."""
        if self.event_table.hasFocus() and self._narrowed.event_id is not None:
            self.edit_event()
        else:
            self.edit_contest()

    def edit_contest(self) -> None:
        """Open the dialog of the contest's facts."""
        from ui.registry.contest_dialog import ContestDialog

        if self.page is not None:
            ContestDialog(self, self.context, self.page).open()

    def merge_contest(self) -> None:
        """Choose a contest to merge into this one."""
        from ui.registry.merging import Kept, begin_merge

        if self.page is not None:
            begin_merge(self, self.context, Kept("contest", self.page.id, self.page.name))

    def decide_spelling(self, is_same: bool) -> None:
        """Merge the contest of the same name, or record that it is another."""
        from ui.registry.merging import Kept, preview_merge, tell_apart

        if self.page is None or self._undecided is None:
            return
        if is_same:
            kept = Kept("contest", self.page.id, self.page.name)
            preview_merge(self, self.context, kept, _other_of(self._undecided, self.page.id)[0])
        else:
            tell_apart(self, self.context, self._undecided)

    def merge_event(self) -> None:
        """Choose an event of the contest to merge into the chosen one."""
        from ui.registry.merging import Kept, begin_merge

        if (event := self._chosen_event()) is not None:
            begin_merge(self, self.context, Kept("event", event.id, event.name))

    def _chosen_event(self) -> EventRow | None:
        position = self.event_table.currentIndex()
        event = self._one_event or (self.events.row_at(position.row()) if position.isValid() else None)
        return event if event is not None and event.id else None

    def edit_event(self) -> None:
        """Open the dialog of the chosen event's facts."""
        from ui.registry.event_dialog import EventDialog

        if (event := self._chosen_event()) is not None:
            EventDialog(self, self.context, event).open()


def _read(session: Session, contest_id: int) -> Read:
    undecided = undecided_pairs(session, contest_id)
    return (
        contest_page(session, contest_id),
        event_rows(session, contest_id),
        undecided[0] if undecided else None,
        len(annulled_ids(session, contest_id=contest_id)),
    )


def _other_of(pair: UndecidedPair, contest_id: int) -> tuple[int, str]:
    first, second = (pair.first, pair.first_name), (pair.second, pair.second_name)
    return second if pair.first == contest_id else first


def _event_value(key: str, row: EventRow) -> object:
    return (row.id != 0, row.results if key == "results" else row.name)
