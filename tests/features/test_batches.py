"""Batches as an office leads them by command, on either database, on days that the test sets."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from pytest_bdd import given, parsers, scenarios, then, when

from app.store import open_store
from tests.features.office import Office
from tests.features.offices import (
    LINES,
    RULINGS,
    write_city_xlsx,
    write_country_csv,
    write_province_xls,
)

scenarios("batches.feature")
CLERK, REVIEWER, APPROVER = "王敏", "李复核", "赵审批"
NOTICE = (
    "国务院办公厅关于2026年部分节假日安排的通知\n"
    "七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。\n"
)


@pytest.fixture
def today(monkeypatch: pytest.MonkeyPatch) -> list[datetime]:
    """The day on the office's computer, which a step may set."""
    days = [datetime(2026, 9, 21, 1, tzinfo=UTC)]
    defaults = open_store.__kwdefaults__
    assert defaults is not None
    monkeypatch.setitem(defaults, "clock", lambda: days[0])
    return days


@pytest.fixture
def batch() -> dict[str, str]:
    """The batch that is spoken of."""
    return {"name": "", "objection": ""}


@given(parsers.parse("{kind}上一个空的登记簿，今天是 {day}"), target_fixture="office")
def an_empty_registry(
    kind: str, day: str, tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> Iterator[Office]:
    """An office whose registry lies in a file or on a server."""
    set_day(request.getfixturevalue("today"), day)
    office = Office(tmp_path_factory.mktemp("office"))
    if kind == "SQLite":
        office.must("init")
        yield office
        return
    server = request.getfixturevalue("postgresql_server")
    with server.registry("journey_of_batches") as url:
        office.database = url
        yield office


@when(parsers.parse("今天是 {day}"))
def set_day(today: list[datetime], day: str) -> None:
    today[0] = datetime.fromisoformat(f"{day}T01:00:00+00:00")


@given("三份成绩文件已导入、裁定，并由另一人确认")
def results_are_in(office: Office) -> None:
    write_city_xlsx(office.folder / "市赛.xlsx")
    write_province_xls(office.folder / "省赛.xls")
    write_country_csv(office.folder / "国赛.csv")
    (office.folder / "rulings.yaml").write_text(RULINGS, encoding="utf-8")
    office.must("import", "市赛.xlsx", "省赛.xls", "国赛.csv", "--as", CLERK)
    office.must("rulings", "import", "rulings.yaml", "--as", APPROVER)
    office.must("confirm", "--all", "--as", REVIEWER)


@when(parsers.parse("经办建立批次“{name}”并提交复核"))
def create_and_submit(office: Office, batch: dict[str, str], name: str) -> None:
    batch["name"] = name
    office.must("batch", "create", name, "--as", CLERK)
    office.must("batch", "submit", name, "--as", CLERK)


@then(parsers.parse("批次有 {awards:d} 条奖励，合计 {amount} 元"))
def holds(office: Office, batch: dict[str, str], awards: int, amount: str) -> None:
    page = office.must("batch", "show", batch["name"])
    assert (page["awards"], page["amount"]) == (awards, amount)
    assert len(page["members"]) == awards


def refused(office: Office, *words: str) -> str:
    """Run a command that must be refused; return why."""
    office.does(*words)
    assert office.code == 1
    return office.complaint


@then("经办本人不能复核")
def clerk_does_not_review(office: Office, batch: dict[str, str]) -> None:
    assert "不能由本人复核" in refused(office, "batch", "review", batch["name"], "--as", CLERK)


@then("经办本人不能审批")
def clerk_does_not_approve(office: Office, batch: dict[str, str]) -> None:
    assert "不能由本人审批" in refused(office, "batch", "approve", batch["name"], "--as", CLERK)


@when("审核人复核批次")
def review(office: Office, batch: dict[str, str]) -> None:
    office.must("batch", "review", batch["name"], "--as", REVIEWER)


@then(parsers.parse("批次里的奖励都是“{state}”"))
def all_in_state(office: Office, batch: dict[str, str], state: str) -> None:
    members = office.must("batch", "show", batch["name"])["members"]
    assert {one["state"] for one in members} == {state}


@then("复核后的奖励不能再列入别的批次")
def in_no_other_batch(office: Office) -> None:
    assert "已在批次" in refused(office, "batch", "create", "又一批", "--as", CLERK)


@when(parsers.parse("经办从 {day} 起公示 {days:d} 个工作日"))
def publish(office: Office, batch: dict[str, str], day: str, days: int) -> None:
    office.does("batch", "publish", batch["name"], "--from", day, "--days", str(days), "--as", CLERK)


@then("因为没有录入放假安排而要求先确认")
def asks_for_holidays(office: Office) -> None:
    assert office.code == 1
    assert "2026 年" in office.complaint
    assert "放假" in office.complaint


@when("录入国庆节放假通知")
def record_notice(office: Office) -> None:
    (office.folder / "通知.txt").write_text(NOTICE, encoding="utf-8")
    office.must("calendar", "import", "通知.txt", "--confirm", "--as", CLERK)


@then(parsers.parse("公示期写明是 {first} 至 {last}"))
def period_is(office: Office, first: str, last: str) -> None:
    assert (office.code, office.answer["starts_on"], office.answer["ends_on"]) == (0, first, last)


def award_of(office: Office, person: str) -> str:
    return str(next(award["id"] for award in office.awards() if award["person"] == person))


@when(parsers.parse("有单位对“{person}”的奖励提出异议"))
def objected(office: Office, batch: dict[str, str], person: str) -> None:
    words = ("--source", "某选送单位", "--text", "名次与公布的文件不一致", "--as", CLERK)
    answer = office.must("batch", "object", batch["name"], award_of(office, person), *words)
    batch["objection"] = str(answer["objection"])


@then(parsers.parse("只有“{person}”的奖励暂停，其余 {others:d} 条仍在公示"))
def only_one_is_held(office: Office, batch: dict[str, str], person: str, others: int) -> None:
    members = office.must("batch", "show", batch["name"])["members"]
    assert [one["person"] for one in members if one["state"] == "held"] == [person]
    assert sum(one["state"] == "publicised" for one in members) == others


@then("公示还不能结束")
def not_over_yet(office: Office, batch: dict[str, str]) -> None:
    assert "不能结束" in refused(office, "batch", "close", batch["name"], "--as", CLERK)


@when("经办结束公示")
def close(office: Office, batch: dict[str, str]) -> None:
    office.must("batch", "close", batch["name"], "--as", CLERK)


@then(parsers.parse("“{person}”的奖励已写明原因退出"))
def left_with_reason(office: Office, batch: dict[str, str], person: str) -> None:
    gone = office.must("batch", "show", batch["name"])["gone"]
    assert [str(one["award"]) for one in gone] == [award_of(office, person)]
    assert "异议" in gone[0]["reason"]


@when("审批人审批批次")
def approve(office: Office, batch: dict[str, str]) -> None:
    office.must("batch", "approve", batch["name"], "--document", "新竞办〔2026〕9号", "--as", APPROVER)


@when(parsers.parse("“{person}”的成绩被撤销"))
def annul(office: Office, person: str) -> None:
    line = next(line for line in LINES if line.person.replace("　", "") == person)
    words = ("--contest", line.contest, "--event", line.event, "--person", line.id_number)
    office.must("annul", *words, "--basis", "示例〔2026〕12号", "--as", APPROVER)


@then("批次写明与审批不同，重新审批后才能发放")
def differs(office: Office, batch: dict[str, str]) -> None:
    page = office.must("batch", "show", batch["name"])
    assert page["next"] == "approve"
    assert any("与审批时不同" in words for words in page["blocks"])


@when("审批人驳回异议")
def dismiss(office: Office, batch: dict[str, str]) -> None:
    words = ("--decision", "经核查名次无误", "--as", APPROVER)
    office.must("batch", "decide", batch["objection"], "dismissed", *words)


@then("审计链完整")
def chain_holds(office: Office) -> None:
    office.must("audit", "verify")
