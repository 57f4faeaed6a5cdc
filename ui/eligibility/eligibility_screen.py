"""Who is entitled (资格): pending actions, and the lists that each policy's rules make."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QComboBox, QStackedWidget

from app.changes import Changes
from app.eligibility import (
    ALLOWANCES,
    PROMOTIONS,
    EligibilityList,
    EligibleRow,
    allowance_candidates,
    eligibility_lists,
    eligible,
    export_eligibility_list,
    promotion_rows,
)
from app.reference_data import honour_titles
from app.reports import PendingAction, export_pending_actions, pending_actions
from app.words import scoped, tr
from ui.context import Context, Session
from ui.file_dialogs import choose_save_path
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import column, paragraph, row, second_button, text_label

if TYPE_CHECKING:
    from app.progress import Progress

_w = scoped("ui_eligibility.eligibility")
Chosen = EligibilityList | str | None  # a policy's list, promotions or an allowance, or what was overlooked
OPENS = {"designation": "bases", "recognition": "craftsmen", "introduction": "introductions"}


@dataclass(frozen=True)
class Line:
    """A person on a list: on which basis, to what effect, and what is open."""

    person_id: int
    person: str
    unit: str
    basis: str
    effect: str
    is_confirmed: bool
    remark: str = ""


@dataclass(frozen=True)
class Read:
    """What the screen shows, read in one go; `people` belongs to the list that was asked for."""

    lists: list[EligibilityList]
    pending: list[PendingAction]
    people: list[Line]


class EligibilityScreen(Screen):
    """The first list is the pending actions; the others are those of the policies."""

    interest = Changes.HONOURS | Changes.DESIGNATIONS | Changes.AWARDS | Changes.RESULTS | Changes.RULINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._lists: list[EligibilityList] = []
        self.choice = QComboBox()
        self.choice.setAccessibleName(_w("choice"))
        self.choice.setMinimumWidth(360)
        self.choice.addItem(_w("pending"), None)
        self.choice.activated.connect(lambda _at: self.refresh())
        self._note, self._count = paragraph(_w("pending-text"), "quiet"), text_label("", "quiet")
        self.pending: ListTableModel[PendingAction] = ListTableModel(
            _pending_columns(),
            self,
            id_of=lambda action: hash((action.kind, action.subject, action.subject_id)),
        )
        self.people: ListTableModel[Line] = ListTableModel(
            _people_columns(), self, id_of=lambda each: hash((each.person_id, each.basis))
        )
        self.pending_table, self.people_table = (
            TableView(self.pending, name="pending"),
            TableView(self.people),
        )
        self.tables = QStackedWidget()
        for table in (self.pending_table, self.people_table):
            table.setAccessibleName(_w("title"))
            self.tables.addWidget(table)
        self.pending_table.opened.connect(lambda _id: self._open_pending())
        self.people_table.opened.connect(lambda _id: self._open_person())
        export = second_button(tr("ui_registers.export"), self.export, icon="export")
        head = row(self.choice, self._count, None, export)
        whole = column(head, self._note, self.tables, gap=tokens.GAP, margin=tokens.PAGE_MARGINS)
        whole.setStretch(2, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.tables)

    def refresh(self) -> None:
        """Read the pending actions, or the chosen list."""
        chosen: Chosen = self.choice.currentData()
        self.context.ask(self, lambda session: _read(session, chosen), self._show, topic="lists")

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _show(self, read: Read) -> None:
        chosen: Chosen = self.choice.currentData()
        if self.choice.count() == 1:
            self.choice.addItem(tr("registers.export.promotions"), PROMOTIONS)
            for allowance in ALLOWANCES:
                self.choice.addItem(_w("allowance", title=honour_titles()[allowance].name), allowance)
            for each in read.lists:
                self.choice.addItem(f"{each.title}（{each.policy}）", each)
        self.tables.setCurrentIndex(0 if chosen is None else 1)
        shown = len(read.pending) if chosen is None else len(read.people)
        self._count.setText(tr("ui_registers.count", count=f"{shown:,}"))
        self._note.setText(_note(chosen))
        self.pending_table.set_empty_text(_w("nothing-pending"))
        self.people_table.set_empty_text(_w("nobody"))
        if chosen is None:
            self.pending.show_rows(read.pending)
        else:
            self.people.show_rows(read.people)

    def _open_pending(self) -> None:
        action = self.pending.row_at(self.pending_table.currentIndex().row())
        if action is not None and action.subject in OPENS:
            self.context.open(OPENS[action.subject], line=action.subject_id)
        elif action is not None and action.subject == "award":
            self.context.open("awards", award=action.subject_id)
        elif action is not None and action.subject == "contest":
            self.context.open("results", contest=action.subject_id)
        elif action is not None and action.subject in ("ruling", "standard"):
            self.context.open(f"{action.subject}s")

    def _open_person(self) -> None:
        person = self.people.row_at(self.people_table.currentIndex().row())
        if person is not None:
            self.context.open("person", person=person.person_id)

    def export(self) -> None:
        """Ask where to and write the lists as a workbook."""
        name, kinds = f"{self.choice.currentText()}.xlsx", tr("ui_exports.kind")
        place = choose_save_path(self, tr("ui_registers.export"), name=name, kinds=kinds)
        if place is not None:
            self.export_to(place)

    def export_to(self, place: Path) -> None:
        """Write the list that is open to `place`."""
        store, chosen = self.context.store, self.choice.currentData()

        def work(_progress: Progress) -> None:
            with store.reading() as session:
                if chosen is None:
                    export_pending_actions(session, place, now=store.clock())
                else:
                    export_eligibility_list(session, place, chosen=chosen, now=store.clock())

        def done(_nothing: Any) -> None:
            self.context.show_saved(place)

        self.context.run(self, tr("ui_exports.writing"), work, done)


def _note(chosen: Chosen) -> str:
    if isinstance(chosen, EligibilityList):
        return f"{chosen.grants} {chosen.note}".strip()
    return _w("pending-text") if chosen is None else _w("proposal-text")


def _read(session: Session, chosen: Chosen) -> Read:
    found = pending_actions(session) if chosen is None else []
    return Read(eligibility_lists(session), found, _people(session, chosen))


def _people(session: Session, chosen: Chosen) -> list[Line]:
    if chosen is None:
        return []
    if isinstance(chosen, EligibilityList):
        rows = eligible(session, chosen.rule, policy_key=chosen.policy)
        return [
            Line(
                row.person_id,
                row.person,
                row.unit,
                row.basis.text,
                chosen.basis,
                row.is_confirmed,
                _remark(row),
            )
            for row in rows
        ]
    if chosen == PROMOTIONS:
        return [
            Line(
                row.person_id,
                row.person,
                row.unit,
                row.basis.text,
                "；".join(filter(None, (row.effect, row.lacking))),
                row.is_confirmed,
                "" if row.is_verified else tr("eligibility.from-report"),
            )
            for row in promotion_rows(session)
        ]
    return [
        Line(each.person_id, each.person, "", "；".join(basis.text for basis in each.bases), "", True)
        for each in allowance_candidates(session, chosen)
    ]


def _remark(row: EligibleRow) -> str:
    """Return what is open about a line; what was won before the document's day comes first."""
    return "；".join(filter(None, (tr("eligibility.before-short") if row.is_before else "", row.remark)))


