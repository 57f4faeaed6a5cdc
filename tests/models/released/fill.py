"""Fill a registry with a row of every kind, by the use-cases of the program that runs this.

    cd CHECKOUT_OF_THE_RELEASE
    PYTHONPATH=. .venv/bin/python PATH_OF_THIS_FILE [FOLDER]

writes REVISION.sql.gz (the registry as SQL) and REVISION.assess.json (what `assess` answers on it) into
FOLDER, by default the folder of this file. The same program writes the same bytes each time. A file that
stands already is never written over: it is what a released program wrote. One file, since it is the years of
one office told in order, and is frozen with the releases that ran it.

Everybody in it is made up. One fact has no use-case in the first release: a person's former name. What no
use-case of a release reaches, such as a paid award in the first, does not occur.
"""

from __future__ import annotations

import csv
import gzip
import json
import shutil
import sqlite3
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stdout
from datetime import UTC, date, datetime, time, timedelta
from io import StringIO
from pathlib import Path
from unittest.mock import patch

import xlwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import select

from app import cli
from app.awards import (
    annul_result,
    assess_all,
    find_result,
    import_rulings,
    import_standards,
    record_ruling,
    record_standards,
    review_awards,
    withdraw_review,
    withdraw_ruling,
    withdraw_standard,
)
from app.certificates import issue_certificates, issued_certificates, reprint_certificates
from app.formats import name_key
from app.honours import (
    HonourFacts,
    correct_honour,
    designate_unit,
    import_honours,
    pass_on_designation,
    propose_recognition,
    recognise_person,
    record_honour,
    reinstate_honour,
    reinstate_recognition,
    revoke_designation,
    revoke_honour,
    revoke_recognition,
    withdraw_recognition,
)
from app.importing import ImportReport, import_file, set_word_alias, undo_import
from app.introductions import (
    AssessmentFacts,
    IntroductionFacts,
    approve_subsidy,
    claim_subsidy,
    correct_introduction,
    demand_subsidy_back,
    record_assessment,
    record_introduction,
    record_subsidy_payment,
    record_subsidy_recovery,
    withdraw_introduction,
    withdraw_subsidy,
)
from app.payments import record_budget
from app.policy import RulingFacts, StandardFacts, load_policy
from app.registry import (
    ContestFactsEdit,
    EventFactsEdit,
    ResultFacts,
    confirm_results,
    correct_result,
    enter_person,
    enter_unit,
    link_contests,
    rename_unit,
    set_contest_facts,
    set_event_facts,
    set_unit_facts,
)
from app.reports import record_document_check
from app.settings import write_setting
from app.store import Store, create_store
from app.unit_of_work import UnitOfWork
from models import Base, Contest, Designation, Event, Honour, Person, PersonName, Ruling, Standard, Unit
from models.schema import newest_revision
from tests.synthetic import bank_card, credit_code, person_name, phone, resident_id

HERE = Path(__file__).parent
CLERK, OTHER_CLERK, REVIEWER, APPROVER = "经办甲", "经办乙", "复核丙", "审批丁"
KEY = bytes(range(32))  # signs the certificates of this registry and no other
POLICY = "xinxiang-2023"

CITY_2023 = "2023年新乡市职业技能大赛"
CITY = "2024年新乡市职业技能大赛"
CITY_TWO = "2024年新乡市行业职业技能竞赛"
CITY_LOOSE = "2024年新乡市示例乡村职业技能竞赛"
CITY_LAST = "2025年新乡市职业技能大赛"
COUNTY = "2024年示例县职业技能大赛"
PLANT = "2024年新乡示例装备集团岗位练兵比武"
PROVINCE = "2024年河南省职业技能大赛"
NO_BASIS = "2024年河南省示例行业职业技能竞赛"
NO_CLASS = "2024年河南省示例技能展演"
TRADE = "2024年河南省示例机电职业技能竞赛"
SPECIAL = "2024年河南省示例专项职业技能竞赛"
SELECTION = "第48届世界技能大赛河南省选拔赛"
OUTSIDE = "2024年湖北省职业技能大赛"
COUNTRY = "2024年全国示例行业职业技能竞赛"
COUNTRY_ALL = "中华人民共和国第三届职业技能大赛"
WORLD = "第47届世界技能大赛"
MISTAKEN = "2024年新乡市误录职业技能竞赛"

INSTITUTE = "新乡市示例技师学院"
COLLEGE = "新乡市示例职业技术学院"
PLANT_UNIT = "新乡示例装备集团有限公司"
CHEMISTS = "新乡示例化工有限公司"
SCHOOL = "新乡市示例中等专业学校"
BUILDERS = "新乡示例建设工程有限公司"
GARDENS = "新乡示例园艺有限公司"
POWER = "新乡示例电力工程有限公司"
WUHAN = "武汉示例技工学校"
CODES = {INSTITUTE: 1, COLLEGE: 2, PLANT_UNIT: 3, CHEMISTS: 4, BUILDERS: 6, GARDENS: 7, POWER: 8}

BASE = "新乡市高技能人才培育基地"
SPECIAL_NAMES = {3: "李䶮", 101: "陈𠅤", 118: "古丽娜尔·买买提", 152: "Anna O'Neil"}
COLUMNS = (
    *("竞赛名称", "竞赛级别", "类别依据文号", "成绩公布日期", "竞赛开始日期", "主办单位", "赛项", "组别"),
    *("参赛形式", "队号", "名次", "奖牌", "等次", "成绩", "姓名", "证件类型", "证件号码", "身份", "选送单位"),
    *("统一社会信用代码", "工作单位", "手机号码", "开户银行", "银行卡号", "备注"),
)

