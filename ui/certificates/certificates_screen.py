"""Certificates (证书): who is due on the left, the page itself, and the button that issues."""

from __future__ import annotations

from pathlib import Path
from tempfile import mkdtemp
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QComboBox, QWidget

from app.accounts import Right
from app.certificates import (
    DueCertificate,
    IssueReport,
    PreparedRun,
    due_certificates,
    issue_certificates,
    preflight_report,
    prepare_certificates,
    reprint_certificates,
)
from app.changes import Changes
from app.documents import atomic_output
from app.private_files import private_folder
from app.record_histories import RecordKind
from app.words import scoped
from ui.audit import RecordHistorySection
from ui.certificates.due_list import due_columns, number_ranges, pdf_of, sort_value
from ui.certificates.page_view import PageView
from ui.certificates.traffic_light import TrafficLight
from ui.certificates.verify_dialog import VerifyDialog
from ui.context import Context
from ui.file_dialogs import choose_save_path, open_in_viewer
from ui.messages import confirm
from ui.screens import Screen
from ui.tables import ListTableModel, TableView
from ui.theme import tokens
from ui.widgets import Banner, column, filter_button, primary_button, row, second_button

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork
_w = scoped("ui_certificates")
SIDE, REST_MS = 400, 120


class CertificatesScreen(Screen):
    """Certificates due and issued, of one contest or of all."""

    interest = Changes.RESULTS | Changes.CERTIFICATES | Changes.PEOPLE | Changes.CONTESTS | Changes.SETTINGS

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.search_hint = _w("search-hint")
        self._every: list[DueCertificate] = []
        self._text = ""
        self.contests = QComboBox()
        self.waiting, self.issued = filter_button(""), filter_button("")
        self.light = TrafficLight()
        self.model: ListTableModel[DueCertificate] = ListTableModel(
            due_columns(), self, id_of=lambda due: due.result_id, sort_value=sort_value
        )
        self.table = TableView(self.model, name="certificates")
        self.page = PageView(context)
        self.banner = Banner("done", "", action=_w("save"), on_action=self.save)
        self.issue_button = primary_button(_w("issue"), self.issue)
        context.needs(Right.ISSUE, self.issue_button)
        self.save_button = second_button(_w("save"), self.save, icon="export")
        self.verify_button = second_button(_w("verify-button"), self.open_verify, icon="search")
        self._rest = QTimer(self, interval=REST_MS, singleShot=True)
        self._rest.timeout.connect(self._show_page)
        self._build()

    def _build(self) -> None:
        self.contests.setAccessibleName(_w("contest"))
        self.contests.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.table.setAccessibleName(_w("list"))
        self.contests.activated.connect(lambda _at: self.refresh())
        for button in (self.waiting, self.issued):
            button.toggled.connect(lambda _on: self._show_list())
        self.table.selection_changed.connect(self._rest.start)
        self.table.opened.connect(lambda _id: self.page.setFocus())
        self.table.typed.connect(self.search)
        side = QWidget()
        side.setFixedWidth(SIDE)
        filters = row(self.contests, self.waiting, self.issued)
        filters.setStretch(0, 1)
        parts = column(filters, self.light, self.table, gap=tokens.GAP)
        parts.setStretch(2, 1)
        side.setLayout(parts)
        self.banner.hide()
        actions = row(self.verify_button, self.save_button, None, self.issue_button)
        self.history = RecordHistorySection(self.context, RecordKind.CERTIFICATE)
        right = column(self.banner, self.page, self.history, actions, gap=tokens.GAP)
        right.setStretch(1, 1)
        body = row(side, right, gap=tokens.WIDE)
        body.setStretch(1, 1)
        self.setLayout(column(body, margin=tokens.PAGE_MARGINS))
        self.setFocusProxy(self.table)

    # -- what the frame asks

    def arrive(self, **arguments: Any) -> None:
        """Show one `contest`, given by its name."""
        self.contests.setCurrentIndex(max(self.contests.findData(arguments.get("contest")), 0))
        self.refresh()

    def refresh(self) -> None:
        """Read who is due and run the pre-flight again."""
        contest = self.contests.currentData()
        self.context.ask(self, due_certificates, self._show_due, topic="due")
        self.light.show_checking()
        self.issue_button.setEnabled(False)
        self.context.ask(
            self,
            lambda session: preflight_report(session, contest=contest),
            self._show_preflight,
            topic="preflight",
        )

    def search(self, text: str) -> None:
        """Show only the people searched for."""
        self._text = text.strip()
        self._show_list()

    def print_out(self) -> None:
        """Open the pages in the system's viewer, where they print at their own size."""
        if self.numbers():
            self._save_to(new_print_file(_w("file-name")), and_open=True)

    def help_text(self) -> str:
        """Return the help text."""
        return _w("help")

    # -- what is shown

    def _show_due(self, every: list[DueCertificate]) -> None:
        self._every = every
        chosen = self.contests.currentData()
        self.contests.clear()
        self.contests.addItem(_w("all-contests"), None)
        for name in dict.fromkeys(due.contest for due in every):
            self.contests.addItem(name, name)
        self.contests.setCurrentIndex(max(self.contests.findData(chosen), 0))
        self._show_list()

    def _show_list(self) -> None:
        contest = self.contests.currentData()
        of_contest = [due for due in self._every if contest in (None, due.contest)]
        issued = sum(1 for due in of_contest if due.number)
        self.waiting.setText(_w("waiting", count=len(of_contest) - issued))
        self.issued.setText(_w("issued", count=issued))
        wanted = {True: self.issued.isChecked(), False: self.waiting.isChecked()}
        if not any(wanted.values()):
            wanted = {True: True, False: True}
        rows = [due for due in of_contest if wanted[bool(due.number)] and self._text in due.person_name]
        self.model.show_rows(rows)
        self.table.set_empty_text(_w("nobody") if not self._every else _w("nobody-here"))
        if rows and not self.table.selected_count():
            self.table.selectRow(0)
        elif not rows:
            self.page.show_message(_w("no-page"))

    def _show_preflight(self, found: Any) -> None:
        self.light.show_preflight(found)
        fresh = found.issuable
        self.issue_button.setText(_w("issue-count", count=fresh) if fresh else _w("issue"))
        self.issue_button.setEnabled(fresh > 0 and not found.obstacles)
        self.save_button.setEnabled(found.already_issued > 0)

    def _show_page(self) -> None:
        position = self.table.currentIndex()
        due = self.model.row_at(position.row()) if position.isValid() else None
        self.history.show_record((due.number or None) if due is not None else None)
        if due is not None:
            self.context.ask(self, lambda session: pdf_of(session, due), self._show_pdf, topic="pdf")

    def _show_pdf(self, pdf: bytes | str) -> None:
        if isinstance(pdf, str):
            self.page.show_message(pdf)
        else:
            self.page.show_pdf(pdf)

    # -- what can be done

    def issue(self) -> None:
        """Number and issue what is due, after asking; nobody else who becomes due meanwhile."""
        contest = self.contests.currentData()
        waiting = [due for due in self._every if not due.number and contest in (None, due.contest)]
        fresh = frozenset(due.result_id for due in waiting if due.can_be_issued)
        text, detail = _w("issue-ask", count=len(fresh)), _w("issue-detail")
        if not confirm(self, text, action=_w("issue-do"), detail=detail):
            return

        store, actor = self.context.store, self.context.actor

        def prepare(progress: Progress) -> PreparedRun | None:
            with store.reading() as session:
                return prepare_certificates(
                    session, now=store.clock(), contest=contest, only=fresh, progress=progress
                )

        def issue(prepared: PreparedRun | None) -> None:
            def work(unit: UnitOfWork, progress: Progress) -> IssueReport:
                return issue_certificates(
                    unit, contest=contest, only=fresh, prepared=prepared, progress=progress
                )

            self.context.change(self, _w("issuing"), work, self._issued, actor=actor)

        self.context.run(self, _w("issuing"), prepare, issue)

    def _issued(self, report: IssueReport) -> None:
        text = _w("done", numbers="、".join(number_ranges(report.numbers)), count=report.pages)
        self.banner.show_text("asks" if report.warnings else "done", "\n".join([text, *report.warnings]))
        self.banner.show()
        if place := choose_save_path(self, _w("save"), name=_w("file-name"), kinds=_w("pdf-kind")):
            self._save_to(place, numbers=list(report.numbers))

    def save(self) -> None:
        """Ask where to and save the pages that were issued."""
        place = choose_save_path(self, _w("save"), name=_w("file-name"), kinds=_w("pdf-kind"))
        if place is not None:
            self._save_to(place)

    def _save_to(self, place: Path, *, and_open: bool = False, numbers: list[str] | None = None) -> None:
        numbers = self.numbers() if numbers is None else numbers
        if not numbers:
            return

        def work(unit: UnitOfWork, _progress: Progress) -> int:
            report = reprint_certificates(unit, numbers)
            with atomic_output(place, kind="pdf") as temporary:
                temporary.write_bytes(report.pdf)
            return report.pages

        def done(pages: int) -> None:
            text = _w("opened" if and_open else "saved", count=pages, path=place.name)
            self.context.show_saved(place, text)
            if and_open:
                open_in_viewer(place)

        self.context.change(self, _w("saving"), work, done)

    def numbers(self) -> list[str]:
        """Return the issued numbers among the selected rows; of all rows, where not several are selected."""
        chosen = set(self.table.selected_ids()) if self.table.selected_count() > 1 else None
        rows = self.model.rows
        return [due.number for due in rows if due.number and (chosen is None or due.result_id in chosen)]

    def open_verify(self) -> None:
        """Open the dialog that verifies a certificate."""
        VerifyDialog(self, self.context).open()


def new_print_file(name: str) -> Path:
    """Return a path for a file that this user alone can read, deleted as the program ends. Raises OSError."""
    return Path(mkdtemp(dir=private_folder())) / name
