"""The dialog of a contest's facts: class and its basis, series, medals, cycle, where it was held."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox, QDialog, QWidget

from app.contest_series import series_words
from app.registry import (
    ContestFactsEdit,
    ContestPage,
    link_contests,
    set_contest_facts,
    set_contest_series,
    set_medal_rule,
)
from app.text_limits import longest
from app.words import scoped, tr, words_of
from ui.context import Context
from ui.registry.wording import word_of
from ui.theme import tokens
from ui.widgets import (
    Field,
    OptionalDay,
    choice,
    column,
    line,
    pair,
    paragraph,
    primary_button,
    row,
    second_button,
    text_label,
)

if TYPE_CHECKING:
    from app.progress import Progress
    from app.unit_of_work import UnitOfWork

_w = scoped("ui_registry.contest")
ALONE = "\x00alone"  # the choice «a cycle of its own»


class ContestDialog(QDialog):
    """Saves all facts in one unit of work."""

    def __init__(self, parent: QWidget, context: Context, page: ContestPage) -> None:
        super().__init__(parent.window())
        self._context, self._page = context, page
        self.setWindowTitle(_w("edit"))
        self.setMinimumWidth(600)
        classes = [
            (_w("class-unrecorded"), ""),
            *((text, key) for key, text in words_of("core.class").items()),
        ]
        self.contest_class = choice(classes, page.contest_class)
        self.official_class = line(page.official_class, hint=_w("official-class-hint"))
        self.class_basis = line(page.class_basis, hint=_w("class-basis-hint"))
        self.organiser = line(page.organiser)
        outside = [(_w("outside-unsaid"), None), (_w("outside-no"), False), (_w("outside-yes"), True)]
        self.is_outside = choice(outside, page.is_outside)
        self.is_selection = QCheckBox(_w("is-selection"))
        self.is_selection.setChecked(page.is_selection)
        self.started_on = OptionalDay(_w("started-on"), page.started_on)
        self.cycle = choice(_cycles(page), _cycle_of(page))
        self.series = choice(_series(page), page.series)
        self.series_basis = line(page.series_basis, hint=_w("series-basis-hint"))
        self.medal_rule = choice(_medal_rules(), page.medal_rule)
        self.medal_rule_basis = line(page.medal_rule_basis, hint=_w("class-basis-hint"))
        self._basis = Field(
            _w("class-basis"),
            self.class_basis,
            _w("class-basis-why"),
            longest=longest("contest.class_basis"),
            is_document=True,
        )
        self._official = Field(
            _w("official-class"), self.official_class, longest=longest("contest.official_class")
        )
        self._series_basis = Field(
            _w("series-basis"),
            self.series_basis,
            longest=longest("contest.series_basis"),
            is_document=True,
        )
        self._medal_basis = Field(
            _w("medal-basis"),
            self.medal_rule_basis,
            longest=longest("contest.medal_rule_basis"),
            is_document=True,
        )
        self._organiser = Field(_w("organiser"), self.organiser, longest=longest("contest.organiser"))
        self._arrange()

    def _arrange(self) -> None:
        save = primary_button(_w("save"), self._save)
        save.setDefault(True)
        head = column(
            paragraph(self._page.name, "section"),
            text_label(f"{self._page.year} · {word_of('level', self._page.level)}", "hint"),
            gap=4,
        )
        parts = (
            head,
            pair(
                Field(_w("class"), self.contest_class),
                self._official,
            ),
            self._basis,
            pair(Field(_w("series"), self.series, _series_state(self._page)), self._series_basis),
            pair(Field(_w("medals"), self.medal_rule), self._medal_basis),
            pair(self._organiser, Field(_w("is-outside"), self.is_outside)),
            row(self.started_on, self.is_selection, None, gap=tokens.WIDE),
            Field(_w("cycle"), self.cycle, _w("cycle-why")),
            tokens.TIGHT,
            row(None, second_button(tr("ui.frame.cancel"), self.reject), save),
        )
        self.setLayout(column(*parts, margin=tokens.ROOMY, gap=tokens.WIDE))

    def facts(self) -> ContestFactsEdit:
        """Return the facts as entered."""
        return ContestFactsEdit(
            contest_class=self.contest_class.currentData(),
            official_class=self.official_class.text(),
            class_basis=self.class_basis.text(),
            organiser=self.organiser.text(),
            is_outside=self.is_outside.currentData(),
            is_selection=self.is_selection.isChecked(),
            started_on=self.started_on.value(),
        )

    def _save(self) -> None:
        if self.contest_class.currentData() and not self.class_basis.text().strip():
            self._basis.show_fault(_w("class-basis-needed"))
            self.class_basis.setFocus()
            return
        series = self.series.currentData()
        if series and series != self._page.series and not self.series_basis.text().strip():
            self._series_basis.show_fault(_w("series-basis-needed"))
            self.series_basis.setFocus()
            return
        if self.medal_rule.currentData() and not self.medal_rule_basis.text().strip():
            self._medal_basis.show_fault(_w("medal-basis-needed"))
            self.medal_rule_basis.setFocus()
            return
        texts = (self._official, self._basis, self._series_basis, self._medal_basis, self._organiser)
        if not all(field.check_length() for field in texts):
            return
        page, facts, cycle = self._page, self.facts(), self.cycle.currentData()
        series_basis = self.series_basis.text().strip()
        medals, medal_basis = self.medal_rule.currentData(), self.medal_rule_basis.text().strip()

        def work(unit: UnitOfWork, _progress: Progress) -> UnitOfWork:
            set_contest_facts(unit, page.id, facts=facts, version=page.version)
            if cycle != _cycle_of(page):
                _link(unit, page, cycle)
            if (series, series_basis) != (page.series, page.series_basis):
                set_contest_series(unit, page.id, series, basis=series_basis)
            if (medals, medal_basis) != (page.medal_rule, page.medal_rule_basis):
                set_medal_rule(unit, page.id, medals, basis=medal_basis)
            return unit

        self._context.change(self, _w("saving"), work, self._saved)

    def _saved(self, work: UnitOfWork) -> None:
        awards = work.reassessed  # counted as the unit of work was committed
        self.accept()
        self._context.frame.show_toast(
            _w("saved-awards").format(count=f"{awards:,}") if awards else _w("saved")
        )


def _series(page: ContestPage) -> list[tuple[str, object]]:
    named = f"core.series.{page.named_series}"
    by_name = _w("series-by-name").format(series=tr(named)) if page.named_series else _w("series-unsaid")
    return [(by_name, ""), *((text, key) for key, text in words_of("core.series").items())]


def _series_state(page: ContestPage) -> str:
    """Return who says which series it is, or what hangs on it."""
    return series_words(
        page.name, level=page.level, recorded=page.series, by=page.series_by, basis=page.series_basis
    ) or _w("series-why")


def _medal_rules() -> list[tuple[str, object]]:
    return [
        (_w("medals-unsaid"), ""),
        *((text, key) for key, text in words_of("core.medal_rule").items()),
    ]


def _cycle_of(page: ContestPage) -> object:
    if not page.cycle:
        return None
    same = next((each.id for each in page.neighbours if each.cycle == page.cycle), None)
    return ALONE if same is None else same


def _cycles(page: ContestPage) -> list[tuple[str, object]]:
    others = [(_w("cycle-with").format(name=each.name), each.id) for each in page.neighbours]
    return [(_w("cycle-unsaid"), None), (_w("cycle-alone"), ALONE), *others]


def _link(unit: UnitOfWork, page: ContestPage, cycle: object) -> None:
    if cycle is None:
        link_contests(unit, [page.id], cycle="")
        return
    if cycle == ALONE:
        link_contests(unit, [page.id], cycle=f"{page.year} {page.name}"[:60], is_replacing=True)
        return
    other = next(each for each in page.neighbours if each.id == cycle)
    shared = other.cycle or f"{page.year} {other.name}"[:60]
    link_contests(unit, [page.id, other.id], cycle=shared, is_replacing=True)  # the field shows what stood
