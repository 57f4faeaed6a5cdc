"""Introductions by key and click: from the entry to the craftsman, and to the subsidy."""

from __future__ import annotations

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.accounts import Actor
from app.errors import ConflictError
from app.honours import HonourFacts, craftsman_rows, record_honour
from app.introductions import (
    IntroductionFacts,
    claim_subsidy,
    introduction_detail,
    introduction_rows,
    record_introduction,
    subsidy_rows,
)
from app.reference_data import region_names
from app.store import Store
from app.unit_of_work import UnitOfWork
from app.words import error_text
from tests.builders import a_person, a_standard, a_unit
from tests.ui.conftest import Settle
from tests.ui.registers.driver import RegisterDriver
from ui.honours.craftsmen_screen import CraftsmenScreen
from ui.introductions.introductions_screen import IntroductionsScreen

pop_ups = pytest.mark.qt_log_ignore("does not support")  # what the offscreen platform says of pop-up lists
Key = Qt.Key


@pop_ups
def test_from_introduction_to_craftsman(
    registers: RegisterDriver, won_store: Store, settle: Settle, shown_errors: list[BaseException]
) -> None:
    screen = registers.open("introductions")
    assert isinstance(screen, IntroductionsScreen)
    screen.introduce()
    registers.fill(person_id="王伟", unit_id="新乡技师学院", category_evidence="证书复印件")
    with won_store.reading() as session:
        assert [row.person for row in introduction_rows(session)] == ["王伟"]
    registers.choose_first(screen)
    registers.press("登记考核认定")
    dialog = registers.dialog()
    QTest.keyClick(dialog.inputs["is_passed"], Key.Key_Space)
    registers.fill(organisation="新乡市人社局", conclusion="合格", document="新人社〔2024〕9号")
    settle()
    registers.press("提出称号建议")
    registers.fill(choice_basis="中华技能大奖获得者")
    screen = registers.open("craftsmen")
    assert isinstance(screen, CraftsmenScreen)
    registers.choose_first(screen)
    registers.press("认定")
    dialog = registers.enter(document="新人才〔2024〕2号")
    assert dialog.isVisible()  # whoever proposed the person cannot name them
    assert [type(error) for error in shown_errors] == [ConflictError]
    screen.context.actor = Actor.named("审批丁")
    registers.fill(document="新人才〔2024〕2号")
    with won_store.reading() as session:
        (line,) = craftsman_rows(session)
    assert (line.state, line.title_name) == ("recognised", "牧野工匠")
    registers.window.open_screen("person", person=line.person_id)
    settle()
    timeline = registers.window.current_screen().timeline  # type: ignore[union-attr]  # the person's page
    kinds = [timeline.model().index(place, 1).data() for place in range(timeline.model().rowCount())]
    assert {"工匠", "考核认定", "引进", "成绩", "奖励"} <= set(kinds)


@pop_ups
def test_a_subsidy_is_approved_by_another_and_paid(registers: RegisterDriver, won_store: Store) -> None:
    with won_store.writing(actor="经办甲") as work:
        _claimed(work)
    screen = registers.open("subsidies")
    registers.choose_first(screen)
    registers.press("审批")
    registers.fill()
    registers.press("登记发放")
    registers.fill()
    with won_store.reading() as session:
        assert [row.state for row in subsidy_rows(session)] == ["paid"]


def _claimed(work: UnitOfWork) -> None:
    """A person from outside, introduced and claimed for, with a standard that gives an amount."""
    person, unit = a_person(work.session), a_unit(work.session)
    introduction = record_introduction(
        work,
        IntroductionFacts(
            person_id=person.id,
            unit_id=unit.id,
            category="national-expert",
            introduced_on=date(2024, 5, 1),
            category_evidence="证书",
            previous_region=next(key for key, name in region_names().items() if "上海" in name),
        ),
    )
    a_standard(
        work.session,
        rule="introduction-subsidy",
        recipient="unit",
        amounts_fen='{"national-expert": 5000000}',
    )
    claim_subsidy(work, introduction, claimed_on=date(2024, 6, 1))


def test_a_mistyped_introduction_is_corrected_and_its_proof_chosen(
    registers: RegisterDriver, won_store: Store
) -> None:
    with won_store.writing(actor="经办甲") as work:
        person, unit = a_person(work.session, name="周梅"), a_unit(work.session, name="示例厂")
        given = HonourFacts("national-expert", date(2023, 3, 1), "人社部发〔2023〕3号", person_id=person.id)
        honour = record_honour(work, given)
        facts = IntroductionFacts(person.id, unit.id, "national-expert", date(2024, 5, 1))
        record_introduction(work, facts)
    screen = registers.open("introductions")
    registers.choose_first(screen)
    registers.press("更正")
    registers.fill(
        honour_id="全国技术能手（人社部发〔2023〕3号）",
        previous_region=region_names()["hubei"],
        way="柔性引进",
        documents="劳动合同",
        reason="核对社保记录",
    )
    with won_store.reading() as session:
        (row,) = introduction_rows(session)
        met = [each.id for each in introduction_detail(session, row.id).preconditions if each.is_met]
    assert (row.honour_id, row.previous_region, row.way) == (honour.id, "hubei", "flexible")
    assert (row.category, row.introduced_on, row.documents) == (
        "national-expert",
        date(2024, 5, 1),
        "劳动合同",
    )
    assert "category" in met


def test_a_used_introduction_says_what_to_withdraw_first(
    registers: RegisterDriver, won_store: Store, shown_errors: list[BaseException]
) -> None:
    with won_store.writing(actor="经办甲") as work:
        _claimed(work)
    registers.choose_first(registers.open("introductions"))
    registers.press("更正")
    dialog = registers.enter(reason="日期录错")
    assert dialog.isVisible()
    (error,) = shown_errors
    assert isinstance(error, ConflictError)
    assert "请先撤回" in error_text(error)
    dialog.reject()
