"""From lists to the bank, to reconciliation, and through an annulment after payment."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from tests.features.office import Office
from tests.features.test_golden import import_a_trio, import_g1
from tests.payment_builders import bank_return
from tests.synthetic import resident_id

scenarios("payments.feature")
PEOPLE = "王经办,李复核,张审批,赵财务"
CLERK, APPROVER, FINANCE = ("--as", "王经办"), ("--as", "张审批"), ("--as", "赵财务")
_BASIS = "示例会议纪要〔2024〕9号"
_RULINGS = """policy: xinxiang-2023
rulings:
"""
_numbers = count(1)


@pytest.fixture
def server_registry(request: pytest.FixtureRequest) -> Iterator[str]:
    """The address of a database without tables."""
    server = request.getfixturevalue("postgresql_server")
    with server.empty(f"journey_{next(_numbers)}") as url:
        yield url


@given(parsers.parse("{database}上的空登记簿"), target_fixture="office")
def an_empty_registry(database: str, tmp_path: Path, request: pytest.FixtureRequest) -> Office:
    office = Office(tmp_path)
    if database == "PostgreSQL":
        office.database = request.getfixturevalue("server_registry")
    office.must("init")
    return office


@when("导入金标准数据 G1")
def import_golden(office: Office) -> None:
    import_g1(office)


@when("导入三人队的国家级一类第1名")
def import_trio(office: Office) -> None:
    import_a_trio(office)


@when(parsers.re(r"裁定个人所得税为 (?P<answer>[\w-]+)"))
def rule_on_tax(office: Office, answer: str) -> None:
    rule(office, {"income-tax": answer})


@when(parsers.re(r"裁定团体奖金为 (?P<prize>[\w-]+)，个人所得税为 (?P<tax>[\w-]+)"))
def rule_on_both(office: Office, prize: str, tax: str) -> None:
    rule(office, {"team-prize": prize, "income-tax": tax})


def rule(office: Office, answers: dict[str, str]) -> None:
    lines = [
        f"  - {{question: {question}, answer: {answer}, basis: {_BASIS}, decided_on: 2024-09-01}}\n"
        for question, answer in answers.items()
    ]
    (office.folder / "裁定.yaml").write_text(_RULINGS + "".join(lines), encoding="utf-8")
    office.must("rulings", "import", "裁定.yaml", *APPROVER)


@when("经四人办到已审批")
def run_to_approved(office: Office) -> None:
    run_to(office, "approved")


@when("经四人办到已发放")
def run_to_paid(office: Office) -> None:
    run_to(office, "paid")


def run_to(office: Office, state: str) -> None:
    office.must("confirm", "--all", "--as", "李复核")
    office.must("assess", *CLERK)
    office.must("batch", "run", "--to", state, "--as", PEOPLE)


@when("财务送出发放表", target_fixture="run")
def send(office: Office) -> str:
    return str(office.must("payment", "export", "1", "发放表.xlsx", *FINANCE)["run"])


@then(parsers.parse("发放表应发 {gross} 元，税额 {tax} 元，实发 {net} 元"))
def the_run(office: Office, gross: str, tax: str, net: str) -> None:
    assert [office.answer[name] for name in ("gross", "tax", "net")] == [gross, tax, net]


@when(parsers.parse("银行退回第 {position:d} 笔，其余成功"))
def bank_answers(office: Office, run: str, position: int) -> None:
    file = bank_return(office.place, office.folder, run, failing=[position])
    answer = office.must("payment", "return", run, file, *FINANCE)
    assert (answer["paid"], answer["failed"]) == (7, 1)


@when(parsers.parse("另一人更正第 {position:d} 名的卡号，财务重发"))
def pay_again(office: Office, run: str, position: int) -> None:
    card = ("--bank", "建设银行新乡分行", "--card", "6227000011112222336", "--proof", "本人填写的表")
    office.must("payment", "card", resident_id(position), *card, *CLERK)
    again = office.must("payment", "reissue", run, "--line", str(position), *FINANCE)["run"]["number"]
    office.must("payment", "export", again, "重发.xlsx", *FINANCE)
    office.must("payment", "return", again, bank_return(office.place, office.folder, again), *FINANCE)


@then(parsers.parse("对账差异 {differences:d} 条，审批 {decided} 元，列表 {listed} 元，已发 {paid} 元"))
def reconciled(office: Office, differences: int, decided: str, listed: str, paid: str) -> None:
    found = office.does("reconcile")
    assert [found[name] for name in ("decided", "listed", "paid")] == [decided, listed, paid]
    assert (len(found["differences"]), office.code) == (differences, 1 if differences else 0)


@when("撤销已发放的国家级第一名")
def annul(office: Office) -> None:
    where = ("--contest", "2024年示例国家级一类大赛", "--event", "甲赛项", "--person", resident_id(1))
    answer = office.must("annul", *where, "--basis", "示例〔2024〕7号", *APPROVER)
    assert (answer["to_recover"], answer["withdrawn"]) == ("100000.00", "0.00")


@then(parsers.parse("应追回 {to_recover} 元，已追回 {recovered} 元，没有差异"))
def owed(office: Office, to_recover: str, recovered: str) -> None:
    found = office.must("reconcile")
    assert (found["to_recover"], found["recovered"]) == (to_recover, recovered)
    assert found["differences"] == []


@then(parsers.parse("净应发 {amount} 元"))
def net_of_recoveries(office: Office, amount: str) -> None:
    assert office.must("assess", *CLERK)["totals"]["overall"] == amount


@when(parsers.parse("追回 {yuan:d} 元"))
def repay(office: Office, yuan: int) -> None:
    award = next(one for one in office.awards() if one["id_number"] == resident_id(1))
    office.must("payment", "repay", str(award["id"]), str(yuan), "--reference", "收据", *FINANCE)


@then("审计链完整")
def audited(office: Office) -> None:
    office.must("audit", "verify")


@then("财务送出发放表时被告知先裁定 income-tax")
def refused(office: Office) -> None:
    office.does("payment", "export", "1", "发放表.xlsx", *FINANCE)
    assert office.code == 1
    assert "income-tax" in office.complaint
    assert not (office.folder / "发放表.xlsx").exists()
