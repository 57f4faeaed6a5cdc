"""The policy library (政策文件): documents and clauses on the left, the text in the middle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget

from app.accounts import Right
from app.changes import Changes
from app.clock import office_day
from app.formats import chinese_date
from app.words import tr
from ui.context import Context, Session
from ui.policy.document_page import DocumentPage, clause_of, fill_clauses, rule_panel
from ui.policy.packs_dialog import PacksDialog, packs_notice
from ui.screens import Screen
from ui.theme import mark, tokens
from ui.widgets import Banner, Pill, column, paragraph, row, second_button, text_label

if TYPE_CHECKING:
    from app.awards import PackOffer
    from app.policy import LibraryDocument, Policy, Rule, SearchHit
    from app.progress import Progress
    from app.reports import RuleUse
    from app.unit_of_work import UnitOfWork

SIDE, ROOMY_WIDTH = 280, 900
_KEY = Qt.ItemDataRole.UserRole
RulesByClause = dict[str, list[tuple["Policy", "Rule"]]]


@dataclass(frozen=True)
class LibraryContent:
    """What the screen shows, read in one query."""

    documents: list[LibraryDocument]
    rules: dict[str, RulesByClause]
    uses: dict[str, RuleUse]
    checks: dict[str, date]
    packs: list[PackOffer]


class LibraryScreen(Screen):
    """The documents of all policies, with the rules that rest on each clause."""

    interest = Changes.AWARDS | Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = tr("ui.library.search-hint")
        self._documents: dict[str, LibraryDocument] = {}
        self._rules: dict[str, RulesByClause] = {}
        self._uses: dict[str, RuleUse] = {}
        self._checks: dict[str, date] = {}
        self._words: list[str] = []
        self._shown = ""
        self.list, self.tree, self.hits = QListWidget(), QTreeWidget(), QListWidget()
        self.page = DocumentPage()
        self._title, self._about = paragraph("", "section"), text_label("", "hint")
        self._check_now = second_button(tr("ui.library.check-now"), self._record_check, icon="check")
        context.needs(Right.RULE, self._check_now)
        self._check_now.hide()
        self._checked, self._found = Pill("due", ""), text_label("", "hint")
        self.packs = Banner("asks", "", action=tr("ui.packs.open"), on_action=self._open_packs)
        self.packs.hide()
        self._build()
        self.list.currentItemChanged.connect(lambda item, _before: self._choose(item))
        self.tree.currentItemChanged.connect(lambda item, _before: self._go_to(item))
        self.hits.currentItemChanged.connect(lambda item, _before: self._go_to_hit(item))
        self.page.rule_chosen.connect(self._explain_rule)

    def _build(self) -> None:
        self.list.setAccessibleName(tr("ui.library.documents"))
        self.tree.setAccessibleName(tr("ui.library.clauses"))
        self.hits.setAccessibleName(tr("ui.library.clauses"))
        self.tree.setHeaderHidden(True)
        self.tree.setIndentation(14)
        self.list.setMaximumHeight(186)
        for each in (self.list, self.hits):
            each.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        side = self._side = QWidget()
        side.setFixedWidth(SIDE)
        names = (
            text_label(tr("ui.library.documents"), "strong"),
            text_label(tr("ui.library.clauses"), "strong"),
        )
        parts = (names[0], self.list, names[1], self._found, self.tree, self.hits)
        side.setLayout(column(*parts))
        head = row(self._title, self._checked, self._check_now)
        head.setStretch(0, 1)
        reading = QWidget()
        mark(reading, "card")
        about = column(head, self._about, gap=2)
        about.setContentsMargins(tokens.ROOMY, tokens.WIDE, tokens.WIDE, tokens.TIGHT)
        inside = column(about, self.page, gap=0)
        inside.setContentsMargins(1, 1, 1, tokens.TIGHT)
        reading.setLayout(inside)
        line = row(side, gap=tokens.WIDE)
        line.addWidget(reading, stretch=1)
        page = column(self.packs, line, gap=tokens.GAP)
        page.setStretch(1, 1)
        page.setContentsMargins(*tokens.PAGE_MARGINS)
        self.setLayout(page)
        self.hits.hide()
        self._found.hide()
        self.setFocusProxy(self.list)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow the lists in favour of the text where there is little room."""
        super().resizeEvent(event)
        self._side.setVisible(self.width() >= ROOMY_WIDTH)

    def refresh(self) -> None:
        """Read the documents and how often each rule was applied."""
        self.context.ask(self, _read, self._show, topic="library")

    def arrive(self, **arguments: Any) -> None:
        """Show a `document` and a `clause` of it."""
        if key := arguments.get("document"):
            self._show_document(str(key), clause=str(arguments.get("clause", "")))

    def search(self, text: str) -> None:
        """Find clauses in all documents."""
        self._words = text.split()
        self.tree.setVisible(not text)
        self.hits.setVisible(bool(text))
        self._found.setVisible(bool(text))
        if text:
            self.context.ask(self, lambda _session: _search(text), self._show_hits, topic="search")
        elif self._shown:
            self._show_document(self._shown)

    def help_text(self) -> str:
        """Return the help text."""
        return tr("ui.library.help")

    # -- documents

    def _show(self, read: LibraryContent) -> None:
        documents = read.documents
        notice = packs_notice(read.packs)
        self.packs.show_text("asks", notice or tr("ui.packs.in-force"))
        self.packs.setVisible(bool(read.packs))
        self._rules, self._uses, self._checks = read.rules, read.uses, read.checks
        self._documents = {each.key: each for each in documents}
        if not self.list.count():
            for each in documents:
                item = QListWidgetItem(each.document.title)
                item.setData(_KEY, each.key)
                item.setToolTip(each.key)
                self.list.addItem(item)
            self.list.setCurrentRow(0)
        elif self._shown:
            self._show_document(self._shown)

    def _open_packs(self) -> None:
        PacksDialog(self, self.context).open()

    def _choose(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self._show_document(item.data(_KEY))

    def _show_document(self, key: str, *, clause: str = "") -> None:
        chosen = self._documents.get(key)
        if chosen is None:
            return
        if self._shown != key:
            self._shown = key
            fill_clauses(self.tree, chosen.parts)
        self._title.setText(f"{chosen.document.number}《{chosen.document.title}》")
        signed = chosen.document.signed_on
        day = tr("ui.library.signed", day=chinese_date(signed)) if signed else tr("ui.library.unsigned")
        self._about.setText("　".join([chosen.issued_by, day]))
        self._show_checked(chosen)
        self.page.show_parts(chosen.parts, self._rules.get(key, {}), self._uses, words=self._words)
        if clause:
            self.page.go_to(clause)

    def _show_checked(self, chosen: LibraryDocument) -> None:
        from app.policy import is_check_due
        from app.reports import last_check

        last = last_check(chosen.document, self._checks)
        self._check_now.setVisible(is_check_due(last, today=office_day(self.context.store.clock())))
        if last is None:
            self._checked.show_state("due", tr("ui.library.never-checked"))
        elif is_check_due(last, today=office_day(self.context.store.clock())):
            self._checked.show_state("due", tr("ui.library.check-due"))
        else:
            self._checked.show_state("confirmed", tr("ui.library.checked", day=chinese_date(last)))

    def _record_check(self) -> None:
        document = self._documents[self._shown].document

        def act(work: UnitOfWork, _progress: Progress) -> None:
            from app.reports import record_document_check

            record_document_check(work, document, on=office_day(work.now))

        text = tr("ui.library.checked-told", title=document.title)
        label = tr("ui.library.checking")
        self.context.change(self, label, act, lambda _none: self.context.frame.show_toast(text))

    def _go_to(self, item: QTreeWidgetItem | None) -> None:
        if item is not None:
            self.page.go_to(clause_of(item))

    # -- search

    def _show_hits(self, hits: list[SearchHit]) -> None:
        self.hits.clear()
        words = " ".join(self._words)
        self._found.setText(
            tr("ui.library.hits", n=len(hits)) if hits else tr("ui.library.no-hits", words=words)
        )
        for hit in hits:
            item = QListWidgetItem(f"{hit.document}　{hit.clause}\n{hit.excerpt}")
            item.setData(_KEY, (hit.document, hit.clause))
            self.hits.addItem(item)
        self.hits.setWordWrap(True)
        if hits:
            self.hits.setCurrentRow(0)

    def _go_to_hit(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            document, clause = item.data(_KEY)
            self._show_document(document, clause=clause)

    def _explain_rule(self, chosen: tuple[Policy, Rule]) -> None:
        policy, rule = chosen
        panel = rule_panel(policy, rule, self._uses.get(rule.id))
        self.context.frame.show_panel(tr("ui.library.rule-title"), panel)
        self.page.go_to(rule.clause.number)  # the page has another width now


def _read(session: Session) -> LibraryContent:
    from app.awards import pack_offers
    from app.policy import policy_documents, rules_by_clause
    from app.policy_in_force import policies_in_force
    from app.reports import document_checks, rule_uses

    return LibraryContent(
        list(policy_documents()),
        rules_by_clause(policies_in_force(session).values()),
        rule_uses(session),
        document_checks(session),
        pack_offers(session),
    )


def _search(text: str) -> list[SearchHit]:
    from app.policy import search_documents

    return search_documents(text)
