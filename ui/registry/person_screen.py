"""The screen of one person: results, awards, certificates, timeline, grades held."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QTabWidget, QWidget

from app.accounts import Right
from app.changes import Changes
from app.formats import chinese_date, money
from app.record_histories import RecordKind
from app.registry import PersonCertificate, PersonPage, ResultRow, person_page
from app.reports import person_timeline
from app.words import scoped, tr
from ui.audit import RecordHistorySection
from ui.context import Context
from ui.registry.columns import result_columns
from ui.registry.masked_number import MaskedNumber
from ui.registry.merging import Kept, begin_merge
from ui.registry.skill_tab import SkillTab
from ui.registry.timeline_table import TimelineTable
from ui.registry.wording import word_of
from ui.screens import Screen
from ui.tables import Column, ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Card, clear, column, fact_grid, paragraph, row, second_button, text_label

_w = scoped("ui_registry.person")


class PersonScreen(Screen):
    """Shows the person whose id is given as `person`."""

    interest = Changes.PEOPLE | Changes.RESULTS | Changes.AWARDS | Changes.CERTIFICATES | Changes.HONOURS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._person: int | None = None
        self._name, self._former = paragraph("", "title"), text_label("", "hint")
        self._facts = Card(gap=tokens.TIGHT)
        self.results: ListTableModel[ResultRow] = ListTableModel(
            result_columns(with_person=False), self, id_of=lambda row: row.id
        )
        self.certificates: ListTableModel[PersonCertificate] = ListTableModel(
            _certificate_columns(), self, id_of=lambda each: hash(each.number)
        )
        self.table = TableView(self.results, name="results-of-person")
        self.table.setAccessibleName(_w("results"))
        self.table.opened.connect(lambda _id: self.explain())
        papers = TableView(self.certificates, name="certificates-of-person")
        papers.setAccessibleName(_w("certificates"))
        papers.set_empty_text(_w("no-certificates"))
        self.timeline = TimelineTable(self.context)
        self.skills = SkillTab(self.context)
        why = second_button(tr("ui_registry.why"), self.explain, icon="calculate")
        self.tabs = QTabWidget()
        self.tabs.setAccessibleName(_w("title"))
        for widget, name in ((self.table, "results"), (self.timeline, "timeline"), (papers, "certificates")):
            holder = QWidget()
            holder.setLayout(column(tokens.TIGHT, widget))
            self.tabs.addTab(holder, _w(name))
        self.tabs.addTab(self.skills, tr("ui_registry.skills.title"))
        self.tabs.setCornerWidget(why)
        self.merge = second_button(tr("ui_registry.merge.title"), self._merge, icon="link")
        context.needs(Right.RECORD, self.merge)
        lists = column(self.tabs)
        self._facts.setFixedWidth(328)
        side = column(self._facts, None)
        body = row(side, lists, gap=tokens.WIDE)
        body.setStretch(1, 1)
        head = row(column(self._name, self._former, gap=2), self.merge)
        head.setStretch(0, 1)
        self.history = RecordHistorySection(context, RecordKind.PERSON)
        whole = column(head, body, self.history, margin=tokens.ROOMY, gap=tokens.GAP)
        whole.setStretch(1, 1)
        self.setLayout(whole)
        self.setFocusProxy(self.table)

    def arrive(self, **arguments: Any) -> None:
        """Show a person."""
        self._person = int(arguments["person"])
        self.refresh()

    def refresh(self) -> None:
        """Read the person again."""
        if (person := self._person) is not None:
            self.skills.show_person(person)
            self.history.show_record(person)
            self.context.ask(self, lambda session: person_page(session, person), self._show, topic="page")
            self.context.ask(
                self,
                lambda session: person_timeline(session, person),
                self.timeline.show_moments,
                topic="timeline",
            )

    def explain(self) -> None:
        """Explain the award of the selected result."""
        from ui.awards import explain

        if (result := self.table.current_id()) is not None:
            explain(self, self.context, result)

    def _merge(self) -> None:
        if (person := self._person) is not None:
            begin_merge(self, self.context, Kept("person", person, self._name.text()))

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    def _show(self, page: PersonPage) -> None:
        self._name.setText(page.name)
        self._former.setText(_w("former", names="、".join(page.former_names)) if page.former_names else "")
        self._former.setVisible(bool(page.former_names))
        self.results.show_rows(page.results)
        self.certificates.show_rows(page.certificates)
        self.table.set_empty_text(_w("no-results"))
        _refill(self._facts, self._fact_parts(page))
        if page.results and not self.table.currentIndex().isValid():
            self.table.selectRow(0)

    def _fact_parts(self, page: PersonPage) -> tuple[QWidget, ...]:
        amount = text_label(money(page.amount_fen), "figure")
        waits = text_label(_w("blocked", count=page.blocked), "asks")
        if not page.blocked:
            waits.hide()

        def masked(name: str, field: str, number: str) -> tuple[str, QWidget]:
            return name, MaskedNumber(self.context, page.id, field, number, name=name)

        facts = fact_grid(
            (
                masked(word_of("id-type", page.id_type), "id_number", page.masked_id),
                masked(_w("phone"), "phone", page.masked_phone),
                (_w("bank"), page.bank_name or "—"),
                masked(_w("account"), "bank_account", page.masked_account),
            )
        )
        return text_label(_w("amount"), "quiet"), amount, waits, facts


def _refill(card: Card, parts: tuple[QWidget, ...]) -> None:
    clear(card.body)
    for part in parts:
        card.body.addWidget(part)


def _certificate_columns() -> tuple[Column[PersonCertificate], ...]:
    return (
        Column(_w("number"), lambda each: each.number, 200, is_strong=True),
        Column(_w("text"), lambda each: each.text, 300, stretch=True),
        Column(_w("dated"), lambda each: chinese_date(each.dated_on), 132, is_quiet=True),
        Column(
            tr("ui_registry.column.state"),
            lambda each: word_of("ui_certificates.state", each.state),
            104,
            state=lambda each: each.state,
        ),
    )
