"""Every button and menu entry of accounts, audit, batches and payments follows one rule.

It either only reads, and is named here as such, or it is grey for whoever lacks the right, with a tool tip
that says which role has it. A new button fails until it does one or the other.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QAbstractButton, QMenu, QPushButton

from app.accounts import AccountRole, Actor
from app.awards import annul_result
from app.batches import register_objection
from app.papers import PaperKind, keep_paper_file
from app.payments import take_return
from app.store import Store
from tests.app.batches.office import APPROVER, CLERK, FINANCE, Office
from tests.builders import a_ruling
from tests.payment_builders import Paying, whole_return
from tests.ui.conftest import OpenWindow, Settle
from ui.batches.batch_screen import BatchScreen
from ui.batches.board_screen import BoardScreen
from ui.batches.menu import batch_menu
from ui.main_window import MainWindow
from ui.payments.payments_screen import PaymentsScreen
from ui.screens import Screen

READING = {
    "核对",
    "导出台账",
    "年度预算",
    "打开",
    "更多",
    "金额怎么来的",
    "导出案卷…",
    "另存…",
    "导出公示稿…",
    "导出审批表…",
    "发放表",
    "写追回函…",
    "导出签领表…",
    "写请示…",
    "到批次看板",
}
"""Words of what only reads or writes a paper out of the registry."""

OWN = {"我的切换码…"}
"""Words of what people may only do for themselves; the tool tip says so."""


@pytest.fixture(autouse=True)
def no_popups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Menus are read, not shown: the platform of the tests cannot raise them."""
    monkeypatch.setattr(QMenu, "popup", lambda _menu, _place: None)


@pytest.fixture
def filled(sqlite_store: Store, tmp_path: Path) -> tuple[Store, list[int]]:
    """Batches at each step, one with an objection and papers, a run that the bank answered, a recovery."""
    office = Office(sqlite_store)
    office.record_holidays(2024)
    with office.acting(CLERK) as work:
        a_ruling(work.session, "income-tax", "exempt", basis="新税函〔2024〕6号")
    batches = []
    office.winners()
    paid = office.approved("发放")
    paying = Paying(sqlite_store, paid)
    run = paying.send()
    with office.acting(FINANCE) as work:
        take_return(work, run, whole_return(tmp_path, paying.page(run), failing=[1]))
    paid_award = office.page(paid).awards[1].award.id
    with office.acting(APPROVER) as work:
        annul_result(work, paid_award, basis="示例〔2024〕7号")
    scan = tmp_path / "签批件.pdf"
    scan.write_bytes(b"%PDF-1.7 signed")
    with office.acting(CLERK) as work:
        keep_paper_file(work, paid, scan, kind=PaperKind.SIGNED_APPROVAL)
    batches.append(paid)
    office.winners()
    published = office.published("公示")
    with office.acting(CLERK) as work:
        award = office.page(published).awards[0].award.id
        register_objection(work, published, award, source="某单位", text="名次有误", received_on=office.today)
    batches.append(published)
    office.winners()
    batches.append(office.closed("审批"))
    office.winners()
    batches.append(office.submitted("复核"))
    office.winners()
    batches.append(office.batch("草稿"))
    return sqlite_store, batches


def screens(window: MainWindow, batches: list[int], settle: Settle) -> Iterator[Screen]:
    """Open every screen of the four rooms, and each batch; choose what can be chosen."""
    for key in ("batches", "payments", "budget", "accounts", "audit"):
        window.open_screen(key)
        settle()
        screen = window.current_screen()
        assert screen is not None
        yield screen
    for batch in batches:
        window.open_screen("batch", batch=batch)
        settle()
        screen = window.current_screen()
        assert screen is not None
        yield screen


def menus(screen: Screen) -> Iterator[QMenu]:
    """Open the menus of a screen."""
    if isinstance(screen, BatchScreen):
        screen._open_menu()
        yield screen.menu
        screen._open_kinds()
        yield screen.menu
    elif isinstance(screen, PaymentsScreen):
        for row in range(screen.runs.model.rowCount()):
            screen.runs.table.selectRow(row)
            screen._open_menu()
            if hasattr(screen, "menu"):
                yield screen.menu
    elif isinstance(screen, BoardScreen):
        for card in screen.cards():
            assert screen.context is not None
            yield batch_menu(screen, screen.context, card.batch, is_on_board=True)


def pressed(screen: Screen) -> list[QAbstractButton | QAction]:
    """Return everything of a screen that can be pressed."""
    buttons: list[QAbstractButton | QAction] = [
        one for one in screen.findChildren(QPushButton) if one.text() and not one.isCheckable()
    ]
    for menu in menus(screen):
        buttons += [action for action in menu.actions() if not action.isSeparator()]
        menu.close()
    return buttons


def words(button: QAbstractButton | QAction) -> str:
    return button.text().split("(&")[0]


def act_as(window: MainWindow, *roles: AccountRole) -> None:
    assert window.context is not None
    window.context.act_as(Actor(None, "审计己", frozenset(roles)))


def test_whoever_may_only_read_finds_every_other_button_grey_with_who_may(
    filled: tuple[Store, list[int]], open_window: OpenWindow, settle: Settle
) -> None:
    store, batches = filled
    window = open_window(store)
    act_as(window, AccountRole.AUDITOR)
    found, wrong = 0, []
    for screen in screens(window, batches, settle):
        for button in pressed(screen):
            found += 1
            if words(button) in READING:
                continue
            told = button.toolTip()
            if button.isEnabled() or not ("须由以下角色办理" in told or words(button) in OWN):
                wrong.append(f"{type(screen).__name__}: {words(button)} | {button.isEnabled()} | {told}")
    assert "\n".join(wrong) == ""
    assert found > 60


def test_whoever_holds_every_role_is_never_told_that_one_is_missing(
    filled: tuple[Store, list[int]], open_window: OpenWindow, settle: Settle
) -> None:
    store, batches = filled
    window = open_window(store)
    act_as(window, AccountRole.AUDITOR)
    act_as(window, *AccountRole)
    for screen in screens(window, batches, settle):
        for button in pressed(screen):
            assert "须由以下角色办理" not in button.toolTip(), words(button)


def test_each_role_may_press_what_its_rights_allow(
    filled: tuple[Store, list[int]], open_window: OpenWindow, settle: Settle
) -> None:
    """The reason is the same as what the act itself would say: nothing is offered that is refused."""
    store, batches = filled
    window = open_window(store)
    expected = {
        AccountRole.CLERK: {"新建批次", "登记异议…", "移出批次…"},
        AccountRole.FINANCE: {"做发放表", "收银行回单"},
        AccountRole.APPROVER: {"处理…"},
        AccountRole.ADMINISTRATOR: {"建立账户…"},
    }
    for role, own in expected.items():
        act_as(window, role)
        able = set()
        for screen in screens(window, batches, settle):
            for button in pressed(screen):
                if "须由以下角色办理" not in button.toolTip():
                    able.add(words(button))
        assert own <= able | READING, (role, own - able)
        others = set().union(*(acts for one, acts in expected.items() if one != role))
        assert not (others & able) - own - {"处理…"}, (role, others & able)