STANDARDS = f"""policy: {POLICY}
standards:
  - rule: world-skills
    recipient: contestant
    yuan_by_medal: {{金牌: 300000, 银牌: 180000}}
    basis: 示例[2024]11号
    valid_from: 2024-01-01
  - rule: world-skills
    recipient: contestant
    yuan_by_medal: {{优胜奖: 30000}}
    basis: 示例〔2024〕11号
    valid_from: 2025-01-01
    valid_to: 2026-12-31
  - rule: introduction-subsidy
    recipient: employer
    yuan_by_kind: {{全国技术能手: 50000}}
    basis: 示例〔2024〕11号
    valid_from: 2023-09-01
  - rule: introduction-subsidy
    recipient: employer
    yuan: 10000
    basis: 示例〔2024〕11号
    valid_from: 2024-08-01
"""
RULINGS = f"""policy: {POLICY}
rulings:
  - question: team-prize
    answer: equal-split
    basis: 示例会议纪要（2025）2号
    decided_on: 2025-10-08
  - question: outside-contest
    answer: does-not-count
    basis: 示例会议纪要〔2025〕2号
    decided_on: 2025-10-08
  - question: tie
    answer: pooled-share
    basis: 示例会议纪要〔2025〕2号
    decided_on: 2025-10-08
    contest: {CITY}
    event: 电工
  - question: selection-contest
    answer: counts
    basis: 示例会议纪要〔2025〕2号
    decided_on: 2025-10-08
"""

Cells = dict[str, str]
Facts = tuple[str, str, str, str]  # contest, level with class, basis of the class, day of publication


class Office:
    """A registry with a clock of its own: each unit of work comes a minute after the one before."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.now = datetime(2023, 9, 1, 1, 0, tzinfo=UTC)
        self.file = folder / "registry.db"
        self.store: Store = create_store(str(self.file), clock=lambda: self.now)

    def comes_to(self, day: str) -> None:
        """Let it be nine o'clock of a later day, as the office counts."""
        self.now = datetime.combine(date.fromisoformat(day), time(1), tzinfo=UTC)

    @contextmanager
    def acting(self, actor: str) -> Iterator[UnitOfWork]:
        """Give a unit of work of `actor`."""
        self.now += timedelta(minutes=1)
        with self.store.writing(actor=actor) as work:
            yield work

    def takes_in(self, name: str, *lines: Cells, actor: str = CLERK, encoding: str = "utf-8") -> ImportReport:
        """Import these lines as a file of text, or as an old workbook where the name says so."""
        file = self.folder / name
        write = _write_xls if file.suffix == ".xls" else _write_csv
        write(file, lines, encoding)
        self.now += timedelta(minutes=1)
        return import_file(self.store, file, actor=actor)

    def settles(self) -> None:
        """Confirm every draft, and assess."""
        with self.acting(REVIEWER) as work:
            confirm_results(work)
        with self.acting(CLERK) as work:
            assess_all(work)

    def rules(self, question: str, answer: str, basis: str, **scope: object) -> None:
        """Record a ruling, decided on the day it is recorded."""
        with self.acting(APPROVER) as work:
            facts = RulingFacts(question, answer, basis, self.now.date(), **scope)  # type: ignore[arg-type]  # mixed
            record_ruling(work, facts)


def line(
    facts: Facts, event: str, rank: int | None, number: int, unit: str = INSTITUTE, **more: str
) -> Cells:
    """Return one line of a list; `number` makes the person, `more` says it by column."""
    contest, level, basis, day = facts
    cells = {
        "竞赛名称": contest,
        "竞赛级别": level,
        "类别依据文号": basis,
        "成绩公布日期": day,
        "赛项": event,
        "组别": "职工组",
        "名次": "" if rank is None else str(rank),
        "姓名": name_of(number),
        "证件号码": resident_id(number),
        "选送单位": unit,
        "统一社会信用代码": credit_code(CODES[unit]) if unit in CODES else "",
        "手机号码": phone(number),
        "开户银行": "示例银行新乡分行",
        "银行卡号": bank_card(number),
    }
    return cells | more


def name_of(number: int) -> str:
    """Return the name of the `number`-th person."""
    return SPECIAL_NAMES.get(number, person_name(number))


def _write_csv(file: Path, lines: Sequence[Cells], encoding: str) -> None:
    with file.open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(COLUMNS)
        writer.writerows([cells.get(column, "") for column in COLUMNS] for cells in lines)


def _write_xls(file: Path, lines: Sequence[Cells], _encoding: str) -> None:
    book = xlwt.Workbook()
    sheet = book.add_sheet("汇总")
    rows = [dict(zip(COLUMNS, COLUMNS, strict=True)), *lines]
    for at, cells in enumerate(rows):
        for column, title in enumerate(COLUMNS):
            sheet.write(at, column, cells.get(title, ""))
    book.save(str(file))


# -- finding what was made


def result_at(work: UnitOfWork, contest: str, event: str, number: int) -> int:
    """Return the current result of a person, whose award has the same id."""
    return find_result(work.session, contest=contest, event=event, person=resident_id(number))


def contest_named(work: UnitOfWork, name: str) -> Contest:
    """Return a contest."""
    return work.session.scalars(select(Contest).where(Contest.name_key == name_key(name))).one()


