"""`payment` and `reconcile` as scripts call them: G1 to the bank and back, and one prize recovered."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest

from app.cli import main
from app.registry import ResultFacts, correct_result
from app.store import Store, open_store
from models import Result
from tests.app.commands.test_command_line import Run, run
from tests.features.office import Office
from tests.payment_builders import BATCH, bank_return, g1_at_payment

__all__ = ["run"]  # the fixture

FINANCE, CLERK = ("--as", "财务丁"), ("--as", "经办甲")


@pytest.fixture
def office(tmp_path: Path, sqlite_template: Path) -> Office:
    """An office whose batch, G1, was approved."""
    return at_payment(tmp_path, sqlite_template, tax="exempt")


def at_payment(folder: Path, template: Path, *, tax: str) -> Office:
    store = open_store(str(shutil.copyfile(template, folder / "registry.db")))
    g1_at_payment(store, tax=tax)
    store.close()
    return Office(folder)


def reconciled(office: Office) -> list[object]:
    found = office.does("reconcile")
    return [found[name] for name in ("decided", "listed", "paid", "to_recover", "recovered")]


def test_g1_is_paid_and_its_first_prize_comes_back_in_two_parts(office: Office) -> None:
    sent = office.must("payment", "export", BATCH, "发放表.xlsx", *FINANCE)
    assert (sent["gross"], sent["tax"], sent["net"], sent["lines"]) == ("186400.00", "0.00", "186400.00", 8)
    taken = office.must(
        "payment", "return", BATCH, bank_return(office.place, office.folder, sent["run"]), *FINANCE
    )
    assert (taken["paid"], taken["failed"], taken["taken"]) == (8, 0, True)
    assert reconciled(office) == ["186400.00"] * 3 + ["0.00"] * 2
    assert (office.code, office.answer["differences"]) == (0, [])

    first = office.must("assess", "--show-ids", *CLERK)["awards"][0]
    annulled = office.must(
        *("annul", "--contest", first["contest"], "--event", first["event"], "--person", first["id_number"]),
        *("--basis", "示例〔2024〕7号"),
    )
    assert annulled["to_recover"] == "100000.00"
    assert reconciled(office) == ["186400.00"] * 3 + ["100000.00", "0.00"]
    half = office.must("payment", "repay", str(first["id"]), "60000", *FINANCE)
    assert half["balance"] == "40000.00"
    assert "应追回（原额） ¥100,000.00，已追回 ¥60,000.00，尚欠 ¥40,000.00" in office.says("payment", "list")
    assert "应追回而未追回 ¥40,000.00" in office.says("reconcile")
    listed = office.says("assess")
    (line,) = [line for line in listed.splitlines() if line.split()[:1] == [str(first["id"])]]
    assert line.endswith("¥100,000.00 应追回")
    assert "拟奖合计 ¥86,400.00（人民币捌万陆仟肆佰元整），7 条，7 人。" in listed
    assert "拟奖 7 条，" in listed
    assert "另有 1 条已撤销、应追回或已追回" in listed
    assert office.must("payment", "repay", str(first["id"]), "40000", *FINANCE)["balance"] == "0.00"
    assert reconciled(office) == ["186400.00"] * 3 + ["0.00", "100000.00"]
    assert (office.code, office.answer["differences"]) == (0, [])


def test_g1_under_incidental_income(tmp_path: Path, sqlite_template: Path) -> None:
    office = at_payment(tmp_path, sqlite_template, tax="incidental-income-20")
    sent = office.must("payment", "export", BATCH, "发放表.xlsx", *FINANCE)

    assert (sent["gross"], sent["tax"], sent["net"]) == ("186400.00", "37280.00", "149120.00")


def test_a_second_export_writes_the_same_lines(office: Office) -> None:
    first = office.must("payment", "export", BATCH, "一.xlsx", *FINANCE)
    again = office.must("payment", "export", BATCH, "二.xlsx", *FINANCE)

    assert (first["run"], first["sha256"], again["first"]) == (again["run"], again["sha256"], False)
    cells = [
        list(openpyxl.load_workbook(office.folder / name).worksheets[0].values)
        for name in ("一.xlsx", "二.xlsx")
    ]
    assert cells[0] == cells[1]


def test_a_failed_line_is_paid_again_to_the_card_another_person_entered(office: Office) -> None:
    run = office.must("payment", "export", BATCH, "发放表.xlsx", *FINANCE)["run"]
    office.must(
        "payment", "return", run, bank_return(office.place, office.folder, run, failing=(2,)), *FINANCE
    )
    for words in (("payment", "list"), ("batch", "show", BATCH)):
        (failed,) = office.must(*words)["failed"]
        assert (failed["run"], failed["line"], failed["reason"]) == (run, 2, "账号户名不符")
    person = office.awards()[1]["id_number"]
    card = ("--bank", "建设银行", "--card", "6227000011112222336", "--proof", "本人填写的表")
    office.must("payment", "card", person, *card, *CLERK)
    again = office.must("payment", "reissue", run, "--line", "2", *FINANCE)["run"]["number"]
    office.must("payment", "export", again, "重发.xlsx", *FINANCE)
    office.must("payment", "return", again, bank_return(office.place, office.folder, again), *FINANCE)
    assert office.must("payment", "list")["failed"] == []

    assert reconciled(office) == ["186400.00"] * 3 + ["0.00"] * 2
    assert office.answer["differences"] == []


def test_refusals_are_one_line_and_change_nothing(office: Office) -> None:
    run = office.must("payment", "make", BATCH, *FINANCE)["run"]["number"]
    for words in (
        ("payment", "make", BATCH),
        ("payment", "return", run, "没有.csv"),
        ("payment", "paid", run, "--reference", "签领表"),
        ("payment", "repay", "1", "100"),
        ("payment", "export", "没有这个批次", "x.xlsx"),
        ("payment", "make", BATCH, "--cash", "abc"),
    ):
        office.does(*words, *FINANCE)
        assert (office.code, office.complaint.count("\n")) == (1, 1), words
    listed = office.must("payment", "list")
    assert [(one["number"], one["state"]) for one in listed["runs"]] == [(run, "pending")]
    office.must("payment", "cancel", run, "--reason", "漏了人", *FINANCE)
    assert office.must("payment", "make", BATCH, "--dry-run", *FINANCE)["gross"] == "186400.00"


def complaint(office: Office, *words: str) -> str:
    office.does(*words)
    assert office.code == 1, words
    return office.complaint


def test_a_card_whose_check_digit_is_wrong_needs_the_banks_word(office: Office) -> None:
    person = office.must("assess", "--show-ids", *CLERK)["awards"][0]["id_number"]
    card = ("payment", "card", person, "--bank", "建设银行", "--proof", "复印件", *CLERK, "--card")
    assert "校验位不对" in complaint(office, *card, "6227000011112222333")
    office.must(*card, "6227000011112222336")
    office.must(*card, "6227000011112222333", "--confirmed-by-bank")
    office.must(*card, "412345678901234567")


def test_a_list_that_was_answered_is_not_to_be_sent_again(office: Office) -> None:
    run = office.must("payment", "export", BATCH, "发放表.xlsx", *FINANCE)["run"]
    file = bank_return(office.place, office.folder, run, failing=(2,))
    office.must("payment", "return", run, file, *FINANCE)
    said = complaint(office, "payment", "paid", run, "--reference", "签领表", *FINANCE)
    assert "7 笔已登记为已发" in said
    assert "1 笔已被银行退回" in said
    assert "送出" not in said
    failed = complaint(office, "payment", "paid", run, "--line", "2", "--reference", "签领表", *FINANCE)
    assert "1 笔已被银行退回" in failed
    assert "7 笔" not in failed


def test_a_list_that_is_not_there_and_money_that_is_none_are_said_so(office: Office) -> None:
    for words in (("reissue", "2026-009", "--line", "1"), ("cancel", "2026-009", "--reason", "错了")):
        assert "没有发放表“2026-009”" in complaint(office, "payment", *words, *FINANCE)
    assert "payment list" in complaint(office, "payment", "export", "2026-009", "x.xlsx", *FINANCE)
    for amount in ("-5", "0"):
        assert "须大于 0" in complaint(office, "payment", "repay", "1", amount, *FINANCE)


def test_a_return_with_many_faults_says_the_first_ten(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    run = office.must("payment", "export", BATCH, "发放表.xlsx", *FINANCE)["run"]
    rows = [f"{run},{place},1.00,成功" for place in range(1, 13)]
    file = office.folder / "回单.csv"
    file.write_text("\n".join(["发放表编号,序号,金额,结果", *rows]), "utf-8")

    assert main(["--db", office.place, "payment", "return", run, str(file), *FINANCE]) == 1
    said = capsys.readouterr().out
    assert said.count("行：") == 10
    assert "等，另有 2 条" in said
    office.does("payment", "return", run, str(file), *FINANCE)
    assert len(office.answer["findings"]) == 12


def test_who_may_not_is_told_which_role_may(office: Office) -> None:
    boss, clerk = ("--as", "管理员戊"), ("--as", "经办甲")
    password = office.folder / "密码.txt"
    password.write_text("牧野之春2024\n牧野之秋2024\n", "utf-8")
    secret = ("--password-file", str(password))
    first = office.folder / "首个.txt"
    first.write_text("牧野之春2024\n", "utf-8")
    office.must("users", "add", "管理员戊", "--roles", "administrator", "--password-file", str(first))
    office.must("users", "add", "经办甲", "--roles", "clerk", *boss, *secret)
    first.write_text("牧野之秋2024\n", "utf-8")
    said = complaint(office, "payment", "make", BATCH, *clerk, "--password-file", str(first))
    assert "请由有这项权限的人办理：财务" in said


def test_a_correction_not_confirmed_yet_is_told_to_ask_for_approval_again(
    office: Office, capsys: pytest.CaptureFixture[str]
) -> None:
    first = office.must("assess", *CLERK)["awards"][0]["id"]
    make = ("--db", office.place, "payment", "make", BATCH, "--dry-run", *FINANCE)
    assert main(make) == 0
    assert "重新审批" not in capsys.readouterr().out
    store = open_store(office.place)
    with store.writing(actor="经办甲") as work:
        day = work.session.get_one(Result, first).published_on
        facts = ResultFacts(3, "", "", "", day)
        correct_result(work, first, facts=facts, basis="示例〔2024〕9号", reason="名次录错")
    store.close()
    assert main(make) == 0
    assert "须重新审批" in capsys.readouterr().out


def test_days_are_taken_as_the_office_writes_them(run: Run, sqlite_store: Store) -> None:
    paying = g1_at_payment(sqlite_store)
    paying.send()
    place = ("--db", str(sqlite_store.name))
    words = ("payment", "paid", "2024-001", "--line", "1", "--reference", "签领表", *FINANCE)
    assert run(*place, *words, "--on", "2024年6月28日").code == 0
    assert str(paying.page(1).lines[0].paid_on) == "2024-06-28"
    refused = run(*place, *words, "--on", "六月")
    assert (refused.code, refused.err.count("\n")) == (1, 1)


def test_one_day_of_the_calendar_is_set_and_taken_back(run: Run, sqlite_store: Store) -> None:
    place = ("--db", str(sqlite_store.name), "calendar")
    assert "2024年7月6日已设为工作日" in run(*place, "set", "2024.7.6", "worked", "--name", "调休").out
    days = run(*place, "list", "--year", "2024", "--json").json["days"]
    assert days == [{"day": "2024-07-06", "working": True, "name": "调休"}]
    assert run(*place, "set", "2024-07-06", "usual").code == 0
    assert run(*place, "list", "--year", "2024", "--json").json["days"] == []
