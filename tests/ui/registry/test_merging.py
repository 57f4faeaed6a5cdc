"""Merging from a page: the question of one contest, what would move, and what forbids it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit
from sqlalchemy import select

from app.awards import assess_all
from app.store import Store
from models import Award, Contest, Event, Unit
from tests.builders import a_contest, a_person, a_result, a_unit, an_event
from tests.ui.conftest import Settle
from ui.forms import FormDialog
from ui.main_window import MainWindow
from ui.registry.merging import Kept, begin_merge
from ui.registry.results_screen import ResultsScreen
from ui.registry.unit_screen import UnitScreen

ONE, OTHER = "2024年新乡市职工技能大赛", "新乡市2024年职工技能大赛"
ActiveDialog = Callable[[], FormDialog]


@pytest.fixture
def filled(sqlite_store: Store) -> Store:
    with sqlite_store.writing(actor="张敏") as work:
        person, unit = a_person(work.session), a_unit(work.session)
        for name in (ONE, OTHER):
            event = an_event(work.session, a_contest(work.session, name=name), name="焊工")
            a_result(work.session, 1, event=event, person=person, unit=unit)
        a_unit(work.session, name="示例二校", credit_code=None)
        assess_all(work)
    return sqlite_store


@pytest.fixture
def dialog(window: MainWindow) -> ActiveDialog:
    """The form that is open now."""

    def found() -> FormDialog:
        (shown,) = [each for each in window.findChildren(FormDialog) if each.isVisible()]
        return shown

    return found


def texts(dialog: FormDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def fill(dialog: FormDialog, name: str, text: str) -> None:
    field = dialog.inputs[name]
    assert isinstance(field, QLineEdit)
    field.setText(text)


def statuses(store: Store) -> list[str]:
    with store.reading() as session:
        return list(session.scalars(select(Award.status).order_by(Award.id)))


def test_a_contest_asks_whether_it_is_the_same_and_is_merged(
    screen: ResultsScreen, filled: Store, dialog: ActiveDialog, settle: Settle
) -> None:
    head = screen.pane.head
    assert head.spelled_like.isVisible()
    assert statuses(filled) == ["blocked", "blocked"]
    head.same.click()
    settle()
    assert "两处都有成绩的" in texts(dialog())
    fill(dialog(), "reason", "同一文件公布")
    dialog().act.click()
    settle()
    with filled.reading() as session:
        assert len(list(session.scalars(select(Contest)))) == 1
    assert statuses(filled) == ["proposed"]


def test_a_contest_may_be_said_to_be_another(
    screen: ResultsScreen, filled: Store, dialog: ActiveDialog, settle: Settle
) -> None:
    screen.pane.head.apart.click()
    settle()
    fill(dialog(), "reason", "两个单位各办一项")
    dialog().act.click()
    settle()
    assert statuses(filled) == ["proposed", "proposed"]
    assert not screen.pane.head.spelled_like.isVisible()


def test_another_contest_is_chosen_and_what_forbids_the_merge_is_shown(
    screen: ResultsScreen, filled: Store, dialog: ActiveDialog, settle: Settle
) -> None:
    with filled.writing(actor="张敏") as work:
        for contest, basis in zip(
            work.session.scalars(select(Contest)), ("示例〔2024〕1号", "示例〔2024〕2号"), strict=True
        ):
            contest.class_basis = basis
    screen.pane.head.merge.click()
    settle()
    choice = dialog().inputs["other"]
    assert isinstance(choice, QComboBox)
    assert choice.count() == 1
    dialog().act.click()
    settle()
    assert "类别依据不同" in texts(dialog())
    assert not dialog().act.isEnabled()


def test_a_merge_that_moves_money_shows_what_it_moves_and_waits_for_a_yes(
    screen: ResultsScreen,
    filled: Store,
    dialog: ActiveDialog,
    settle: Settle,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    screen.pane.head.apart.click()
    settle()
    fill(dialog(), "reason", "两个单位各办一项")
    dialog().act.click()
    settle()
    assert statuses(filled) == ["proposed", "proposed"]
    screen.pane.head.merge.click()
    settle()
    dialog().act.click()
    settle()
    fill(dialog(), "reason", "原来是一项")
    asked: list[str] = []
    for is_confirmed in (False, True):

        def says(_parent: object, text: str, *, _answer: bool = is_confirmed, **_words: str) -> bool:
            asked.append(text)
            return _answer

        monkeypatch.setattr("ui.money_moves.confirm", says)
        dialog().act.click()
        settle()
        assert len(statuses(filled)) == (1 if is_confirmed else 2)
    assert ["由 ¥2,000.00 变为 ¥1,000.00" in text for text in asked] == [True, True]


def test_a_unit_takes_another_from_its_page(
    window: MainWindow, filled: Store, dialog: ActiveDialog, settle: Settle
) -> None:
    from app.registry import SearchHit
    from ui.forms.look_up import LookUpOrEnter

    with filled.reading() as session:
        kept, other = session.scalars(select(Unit.id).order_by(Unit.id))
    window.open_screen("unit", unit=kept)
    settle()
    screen = window.current_screen()
    assert isinstance(screen, UnitScreen)
    screen.merge.click()
    settle()
    field = dialog().inputs["other"]
    assert isinstance(field, LookUpOrEnter)
    field.look_up.choose(SearchHit("unit", other, "示例二校", ""))
    dialog().act.click()
    settle()
    fill(dialog(), "reason", "更名")
    dialog().act.click()
    settle()
    with filled.reading() as session:
        assert list(session.scalars(select(Unit.id))) == [kept]


def test_events_of_a_contest_are_offered(
    screen: ResultsScreen, filled: Store, dialog: ActiveDialog, settle: Settle
) -> None:
    with filled.writing(actor="张敏") as work:
        event = work.session.scalars(select(Event)).first()
        assert event is not None
        an_event(work.session, event.contest, name="焊接")
        kept = Kept("event", event.id, event.name)
    begin_merge(screen.pane, screen.pane.context, kept)
    settle()
    choice = dialog().inputs["other"]
    assert isinstance(choice, QComboBox)
    assert choice.itemText(0) == "焊接（职工组）"