def event_named(work: UnitOfWork, contest: str, name: str) -> Event:
    """Return an event held for one group only."""
    of_contest = select(Event).join(Contest).where(Contest.name_key == name_key(contest))
    return work.session.scalars(of_contest.where(Event.name_key == name_key(name))).one()


def unit_named(work: UnitOfWork, name: str) -> Unit:
    """Return a unit by its present name."""
    return work.session.scalars(select(Unit).where(Unit.name_key == name_key(name))).one()


def designation_of(work: UnitOfWork, unit: str) -> int:
    """Return the line by which a unit is to be, or was, named a base."""
    lines = select(Designation).where(Designation.unit_id == unit_named(work, unit).id)
    return work.session.scalars(lines.where(Designation.title == BASE)).one().id


def correct(office: Office, contest: str, event: str, number: int, *, rank: int, basis: str) -> None:
    """Correct a rank by a document, have it confirmed, and assess."""
    with office.acting(CLERK) as work:
        old = result_at(work, contest, event, number)
        day = date(2024, 9, 20) if contest == PROVINCE else date(2024, 6, 18)
        facts = ResultFacts(rank, "", "", "", day)
        correct_result(work, old, facts=facts, basis=basis, reason="成绩复核后更正")
    office.settles()


# -- the years of the office


def opens(office: Office) -> None:
    """Autumn 2023: a new registry, its settings, the first budget, what is left open ruled in part."""
    with office.acting(CLERK) as work:
        work.audit("create", "registry")
        write_setting(work, "name", "新乡市职业技能竞赛台账")
        write_setting(work, "issuer", "新乡市示例技能竞赛办公室")
        write_setting(work, "issuer", "新乡市职业技能竞赛示例办公室", reason="机构更名")
        write_setting(work, "certificate-prefix", "示赛证")
        set_word_alias(work, "group", word="中职组", meaning="学生组")
        set_word_alias(work, "event", word="电 焊 工", meaning="焊工")
        for document in load_policy(POLICY).documents:
            record_document_check(work, document, on=date(2023, 8, 30))
    with office.acting(APPROVER) as work:
        record_budget(
            work,
            2024,
            amount_fen=50_000_000,
            basis="示财预[2024]3号",
            decided_on=date(2023, 9, 1),
            note="年初",
        )
        record_budget(
            work,
            2024,
            amount_fen=-5_000_000,
            basis="示财预〔2024〕19号",
            decided_on=date(2023, 9, 1),
            note="调减",
        )
        record_budget(
            work, 2025, amount_fen=60_000_000, basis="示财预〔2025〕2号", decided_on=date(2023, 9, 1)
        )
    office.takes_in(
        "2023年市赛获奖名单.csv",
        *(
            line((CITY_2023, "市级一类", "示赛〔2023〕4号", "2023-07-10"), "焊工", rank, 60 + rank)
            for rank in (1, 2, 3, 4)
        ),
        encoding="gb18030",
    )
    office.settles()
    office.rules("before-policy", "does-not-count", "示例会议纪要〔2023〕1号")
    office.rules("income-tax", "incidental-income-20", "示税函〔2023〕7号")
    office.rules("publicity-days", "7-workdays", "示例会议纪要〔2023〕1号", valid_from=date(2023, 9, 1))
    office.rules(
        "application-period",
        "within-six-months",
        "示例会议纪要〔2023〕1号",
        valid_from=date(2023, 9, 1),
        valid_to=date(2024, 12, 31),
    )
    office.rules("team-prize", "each-member", "示例会议纪要〔2023〕2号")


