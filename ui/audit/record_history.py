"""The history of a record (历史) at the foot of its page: who did what, when and why; folded at first."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QScrollArea, QWidget

from app.changes import Changes
from app.words import scoped
from ui.context import Context
from ui.theme import follow_theme, mark, tokens
from ui.theme.icons import icon
from ui.widgets import clear, column, link_button, paragraph, quiet_button, row, scrolled, text_label

if TYPE_CHECKING:
    from app.record_histories import HistoryLine, RecordHistory, RecordKind

_w = scoped("ui_audit.history-of")
_MOST_HEIGHT, _WHEN_WIDTH = 220, 112  # px
_SHARE = 0.2  # of the window's height at most


class RecordHistorySection(QWidget):
    """A head that unfolds and folds the list; it is read only while it is unfolded.

    Whether it is unfolded holds for all records of its kind, until the registry is closed.
    """

    def __init__(self, context: Context, kind: RecordKind) -> None:
        super().__init__()
        self._context, self._kind = context, kind
        self._record: int | str | None = None
        self._rows: list[_HistoryRow] = []
        self.head = quiet_button(_w("title"), self.toggle, name=_w("unfold"))
        mark(self.head, "fold")
        self.head.setCheckable(True)
        self.count = text_label("", "hint")
        inner = QWidget()
        self._list = column(gap=tokens.TIGHT, margin=(0, 0, tokens.TIGHT, tokens.TIGHT))
        inner.setLayout(self._list)
        self.area: QScrollArea = scrolled(inner)
        self.area.setFocusPolicy(Qt.FocusPolicy.StrongFocus)  # the arrow keys scroll it
        self.area.setAccessibleName(_w("list"))
        self.area.hide()
        self.setLayout(column(row(self.head, self.count, None), self.area, gap=0))
        self.head.setChecked(kind in context.unfolded)
        context.bus.changed.connect(self._on_changes)
        follow_theme(self, self._draw)
        self._unfold()

    def show_record(self, record: int | str | None) -> None:
        """Show the history of this record; None for nothing that has one yet."""
        self._record = record
        self.head.setEnabled(record is not None)
        self._read()

    def toggle(self) -> None:
        """Unfold or fold the list, here and on the pages of all records of this kind."""
        if self.head.isChecked():
            self._context.unfolded.add(self._kind)
        else:
            self._context.unfolded.discard(self._kind)
        self._unfold()
        self._read()

    def lines(self) -> list[str]:
        """Return the lines in view, newest first, each as one sentence."""
        return [] if not self.area.isVisible() else [row.accessibleName() for row in self._rows]

    def _unfold(self) -> None:
        is_open = self.head.isChecked()
        self.area.setVisible(is_open)
        self.head.setAccessibleName(_w("fold" if is_open else "unfold"))
        self.head.setToolTip(_w("tip"))
        self._draw()

    def _draw(self) -> None:
        self.head.setIcon(icon("chevron-down" if self.head.isChecked() else "chevron-right", "quiet"))

    def _on_changes(self, _changes: Changes) -> None:
        self._read()

    def _read(self) -> None:
        if self._record is None or not self.head.isChecked():
            self.count.setText("")
            self._show_lines(None)
            return
        from app.record_histories import page_history

        question = partial(page_history, kind=self._kind, record=self._record)
        self._context.ask(self, question, self._show_lines, topic="history")

    def _show_lines(self, history: RecordHistory | None) -> None:
        clear(self._list)
        self._rows = []
        if history is None:
            return
        self.count.setText(_w("count", n=f"{history.total:,}") if history.total else "")
        self._rows = [_HistoryRow(one) for one in history.lines]
        for each in self._rows:
            self._list.addWidget(each)
        if not history.lines:
            self._list.addWidget(paragraph(_w("none"), "quiet"))
        if (rest := history.total - len(history.lines)) > 0:
            more = link_button(_w("more", n=f"{rest:,}"), lambda: self._context.open("audit"))
            self._list.addLayout(row(more, None))
        self._list.addStretch(1)
        QTimer.singleShot(0, self, self._fit)  # what was added is measured once it is shown

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width: lines wrap."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        """Take the height that the lines need, up to what leaves room for the page above."""
        needed = self._list.totalHeightForWidth(max(self.area.viewport().width(), 200))
        most = min(_MOST_HEIGHT, round(self.window().height() * _SHARE))
        self.area.setFixedHeight(max(min(needed, most), 40))


class _HistoryRow(QWidget):
    """When and who on the left; on the right what was done, what it changed, and why."""

    def __init__(self, one: HistoryLine) -> None:
        super().__init__()
        line = one.line
        when = column(text_label(line.moment[:16], "hint"), text_label(line.actor, "hint"), None, gap=0)
        left = QWidget()
        left.setLayout(when)
        left.setFixedWidth(_WHEN_WIDTH)
        said = [paragraph(" · ".join(filter(None, (line.act, one.about))), "strong")]
        if one.change:
            said.append(paragraph(one.change))
        if line.reason:
            said.append(paragraph(_w("reason", reason=line.reason), "hint"))
        layout = row(left, column(*said, None, gap=0), gap=tokens.TIGHT)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        told = (line.moment, line.actor, line.act, one.about, one.change, line.reason)
        self.setAccessibleName("，".join(filter(None, told)))
