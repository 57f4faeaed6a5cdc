"""Answering what a document leaves open: from the blocked award to the ruling and back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QLabel

from app.awards import AwardFilter, assess_all, award_counts, list_rulings
from app.store import Store
from tests.builders import a_contest, a_person, a_result, a_ruling, an_event
from tests.ui.conftest import OpenWindow, Settle
from ui.main_window import MainWindow
from ui.policy import open_ruling
from ui.policy.ruling_dialog import RulingDialog
from ui.policy.rulings_screen import RulingsScreen

Left = Qt.MouseButton.LeftButton


def _a_pair_waits(store: Store) -> None:
    with store.writing(actor="甲") as work:
        event = an_event(
            work.session, a_contest(work.session, level="provincial"), name="机器人", form="pair"
        )
        for name in ("赵六", "孙七"):
            a_result(work.session, 1, event=event, person=a_person(work.session, name=name), team_no="1")
    with store.writing(actor="甲") as work:
        assess_all(work)


def _open_dialog(window: MainWindow, settle: Settle, active_dialog: Callable[[], QDialog]) -> RulingDialog:
    window.open_screen("rulings", question="team-prize")
    dialog = active_dialog()
    assert isinstance(dialog, RulingDialog)
    settle()
    return dialog


def _said(dialog: QDialog) -> str:
    return "\n".join(label.text() for label in dialog.findChildren(QLabel))


def test_the_dialog_shows_the_silence_and_what_each_answer_costs(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    _a_pair_waits(sqlite_store)
    dialog = _open_dialog(open_window(sqlite_store), settle, active_dialog)
    said = _said(dialog)
    assert "双人或团队项目的奖金怎么给？" in said
    assert "文件没有写双人、团队项目是每人一份还是一队一份" in said
    assert "涉及 2 人、2 份奖励：赵六、孙七" in said
    assert "¥20,000.00" in said
    assert "¥10,000.00" in said
    assert not dialog.record.isEnabled()
    dialog.reject()


def test_a_ruling_needs_a_basis_and_then_frees_the_awards(
    open_window: OpenWindow,
    sqlite_store: Store,
    settle: Settle,
    active_dialog: Callable[[], QDialog],
) -> None:
    _a_pair_waits(sqlite_store)
    window = open_window(sqlite_store, actor="审批丙")
    dialog = _open_dialog(window, settle, active_dialog)
    dialog.cards["equal-split"].radio.click()
    QTest.mouseClick(dialog.record, Left)
    assert "裁定必须有文件或会议纪要为依据" in _said(dialog)
    assert dialog.form.basis.hasFocus()
    dialog.form.basis.setText("会议纪要〔2024〕3号")
    QTest.mouseClick(dialog.record, Left)
    settle()
    with sqlite_store.reading() as session:
        (ruling,) = list_rulings(session)
        counts = award_counts(session, AwardFilter(statuses=("proposed",)))
    assert (ruling.answer, ruling.basis, ruling.decided_by) == (
        "equal-split",
        "会议纪要〔2024〕3号",
        "审批丙",
    )
    assert [(count.awards, count.amount_fen) for count in counts] == [(2, 1_000_000)]
    assert "裁定已记录，2 份奖励有变化" in window.toast.findChildren(QLabel)[0].text()


def test_a_split_by_shares_asks_for_shares_that_sum_to_all(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    _a_pair_waits(sqlite_store)
    dialog = _open_dialog(open_window(sqlite_store), settle, active_dialog)
    dialog.cards["custom-split"].radio.click()
    dialog.form.basis.setText("会议纪要〔2024〕3号")
    dialog.form.shares.setText("60，30")
    assert not dialog.form.check()
    assert "合计 100" in _said(dialog)
    dialog.form.shares.setText("60，40")
    assert dialog.form.check()
    ruling = dialog.form.ruling("team-prize", "custom-split", contest="", event="")
    assert ruling.shares == (60, 40)
    dialog.reject()


def test_the_register_lists_answers_and_takes_one_back_for_a_reason(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    _a_pair_waits(sqlite_store)
    with sqlite_store.writing(actor="丙") as work:
        a_ruling(work.session, "team-prize", "each-member", decided_on=date(2024, 3, 1))
    with sqlite_store.writing(actor="丙") as work:
        assess_all(work)
    window = open_window(sqlite_store)
    window.open_screen("rulings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, RulingsScreen)
    assert screen.model.index(0, 1).data() == "每名队员各得全额"
    monkeypatch.setattr("ui.policy.rulings_screen.ask_reason", lambda *_args, **_words: "纪要作废")
    screen.table.selectRow(0)
    settle()
    button = next(b for b in screen.findChildren(QAbstractButton) if b.text() == "撤回裁定…")
    asked: list[str] = []
    for is_confirmed in (False, True):

        def says(_parent: object, text: str, *, _answer: bool = is_confirmed, **_words: str) -> bool:
            asked.append(text)
            return _answer

        monkeypatch.setattr("ui.money_moves.confirm", says)
        QTest.mouseClick(button, Left)
        settle()
        with sqlite_store.reading() as session:
            assert [each.is_in_force for each in list_rulings(session)] == [not is_confirmed]
    assert len(asked) == 2
    assert "由 ¥20,000.00 变为 ¥0.00" in asked[0]
    assert screen.model.index(0, 6).data() == "已撤回"
    with sqlite_store.reading() as session:
        assert [each.is_in_force for each in list_rulings(session)] == [False]
        assert award_counts(session, AwardFilter(statuses=("blocked",)))[0].awards == 2


def test_a_question_for_single_events_is_answered_for_the_event_that_waits(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        contest = a_contest(work.session, level="provincial", name="省赛")
        for name in ("焊工", "电工"):
            event = an_event(work.session, contest, name=name, form="")
            for person in ("赵六", "孙七"):
                a_result(work.session, 1, event=event, person=a_person(work.session, name=person))
    with sqlite_store.writing(actor="甲") as work:
        assess_all(work)
    window = open_window(sqlite_store)
    window.open_screen("rulings", question="same-rank")
    dialog = active_dialog()
    assert isinstance(dialog, RulingDialog)
    settle()
    events = dialog.scope.events
    assert [events.itemText(at) for at in range(events.count())] == ["省赛　焊工", "省赛　电工"]
    assert dialog.scope.scope() == ("省赛", "焊工")
    events.setCurrentIndex(1)
    events.activated.emit(1)
    settle()
    assert "涉及 2 人" in _said(dialog)
    dialog.cards["tie"].radio.click()
    dialog.form.basis.setText("情况说明〔2024〕1号")
    QTest.mouseClick(dialog.record, Left)
    settle()
    with sqlite_store.reading() as session:
        (ruling,) = list_rulings(session)
    assert (ruling.contest, ruling.event, ruling.answer) == ("省赛", "电工", "tie")


def test_an_expert_team_s_plan_is_entered_in_yuan_for_one_event(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    window = open_window(sqlite_store)
    window.open_screen("rulings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, RulingsScreen)
    open_ruling(window, screen.context, "expert-team", contest="世赛", event="焊接")
    dialog = active_dialog()
    assert isinstance(dialog, RulingDialog)
    settle()
    dialog.cards["one-per-team"].radio.click()
    dialog.form.basis.setText("会议纪要〔2024〕6号")
    dialog.form.plan.setText("十八万, 120000")
    QTest.mouseClick(dialog.record, Left)
    assert "每一项须为不小于 0 的金额" in _said(dialog)
    dialog.form.plan.setText("180000.50，119999.50")
    assert dialog.form.ruling("expert-team", "one-per-team", contest="", event="").plan_fen == (
        18_000_050,
        11_999_950,
    )
    dialog.cards["each-member"].radio.click()
    assert dialog.form.plan_fen() == ()
    dialog.reject()


def test_a_question_on_which_nothing_depends_yet_says_so(
    open_window: OpenWindow, sqlite_store: Store, settle: Settle, active_dialog: Callable[[], QDialog]
) -> None:
    with sqlite_store.writing(actor="甲") as work:
        a_ruling(work.session, "base-validity", "no-end")
    window = open_window(sqlite_store)
    window.open_screen("rulings")
    settle()
    screen = window.current_screen()
    assert isinstance(screen, RulingsScreen)
    offered = {action.text(): action for action in screen.menu.actions()}
    said = [text for text in offered if "目前只登记，不影响计算" in text]
    assert len(said) == 5
    assert [text for text in offered if "公示时按此提醒天数，不影响计算" in text]
    assert [text for text in offered if "写入核算单，不改变金额" in text]  # of income tax
    first = str(screen.model.index(0, 0).data())
    assert "目前只登记，不影响计算" in first
    offered[said[0]].trigger()
    dialog = active_dialog()
    settle()
    assert "目前只登记，不影响计算" in _said(dialog)
    dialog.reject()