def city_contest(office: Office) -> None:
    """Summer 2024: the city's contests, with all that a list can leave open."""
    office.comes_to("2024-06-25")
    facts = (CITY, "市级一类", "示赛〔2024〕5号", "2024-06-18")
    more = {"竞赛开始日期": "2024-06-01", "主办单位": "新乡市示例局"}
    office.takes_in(
        "2024年市赛获奖名单.csv",
        *(line(facts, "焊工", rank, rank, **more) for rank in (1, 2, 3, 4, 5)),
        *(line(facts, "焊工", rank, 10 + rank, SCHOOL, 组别="中职组") for rank in (1, 2, 3)),
        line(facts, "电工", 1, 21, COLLEGE, 参赛形式="单人", 成绩="96.5"),
        line(facts, "电工", 2, 22, COLLEGE, 参赛形式="单人", 成绩="91"),
        line(facts, "电工", 2, 23, PLANT_UNIT, 参赛形式="单人", 成绩="91", 备注="并列；见'公告'第2条"),
        line(facts, "电工", 4, 24, WUHAN, 参赛形式="单人", 工作单位="武汉示例电机厂"),
        line(facts, "电工", 5, 25, "", 参赛形式="单人", 银行卡号=""),
        line(facts, "美发", None, 26, COLLEGE, 等次="一等奖"),
        line(facts, "美发", None, 27, COLLEGE, 等次="二等奖"),
        *(
            line(facts, "产线装调", 1, n, SCHOOL, 组别="教师组", 参赛形式="团队", 队号="甲")
            for n in (35, 36, 37)
        ),
        line(facts, "茶艺（表演赛）", 1, 28, COLLEGE, 组别=""),
        line(facts, "钳工", 1, 21, COLLEGE, 组别=""),
        line(facts, "钳工", 2, 29, WUHAN, 组别=""),
        line(facts, "钳工", 3, 30, POWER, 组别="", 证件类型="港澳居民来往内地通行证", 证件号码="H0000000101"),
        line(facts, "钳工", 4, 31, POWER, 组别="", 证件类型="台胞证", 证件号码="00000002"),
        line(facts, "钳工", 5, 32, POWER, 组别="", 证件类型="护照", 证件号码="E00000003"),
        line(facts, "钳工", 6, 33, POWER, 组别="", 证件号码=_old_number(33)),
        line(facts, "钳工", 7, 34, POWER, 组别="", 证件号码=resident_id(34)[:-1] + "?"),  # kept out
    )
    office.takes_in(
        "其他竞赛.csv",
        line((CITY_TWO, "市级二类", "示赛〔2024〕6号", "2024-06-19"), "育婴员", 1, 41),
        line((COUNTY, "县级", "", "2024-05-08"), "焊工", 1, 42, SCHOOL),
        line((PLANT, "企业级", "", "2024-04-28"), "焊工", 1, 43, PLANT_UNIT),
        line((NO_BASIS, "省级一类", "", "2024-06-12"), "茶艺师", 1, 44, GARDENS),
        line((NO_BASIS, "省级一类", "", "2024-06-12"), "茶艺师", 2, 45, GARDENS),
        line((NO_CLASS, "省级", "", "2024-06-13"), "汽车维修", 1, 46),
        line((SPECIAL, "省级专项", "示赛〔2024〕7号", "2024-06-14"), "无人机装调", 1, 47, POWER),
        line((SELECTION, "省级一类", "示赛〔2024〕8号", "2024-06-15"), "砌筑", 1, 48),
        line((OUTSIDE, "省级一类", "示鄂〔2024〕1号", "2024-06-16"), "焊工", 1, 49),
        line((COUNTRY, "国家级一类", "示国赛〔2024〕2号", "2024-06-20"), "电工", 1, 21, COLLEGE),
        line((COUNTRY, "国家级一类", "示国赛〔2024〕2号", "2024-06-20"), "电工", 2, 50, COLLEGE),
        line((COUNTRY, "国家级一类", "示国赛〔2024〕2号", "2024-06-20"), "电工", 4, 51, COLLEGE),
        line((TRADE, "省级一类", "示省赛〔2024〕3号", "2024-06-17"), "电工", 1, 50, BUILDERS),
        *(
            line((CITY_LOOSE, "市级一类", "见附件", "2024-06-11"), "果树修剪", n, 51 + n, GARDENS)
            for n in (1, 2)
        ),
    )
    office.settles()
    office.comes_to("2024-07-02")
    office.takes_in(
        "2024年市赛更正名单.csv",
        line(facts, "电工", 3, 24, WUHAN, 参赛形式="单人", 手机号码="13900000024", 银行卡号=bank_card(924)),
        line(facts, "电工", 5, 25, POWER, 参赛形式="单人", 队号="05"),
        line(facts, "焊工", 5, 5, COLLEGE, 参赛形式="单人", **more),
        line((CITY_TWO, "市级二类", "示赛〔2024〕6号", "2024-06-19"), "育婴员", 2, 40, SCHOOL)
        | _coded(SCHOOL, 5),
        actor=OTHER_CLERK,
    )
    office.takes_in(
        "又一份更正.csv", line((NO_CLASS, "省级二类", "示赛〔2024〕9号", "2024-06-13"), "汽车维修", 1, 46)
    )
    office.settles()
    with office.acting(CLERK) as work:
        wuhan = unit_named(work, WUHAN)
        set_unit_facts(work, wuhan.id, is_outside=True, district="湖北省武汉市", version=wuhan.lock_version)
        school = unit_named(work, SCHOOL)
        set_unit_facts(work, school.id, is_outside=False, district="红旗区", version=school.lock_version)
        contest = contest_named(work, OUTSIDE)
        edit = ContestFactsEdit(
            "class-one", "省级一类", "示鄂〔2024〕1号", "湖北示例厅", True, False, date(2024, 5, 1)
        )
        set_contest_facts(work, contest.id, facts=edit, version=contest.lock_version)
        contest = contest_named(work, SELECTION)
        edit = ContestFactsEdit("class-one", "省级一类", "示赛〔2024〕8号", "", False, True, None)
        set_contest_facts(work, contest.id, facts=edit, version=contest.lock_version)
        event = event_named(work, CITY, "美发")
        parts = EventFactsEdit("single", "美发师", False, False, "class-two", "示赛〔2024〕10号")
        set_event_facts(work, event.id, facts=parts, version=event.lock_version)
        event = event_named(work, CITY, "茶艺（表演赛）")
        parts = EventFactsEdit("single", "茶艺师", True, False)
        set_event_facts(work, event.id, facts=parts, version=event.lock_version)
    office.rules("grade-only", "ask-each", "示例会议纪要〔2024〕4号", contest=CITY, event="美发")
    office.rules("demonstration-event", "does-not-count", "示例会议纪要〔2024〕4号")
    office.rules("student-group", "counts", "示例会议纪要〔2024〕4号", contest=CITY)
    with office.acting(CLERK) as work:
        assess_all(work)
    office.comes_to("2024-07-20")
    with office.acting(REVIEWER) as work:
        review_awards(work, [result_at(work, CITY, "焊工", number) for number in (1, 2, 3)])
        review_awards(work, [result_at(work, CITY_LOOSE, "果树修剪", 52)])