def _pending_columns() -> tuple[Column[PendingAction], ...]:
    head = "registers.column.{}".format
    return (
        Column(
            tr(head("kind")),
            lambda action: action.kind_name,
            176,
            sort="kind",
            state=lambda _action: "warning",
        ),
        Column(tr(head("holder")), lambda action: action.holder, 200, sort="holder", is_strong=True),
        Column(tr(head("about")), lambda action: action.about, 220),
        Column(tr(head("why")), lambda action: action.why, 300, stretch=True, is_quiet=True, hint=_why),
    )


def _why(action: PendingAction) -> str:
    return action.why


def _people_columns() -> tuple[Column[Line], ...]:
    head = "registers.column.{}".format
    return (
        Column(tr(head("person")), lambda each: each.person, 96, sort="person", is_strong=True),
        Column(tr(head("unit")), lambda each: each.unit, 190, sort="unit", is_quiet=True),
        Column(tr(head("ground")), lambda each: each.basis, 300, stretch=True),
        Column(_w("effect"), lambda each: each.effect, 200, is_quiet=True, hint=lambda each: each.effect),
        Column(_w("remark"), lambda each: each.remark, 120, sort="remark", hint=lambda each: each.remark),
        Column(
            tr(head("confirmed")),
            lambda each: tr("eligibility.confirmed" if each.is_confirmed else "eligibility.unconfirmed"),
            112,
            state=lambda each: "confirmed" if each.is_confirmed else "draft",
        ),
    )
