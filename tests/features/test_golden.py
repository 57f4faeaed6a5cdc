"""The golden data of the policy inventory (G1, G3 and their kin), with their exact totals."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from pytest_bdd import parsers, scenarios, then, when

from tests.features.office import Office
from tests.synthetic import bank_card, resident_id

scenarios("golden.feature")
_HEADER = (
    *("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", "赛项", "参赛形式", "队号", "名次", "奖牌"),
    *("姓名", "证件号码", "选送单位", "开户银行", "银行卡号"),
)
_LEVELS = {"甲": "国家级一类", "乙": "省级一类", "丙": "省级二类", "丁": "市级一类", "戊": "市级二类"}
_UNITS = dict(enumerate(("示例一校", "示例二校", "示例三校", "示例四校", "示例五校", "示例六校"), start=1))
# event, rank, person, unit
_G1 = (
    *(("甲", 1, 1, 1), ("甲", 3, 2, 2), ("乙", 1, 3, 1), ("乙", 2, 4, 3), ("乙", 3, 5, 3), ("丙", 1, 6, 4)),
    *(("丁", 1, 7, 4), ("丁", 2, 8, 5), ("丁", 3, 9, 5), ("丁", 4, 10, 6), ("戊", 1, 11, 6)),
)
_RULING = """policy: xinxiang-2023
rulings:
  - question: team-prize
    answer: {answer}
    basis: 示例会议纪要〔2024〕{number}号
    decided_on: 2024-09-0{number}
"""
_STANDARD = """policy: xinxiang-2023
standards:
  - rule: world-skills
    yuan_by_medal: {{金牌: {yuan}}}
    basis: {basis}
    valid_from: 2024-01-01
"""
_NAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈"


def _line(event: str, rank: str, person: int, unit: str, **more: str) -> list[str]:
    level = more.get("level", _LEVELS.get(event, "国家级一类"))
    return [
        "第47届世界技能大赛" if level == "世界级" else f"2024年示例{level}大赛",
        level,
        "示例〔2024〕1号",
        "2024-06-18",
        f"{event}赛项",
        more.get("form", "单人"),
        more.get("team", ""),
        rank,
        more.get("medal", ""),
        f"{_NAMES[person]}某",
        resident_id(person),
        unit,
        "工商银行新乡分行",
        bank_card(person),
    ]


def _import(office: Office, lines: list[list[str]]) -> None:
    file = office.folder / f"成绩{len(list(office.folder.glob('*.csv')))}.csv"
    with file.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(_HEADER)
        writer.writerows(lines)
    assert office.must("import", file.name)["files"][0]["new"] == len(lines)


@when("导入金标准数据 G1")
def import_g1(office: Office) -> None:
    _import(office, [_line(event, str(rank), person, _UNITS[unit]) for event, rank, person, unit in _G1])


@when("导入三人队的国家级一类第1名")
def import_a_trio(office: Office) -> None:
    _import(
        office, [_line("三人", "1", person, "示例二校", form="三人", team="1") for person in (11, 12, 13)]
    )


@when("导入一枚世赛金牌")
def import_a_world_gold(office: Office) -> None:
    _import(office, [_line("焊接", "", 1, "示例一校", level="世界级", medal="金牌")])


@when(parsers.parse("裁定团体奖金为 {answer}"))
def rule(office: Office, answer: str) -> None:
    office.must("rulings", "import", _ruling(office, answer).name)


@when(parsers.parse("测算团体奖金为 {answer}"), target_fixture="whatif")
def try_out(office: Office, answer: str) -> dict[str, Any]:
    return office.must("whatif", "--rulings", _ruling(office, answer).name)


def _ruling(office: Office, answer: str) -> Path:
    number = len(list(office.folder.glob("*.yaml"))) + 1
    file = office.folder / f"裁定{number}.yaml"
    file.write_text(_RULING.format(answer=answer, number=number), encoding="utf-8")
    return file


@when(parsers.parse("录入世赛金牌标准 {yuan:d} 元，依据 {basis}"))
def enter_a_standard(office: Office, yuan: int, basis: str) -> None:
    file = office.folder / "标准.yaml"
    file.write_text(_STANDARD.format(yuan=yuan, basis=basis), encoding="utf-8")
    assert office.must("standards", "import", file.name)["new"] == 1


@when("撤销国家级第一名的成绩")
def annul_the_first(office: Office) -> None:
    office.must("assess")
    where = ("--contest", "2024年示例国家级一类大赛", "--event", "甲赛项", "--person", resident_id(1))
    answer = office.must("annul", *where, "--basis", "示例〔2024〕7号")
    assert answer["withdrawn"] == "100000.00"


@then(parsers.parse("拟奖合计 {amount} 元，{people:d} 人，大写{capitals}"))
def the_total_in_capitals(office: Office, amount: str, people: int, capitals: str) -> None:
    totals = office.must("assess")["totals"]
    assert (totals["overall"], totals["people"], totals["capitals"]) == (amount, people, capitals)


@then(parsers.re(r"拟奖合计 (?P<amount>[\d.]+) 元，(?:另有|待裁定) (?P<blocked>\d+) 条(?:待裁定)?"))
def the_total(office: Office, amount: str, blocked: str) -> None:
    totals = office.must("assess")["totals"]
    assert (totals["overall"], totals["counts"]["blocked"]) == (amount, int(blocked))


@then(parsers.parse("国家级 {national} 元，省级 {provincial} 元，市级 {municipal} 元"))
def by_level(office: Office, national: str, provincial: str, municipal: str) -> None:
    wanted = {"national": national, "provincial": provincial, "municipal": municipal}
    assert office.answer["totals"]["by_level"] == wanted


@then(parsers.re("(?P<title>优秀培育基地|培育基地)候选是 (?P<units>.+)"))
def candidates(office: Office, title: str, units: str) -> None:
    lines = office.must("assess")["designations"]
    found = {line["unit"] for line in lines if line["title"] == f"新乡市高技能人才{title}"}
    assert found == set(units.split("、"))


@then(parsers.parse("三人队分得 {shares} 元"))
def the_shares(office: Office, shares: str) -> None:
    amounts = [award["amount"] for award in office.answer["awards"] if award["event"] == "三人赛项"]
    assert amounts == shares.split("、")


@then(parsers.parse("测算结果由 {before} 元变为 {after} 元，登记簿不变"))
def the_cost(office: Office, whatif: dict[str, Any], before: str, after: str) -> None:
    assert (whatif["before"], whatif["after"], len(whatif["changed"])) == (before, after, 3)
    assert office.must("assess")["totals"]["overall"] == before


@then("旧裁定仍留在记录里")
def history_stays(office: Office) -> None:
    rulings = office.must("rulings", "list")["rulings"]
    assert sorted((ruling["answer"], ruling["in_force"]) for ruling in rulings) == [
        ("each-member", True),
        ("equal-split", False),
    ]


@then(parsers.parse("该奖励的说明写明 {basis}"))
def the_explanation_names_it(office: Office, basis: str) -> None:
    award = office.must("assess")["awards"][0]
    assert basis in str(office.must("explain", str(award["id"])))