def province_contest(office: Office) -> None:
    """Autumn 2024: the province's contest, teams and ties in it, rulings narrowed to it."""
    office.comes_to("2024-09-26")
    facts = (PROVINCE, "省级一类", "示省赛〔2024〕8号", "2024-09-20")
    office.takes_in(
        "2024年省赛获奖汇总.xls",
        line(facts, "砌筑", 1, 101, INSTITUTE, 参赛形式="单人"),
        line(facts, "砌筑", 2, 102, COLLEGE, 参赛形式="单人"),
        line(facts, "砌筑", 3, 103, PLANT_UNIT, 参赛形式="单人"),
        line(facts, "砌筑", 4, 104, INSTITUTE, 参赛形式="单人"),
        line(facts, "砌筑", 1, 117, INSTITUTE, 身份="教练"),
        line(facts, "焊工", 1, 1, INSTITUTE),
        line(facts, "焊工", 2, 105, CHEMISTS),
        line(facts, "焊工", 3, 106, BUILDERS),
        line(facts, "移动机器人（双人）", 3, 107, INSTITUTE, 参赛形式="双人"),
        line(facts, "移动机器人（双人）", 3, 118, INSTITUTE, 参赛形式="双人"),
        *(line(facts, "数控铣", 1, 108 + n, INSTITUTE, 参赛形式="三人", 队号="01") for n in (1, 2, 3)),
        line(facts, "花艺（双人）", 2, 112, GARDENS),
        line(facts, "美容", 1, 113, SCHOOL),
        line(facts, "化妆", 2, 113, SCHOOL),
        line(facts, "车身修理", 1, 114, PLANT_UNIT),
        line(facts, "车身修理", 1, 115, PLANT_UNIT),
        line(facts, "网络系统管理", 1, 116, POWER),
    )
    office.settles()
    office.rules(
        "team-prize",
        "custom-split",
        "示例会议纪要〔2024〕6号",
        contest=PROVINCE,
        event="数控铣",
        shares=(50, 30, 20),
    )
    office.rules("several-events", "all", "示例会议纪要〔2024〕6号", contest=PROVINCE)
    with office.acting(CLERK) as work:
        contests = [contest_named(work, name).id for name in (CITY, PROVINCE)]
        link_contests(work, contests, cycle="2024年周期")
        link_contests(work, [contest_named(work, SELECTION).id], cycle="第48届世界技能大赛")
        link_contests(work, [contest_named(work, SPECIAL).id], cycle="2024年周期")
        link_contests(work, [contest_named(work, SPECIAL).id], cycle="")
        assess_all(work)


def world_and_country(office: Office) -> None:
    """The world's contest, standards for it, and the country's comprehensive one."""
    office.comes_to("2024-10-08")
    world = (WORLD, "世界级", "", "2024-09-15")
    office.takes_in(
        "世界技能大赛获奖.csv",
        line(world, "砌筑", 1, 151, INSTITUTE, 奖牌="金牌", 组别=""),
        line(world, "砌筑", None, 152, INSTITUTE, 身份="专家", 组别=""),
        line(world, "砌筑", None, 153, INSTITUTE, 身份="教练", 组别=""),
        line(world, "砌筑", None, 154, INSTITUTE, 身份="翻译", 组别=""),
        line(world, "美容", 2, 155, SCHOOL, 奖牌="银牌", 组别=""),
        line(world, "美容", None, 156, SCHOOL, 身份="专家", 组别=""),
        line(world, "美容", None, 157, SCHOOL, 身份="教练", 组别=""),
        line(world, "车身修理", 9, 158, PLANT_UNIT, 奖牌="优胜奖", 组别=""),
        line(world, "车身修理", 12, 159, PLANT_UNIT, 组别=""),
    )
    office.settles()
    first, day = "示例〔2024〕9号", date(2024, 1, 1)
    with office.acting(APPROVER) as work:
        contestants = StandardFacts("world-skills", "contestant", (("金牌", 28_000_000),), first, day)
        experts = StandardFacts(
            "world-skills", "expert-team", (("金牌", 28_000_000), ("银牌", 18_000_000)), first, day
        )
        record_standards(work, [contestants, experts])
    standards = office.folder / "标准.yaml"
    standards.write_text(STANDARDS, encoding="utf-8")
    with office.acting(APPROVER) as work:
        import_standards(work, standards)
    with office.acting(APPROVER) as work:
        for_one = select(Standard).where(
            Standard.valid_from == date(2024, 8, 1), Standard.withdrawn_at.is_(None)
        )
        withdraw_standard(work, work.session.scalars(for_one).one().id, reason="依据文件已废止")
    office.rules("expert-team", "one-per-team", "示例会议纪要〔2024〕7号")
    office.rules(
        "expert-team",
        "one-per-team",
        "示例会议纪要〔2024〕7号",
        contest=WORLD,
        event="砌筑",
        plan_fen=(16_000_000, 12_000_000),
    )
    office.comes_to("2025-09-28")
    country = (COUNTRY_ALL, "国家级综合性", "示国赛〔2025〕3号", "2025-09-22")
    office.takes_in(
        "全国大赛获奖.csv",
        line(country, "焊接", None, 161, PLANT_UNIT, 奖牌="金牌"),
        line(country, "焊接", 2, 162, BUILDERS, 奖牌="银牌"),
        line(country, "美发", 6, 163, SCHOOL, 奖牌="优胜奖"),
        encoding="utf-8-sig",
    )
    office.settles()


