"""The timeline of a person or a unit, the latest first."""

from __future__ import annotations

from collections.abc import Sequence

from app.formats import chinese_date
from app.reports import Moment
from app.words import tr
from ui.context import Context
from ui.tables import Column, ListTableModel, TableView

OPENS = {
    "recognition": "craftsmen",
    "designation": "bases",
    "honour": "honours",
    "introduction": "introductions",
    "assessment": "introductions",
}


class TimelineTable(TableView):
    """Opening a row shows what it is about: a register, or the explanation of an award."""

    def __init__(self, context: Context) -> None:
        self._moments: ListTableModel[Moment] = ListTableModel(
            _columns(), id_of=lambda one: hash((one.kind, one.subject_id, one.happened_on, one.state))
        )
        super().__init__(self._moments, name="timeline")
        self._moments.setParent(self)
        self._context = context
        self.setAccessibleName(tr("ui_registry.person.timeline"))
        self.set_empty_text(tr("ui_registry.timeline.empty"))
        self.opened.connect(lambda _id: self._open())

    def show_moments(self, moments: Sequence[Moment]) -> None:
        """Show these moments, which are in order of time."""
        self._moments.show_rows(list(reversed(moments)))

    def _open(self) -> None:
        moment = self._moments.row_at(self.currentIndex().row())
        if moment is None:
            return
        if moment.kind in OPENS:
            self._context.open(OPENS[moment.kind], line=moment.subject_id)
        elif moment.kind == "award":
            self._context.open("awards", award=moment.subject_id)


def _columns() -> tuple[Column[Moment], ...]:
    title = "ui_registry.timeline.{}".format
    return (
        Column(tr(title("day")), lambda one: chinese_date(one.happened_on), 124, is_quiet=True),
        Column(tr(title("kind")), lambda one: tr(f"reports.moment.{one.kind}"), 80),
        Column(tr(title("text")), lambda one: one.text, 300, stretch=True, is_strong=True),
        Column(tr(title("detail")), lambda one: one.detail, 200, is_quiet=True),
        Column(tr(title("state")), lambda one: one.state, 88),
    )