def reviews(office: Office) -> None:
    """Proposals are reviewed: some stay, one is taken back, some are overtaken by a later ruling."""
    office.comes_to("2025-10-09")
    province = [(PROVINCE, "砌筑", 101), (PROVINCE, "砌筑", 103), (PROVINCE, "移动机器人（双人）", 107)]
    province += [(PROVINCE, "移动机器人（双人）", 118), (WORLD, "砌筑", 151), (WORLD, "砌筑", 152)]
    with office.acting(REVIEWER) as work:
        review_awards(work, [result_at(work, *which) for which in province])
    with office.acting(REVIEWER) as work:
        withdraw_review(work, [result_at(work, PROVINCE, "砌筑", 103)], reason="选送单位名称待核")
    office.rules("several-levels", "highest-only", "示例会议纪要〔2025〕1号", contest=PROVINCE)
    file = office.folder / "裁定.yaml"
    file.write_text(RULINGS, encoding="utf-8")
    with office.acting(APPROVER) as work:
        import_rulings(work, file)
    with office.acting(APPROVER) as work:
        asked = Ruling.question == "selection-contest"
        withdraw_ruling(work, work.session.scalars(select(Ruling).where(asked)).one().id, reason="待上级答复")


def bases(office: Office) -> None:
    """Units are named bases; one is renamed, one passes its title on, one loses it."""
    office.comes_to("2025-10-15")
    with office.acting(APPROVER) as work:
        for number, unit in enumerate((INSTITUTE, COLLEGE, PLANT_UNIT, CHEMISTS, POWER), start=1):
            line_id = designation_of(work, unit)
            document = f"示人社[2025]{number}号" if number == 1 else f"示人社〔2025〕{number}号"
            designate_unit(work, line_id, document=document, designated_on=date(2025, 10, 13))
    with office.acting(CLERK) as work:
        heir = enter_unit(work, "新乡示例智能装备有限公司", credit_code=credit_code(31), district="牧野区")
        institute = unit_named(work, INSTITUTE)
        rename_unit(
            work,
            institute.id,
            name="新乡示例技师学院（筹）",
            since=date(2025, 10, 14),
            basis="示编办〔2025〕4号",
            version=institute.lock_version,
        )
    with office.acting(CLERK) as work:
        institute = unit_named(work, "新乡示例技师学院（筹）")
        rename_unit(
            work,
            institute.id,
            name="新乡示例技师学院",
            since=date(2025, 10, 15),
            basis="示编办〔2025〕5号",
            version=institute.lock_version,
        )
    with office.acting(APPROVER) as work:
        pass_on_designation(
            work,
            designation_of(work, PLANT_UNIT),
            successor_unit_id=heir.id,
            document="示人社〔2025〕21号",
            happened_on=date(2025, 10, 15),
            reason="企业重组",
        )
        revoke_designation(
            work,
            designation_of(work, CHEMISTS),
            document="示人社〔2025〕22号",
            revoked_on=date(2025, 10, 15),
            reason="弄虚作假",
        )


def certificates(office: Office) -> None:
    """A run of certificates, what a correction and an annulment make of it, and a reprint."""
    office.comes_to("2025-10-20")
    with office.acting(CLERK) as work:
        issue_certificates(work, contest=PROVINCE)


def honours(office: Office) -> None:
    """Honours that others gave: typed, from a list, corrected, taken back."""
    office.comes_to("2025-10-22")
    with office.acting(CLERK) as work:
        winner, first = (result_at(work, PROVINCE, "砌筑", number) for number in (102, 101))
        people = [_person(work, number) for number in (102, 101)]
        for award, person in zip((winner, first), people, strict=True):
            facts = HonourFacts(
                "henan-expert", date(2025, 10, 20), "示豫人社(2025)8号", person_id=person, award_id=award
            )
            made = record_honour(work, facts)
        correct_honour(
            work,
            made.id,
            awarded_on=date(2025, 10, 21),
            document="示豫人社〔2025〕9号",
            issuer="河南示例厅",
            evidence="",
            version=made.version,
            reason="文号录错",
        )
        unit = unit_named(work, COLLEGE).id
        record_honour(
            work,
            HonourFacts(
                "provincial-world-skills-base", date(2025, 9, 1), "示豫人社〔2025〕3号", unit_id=unit
            ),
        )
    listed = office.folder / "荣誉名单.csv"
    with listed.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow(("姓名", "证件号码", "荣誉名称", "授予日期", "文号", "授予单位", "备注"))
        for number in range(201, 207):
            row = "2022-10-01", f"示部发〔2022〕{number}号", "示例部", "证书复印件"
            writer.writerow((name_of(number), resident_id(number), "全国技术能手", *row))
        writer.writerow(("无此称号", resident_id(207), "示例称号", "2022-10-01", "示部发〔2022〕1号", "", ""))
    with office.acting(CLERK) as work:
        import_honours(work, listed)


def _person(work: UnitOfWork, number: int) -> int:
    return enter_person(work, name_of(number), resident_id(number)).id


def introductions(office: Office) -> None:
    """People brought in: assessed, named craftsmen or not, and what their units got for them."""
    office.comes_to("2025-11-03")
    for question in ("flexible-introduction", "introduction-origin"):
        office.rules(question, "counts", "示例会议纪要〔2025〕4号")
    with office.acting(APPROVER) as work:
        of_origin = select(Ruling).where(Ruling.question == "introduction-origin")
        withdraw_ruling(work, work.session.scalars(of_origin).one().id, reason="尚未会商")
    made = [_introduced(office, number) for number in range(201, 207)]
    more = [
        _introduced(office, 211, way="flexible", evidence="项目合作协议"),
        _introduced(office, 212, region="henan"),
        _introduced(office, 213, region="overseas"),
        _introduced(office, 214, category="other", evidence="示例会议纪要〔2025〕4号", region=""),
        _introduced(office, 215, category="workshop-leader", evidence=""),
    ]
    with office.acting(OTHER_CLERK) as work:
        withdraw_introduction(work, more[1], version=1, reason="未到岗")
        person, unit = _person(work, 214), unit_named(work, PLANT_UNIT).id
        facts = IntroductionFacts(
            person, unit, "other", date(2025, 2, 1), category_evidence="示例会议纪要〔2025〕5号"
        )
        correct_introduction(work, more[3], facts, version=1, reason="日期录错")
    craftsmen(office, [*made, more[0]])
    subsidies(office, [*made, more[0]])


def _introduced(
    office: Office,
    number: int,
    *,
    way: str = "full-time",
    category: str = "national-expert",
    evidence: str = "全国技术能手证书",
    region: str = "hubei",
) -> int:
    with office.acting(CLERK) as work:
        person, unit = _person(work, number), unit_named(work, PLANT_UNIT).id
        honour = _honour_of(work, person)
        facts = IntroductionFacts(
            person,
            unit,
            category,
            date(2025, 3, 1),
            way=way,
            category_evidence=evidence,
            honour_id=honour,
            previous_employer="武汉示例集团",
            previous_region=region,
            channel="talent-conference" if number % 2 else "own",
            documents="劳动合同；社保证明",
        )
        return record_introduction(work, facts)


def _honour_of(work: UnitOfWork, person: int) -> int | None:
    return work.session.scalar(select(Honour.id).where(Honour.person_id == person))


def _assessed(office: Office, introduction: int, *, day: str, is_passed: bool = True) -> None:
    facts = AssessmentFacts(
        date.fromisoformat(day),
        "新乡市示例人力资源和社会保障局",
        is_passed,
        "考核合格，同意认定" if is_passed else "考核不合格",
        f"示人社〔2025〕{30 + introduction}号",
    )
    with office.acting(CLERK) as work:
        record_assessment(work, introduction, facts)


def craftsmen(office: Office, introduced: Sequence[int]) -> None:
    """Recognitions in every state."""
    for introduction in introduced:
        _assessed(office, introduction, day="2025-06-10")
    with office.acting(CLERK) as work:
        _rename_person(work, 201)
        lines = [
            propose_recognition(
                work,
                introduction,
                title="muye-master-craftsman" if at == 5 else "muye-craftsman",
                choice_basis="考核认定会议纪要",
            ).id
            for at, introduction in enumerate(introduced)
        ]
    named, shaken, revoked, _proposed, withdrawn, master, flexible = lines
    with office.acting(APPROVER) as work:
        for at, one in enumerate((named, shaken, revoked, master, flexible)):
            recognise_person(
                work,
                one,
                document=f"示人社〔2025〕{50 + at}号",
                recognised_on=date(2025, 10, 30 if at else 1),
            )
        withdraw_recognition(work, withdrawn, reason="本人放弃")
        revoke_recognition(
            work, revoked, document="示人社〔2025〕60号", revoked_on=date(2025, 11, 1), reason="材料不实"
        )
    _assessed(office, introduced[5], day="2025-11-02", is_passed=False)
    _assessed(office, introduced[5], day="2025-11-03")
    with office.acting(APPROVER) as work:
        reinstate_recognition(work, master, reason="复评合格")


def _rename_person(work: UnitOfWork, number: int) -> None:
    """Give a person another name: no use-case of the first release writes a former name."""
    person = work.session.get_one(Person, _person(work, number))
    former = PersonName(
        person_id=person.id, name=person.name, valid_to=date(2025, 10, 15), basis="户口簿变更页"
    )
    work.session.add(former)
    person.name = "赵新名"
    person.name_key, person.initials = name_key(person.name), "zxm"
    work.session.flush()


def subsidies(office: Office, introduced: Sequence[int]) -> None:
    """Subsidies in every state, and an honour that falls under one of them."""
    with office.acting(OTHER_CLERK) as work:
        claims = [
            claim_subsidy(work, one, claimed_on=date(2025, 10, 31), document="申领表[2025]1号").id
            for one in introduced
        ]
    paid, approved, owed, _claimed, withdrawn, recovered, _flexible = claims
    with office.acting(APPROVER) as work:
        for one in (paid, approved, owed, recovered):
            approve_subsidy(work, one, approved_on=date(2025, 11, 1))
        for one in (paid, owed, recovered):
            record_subsidy_payment(work, one, paid_on=date(2025, 11, 2))
        withdraw_subsidy(work, withdrawn, reason="申领材料不全")
        for one in (owed, recovered):
            demand_subsidy_back(work, one, document="示人社〔2025〕61号", reason="服务期未满")
        record_subsidy_recovery(work, recovered, recovered_on=date(2025, 11, 3))
    with office.acting(CLERK) as work:
        honour = _honour_of(work, _person(work, 202))
        revoke_honour(work, honour or 0, version=1, reason="授予单位撤销", document="示部发〔2025〕9号")


def corrections(office: Office) -> None:
    """Results corrected and annulled: after review, under a certificate, under a base, under an honour."""
    office.comes_to("2025-11-10")
    correct(office, CITY, "焊工", 3, rank=2, basis="示赛〔2025〕31号")
    correct(office, PROVINCE, "焊工", 105, rank=3, basis="示省赛〔2025〕41号")
    correct(office, PROVINCE, "砌筑", 101, rank=2, basis="示省赛〔2025〕42号")
    correct(office, PROVINCE, "网络系统管理", 116, rank=5, basis="示省赛〔2025〕43号")
    with office.acting(CLERK) as work:
        issue_certificates(work, contest=PROVINCE)
    correct(office, PROVINCE, "网络系统管理", 116, rank=3, basis="示省赛〔2025〕44号")
    with office.acting(OTHER_CLERK) as work:
        annul_result(work, result_at(work, CITY, "焊工", 2), basis="示赛〔2025〕32号")
    with office.acting(OTHER_CLERK) as work:
        annul_result(work, result_at(work, PROVINCE, "砌筑", 102), basis="示省赛〔2025〕45号")
    with office.acting(OTHER_CLERK) as work:
        annul_result(work, result_at(work, CITY_TWO, "育婴员", 40), basis="示赛〔2025〕33号")
    with office.acting(CLERK) as work:
        issue_certificates(work, contest=PROVINCE)
    with office.acting(CLERK) as work:
        issued = [one.number for one in issued_certificates(work.session) if one.state == "issued"]
        reprint_certificates(work, sorted(issued)[:2])
    with office.acting(CLERK) as work:
        honour = _honour_of(work, _person(work, 101))
        reinstate_honour(work, honour or 0, version=3, reason="名次更正不影响授予")


def left_undone(office: Office) -> None:
    """An import taken back, and a last list that nobody has confirmed."""
    office.comes_to("2025-11-20")
    facts = (MISTAKEN, "市级一类", "示赛〔2025〕9号", "2024-06-18")
    report = office.takes_in(
        "误导入.csv",
        line(facts, "焊工", 1, 301, "新乡市误录单位"),
        line(facts, "焊工", 2, 1, PLANT_UNIT, 手机号码="13900000001"),
    )
    with office.acting(CLERK) as work:
        assess_all(work)
    with office.acting(OTHER_CLERK) as work:
        undo_import(work, report.batch_id or 0)
    facts = (CITY_LAST, "市级一类", "示赛〔2025〕50号", "2025-11-18")
    office.takes_in(
        "2025年市赛获奖名单.csv",
        *(line(facts, "电工", rank, 310 + rank, COLLEGE) for rank in (1, 2, 3, 4)),
        line((PROVINCE, "省级一类", "示省赛〔2024〕8号", "2024-09-20"), "美容", 2, 113, SCHOOL),
    )
    with office.acting(CLERK) as work:
        assess_all(work)


def _coded(unit: str, number: int) -> Cells:
    return {"选送单位": unit, "统一社会信用代码": credit_code(number)}


def _old_number(number: int) -> str:
    whole = resident_id(number)
    return whole[:6] + whole[8:17]


YEARS = (
    *(opens, city_contest, province_contest, world_and_country, reviews, bases, certificates),
    *(honours, introductions, corrections, left_undone),
)


# -- writing it down


def fill(folder: Path) -> Path:
    """Make the registry in `folder`; return its file."""
    office = Office(folder)
    key = Ed25519PrivateKey.from_private_bytes(KEY)
    with patch.object(Ed25519PrivateKey, "generate", lambda: key):
        for year in YEARS:
            year(office)
    office.store.close()
    return office.file


def counts(file: Path) -> dict[str, int]:
    """Return how many rows each table of the present models has in a SQLite file."""
    with closing(sqlite3.connect(file)) as connection:
        return {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]
            for table in sorted(Base.metadata.tables)
        }


def dump(file: Path, out: Path) -> None:
    """Write a SQLite file as SQL, packed; the same rows give the same bytes."""
    with closing(sqlite3.connect(file)) as connection:
        text = "\n".join(connection.iterdump()) + "\n"
    out.write_bytes(gzip.compress(text.encode("utf-8"), compresslevel=9, mtime=0))


def assessed(file: Path) -> str:
    """Return what `assess` answers on a registry, laid out to be read."""
    said = StringIO()
    with redirect_stdout(said):
        code = cli.main(["--db", str(file), "assess", "--show-ids", "--json"])
    if code:
        raise SystemExit(code)
    return json.dumps(json.loads(said.getvalue()), ensure_ascii=False, indent=1) + "\n"


def main(arguments: Sequence[str]) -> int:
    """Fill a registry and write down what it holds and what `assess` answers."""
    out = Path(arguments[0]) if arguments else HERE
    written, answer = (out / f"{newest_revision()}.{kind}" for kind in ("sql.gz", "assess.json"))
    if standing := next((one for one in (written, answer) if one.exists()), None):
        print(f"{standing} stands already", file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as folder:
        file = fill(Path(folder))
        rows = counts(file)
        if empty := [table for table, number in rows.items() if not number]:
            print("no rows in", *empty, file=sys.stderr)
            return 1
        dump(file, written)
        copy = shutil.copyfile(file, Path(folder) / "copy.db")
        answer.write_text(assessed(copy), encoding="utf-8")
    print(json.dumps(rows, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
