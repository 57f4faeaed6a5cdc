"""Twelve kinds of award in one small registry, made through the commands an office uses.

Tests read their explanations and slips; `docs/make_slips.py` takes pictures of the slips. People, units and
documents are invented; ID numbers are of the division 410799, which does not exist.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from openpyxl import Workbook

from app.awards import WAITING, award_ids, review_awards
from app.store import open_store
from tests.synthetic import resident_id

Command = Callable[..., str]
"""Runs one command of `main.py` on the registry and returns what it printed."""

_COLUMNS = (
    *(
        "竞赛名称",
        "竞赛级别",
        "类别依据文号",
        "成绩公布日期",
        "竞赛开始日期",
        "赛项",
        "组别",
        "参赛形式",
        "队号",
    ),
    *("名次", "奖牌", "等次", "姓名", "证件类型", "证件号码", "身份", "选送单位"),
)
_MINUTES = "示例会议纪要〔2024〕21号"


@dataclass(frozen=True)
class Kind:
    """One of the twelve: a short name, whose award it is, and in which contest."""

    name: str
    title: str
    person: str
    contest: str


KINDS = (
    Kind("prize", "单人赛项，第一名", "江海涛", "2024年全国焊接职业技能竞赛"),
    Kind("pair-full", "双人赛项，每名队员各得全额", "林晓燕", "2024年河南省机电职业技能竞赛"),
    Kind("trio-split", "三人赛项，一队一份平均分", "钱三强", "2024年全国网络职业技能竞赛"),
    Kind("pool", "并列名次，所占名次奖金合计后平分", "邱月明", "2024年河南省茶艺职业技能竞赛"),
    Kind("difference", "高一级获奖，补发差额", "方志远", "2024年河南省电工职业技能竞赛"),
    Kind("percent-plan", "双人赛项，一队一份按比例分", "石磊", "2024年全国机器人职业技能竞赛"),
    Kind("expert-team", "世赛专家教练团队，一队一份按方案分", "阮小七", "第47届世界技能大赛"),
    Kind("annulled", "成绩撤销", "彭远征", "2024年全国砌筑职业技能竞赛"),
    Kind("below-third", "第四名", "罗文静", "2024年河南省美发职业技能竞赛"),
    Kind("selection", "上一级竞赛的选拔赛", "谭志强", "第三届全国技能大赛河南省选拔赛"),
    Kind("outside-unit", "选送单位在市外", "魏长河", "2024年河南省钳工职业技能竞赛"),
    Kind("no-standard", "世赛获奖，尚未录入国家相应标准", "苏明月", "第46届世界技能大赛"),
)

_numbers: dict[str, str] = {}


def id_number(person: str) -> str:
    """Return the person's ID number, the same every time it is asked for."""
    if person not in _numbers:
        _numbers[person] = resident_id(4_000 + 37 * len(_numbers))
    return _numbers[person]


def _row(contest: str, level: str, event: str, person: str, **more: object) -> dict[str, object]:
    usual: dict[str, object] = {"类别依据文号": "示例〔2024〕42号", "成绩公布日期": "2024-05-20"}
    usual |= {"参赛形式": "单人", "证件类型": "居民身份证", "证件号码": id_number(person)}
    usual |= {"选送单位": "新乡示例技师学院"}
    return {"竞赛名称": contest, "竞赛级别": level, "赛项": event, "姓名": person, **usual, **more}


def _team(contest: str, level: str, event: str, people: str, **more: object) -> list[dict[str, object]]:
    return [_row(contest, level, event, person, **more) for person in people.split()]


def _first_list() -> list[dict[str, object]]:
    """The municipal result of one person, which is reviewed before the later lists arrive."""
    return [
        _row("2024年新乡市电工职业技能竞赛", "市级一类", "电工", "方志远", 名次=1, 成绩公布日期="2024-04-10")
    ]


def _second_list() -> list[dict[str, object]]:
    contest = {kind.name: kind.contest for kind in KINDS}
    world = {"类别依据文号": None, "成绩公布日期": "2024-09-20", "奖牌": "金牌"}
    older = {**world, "成绩公布日期": "2023-11-20"}
    trio = {"参赛形式": "三人", "队号": "1", "名次": 1}
    pair = {"参赛形式": "双人", "队号": "1", "名次": 1}
    return [
        _row(contest["prize"], "国家级一类", "焊工", "江海涛", 名次=1),
        _row(contest["prize"], "国家级一类", "焊工", "杜若", 名次=2),
        *(
            _row(contest["pair-full"], "省级一类", "机电一体化", name, **pair)
            for name in ("林晓燕", "林晓东")
        ),
        *(
            _row(contest["trio-split"], "国家级一类", "网络系统管理", name, **trio)
            for name in ("戚继东", "钱三强", "乔北溟")
        ),
        _row(contest["pool"], "省级一类", "茶艺师", "秦晓岚", 名次=1),
        _row(contest["pool"], "省级一类", "茶艺师", "邱月明", 名次=2),
        _row(contest["pool"], "省级一类", "茶艺师", "裘千尺", 名次=2),
        _row(contest["difference"], "省级一类", "电工", "方志远", 名次=2),
        *(
            _row(contest["percent-plan"], "国家级一类", "机器人系统集成", name, **pair)
            for name in ("石磊", "石大川")
        ),
        _row(contest["expert-team"], "世界级", "烘焙", "屈大力", **world),
        _row(contest["expert-team"], "世界级", "烘焙", "任我行", 身份="专家", **world),
        _row(contest["expert-team"], "世界级", "烘焙", "阮小七", 身份="教练", **world),
        _row(contest["annulled"], "国家级一类", "砌筑工", "彭远征", 名次=1),
        _row(contest["below-third"], "省级一类", "美发师", "罗文静", 名次=4),
        _row(contest["selection"], "省级一类", "电子技术", "谭志强", 名次=1),
        _row(contest["outside-unit"], "省级一类", "钳工", "魏长河", 名次=1, 选送单位="郑州示例技师学院"),
        _row(contest["no-standard"], "世界级", "花艺", "苏明月", **older),
    ]


_RULINGS = f"""policy: xinxiang-2023
rulings:
  - {{question: team-prize, answer: each-member, basis: {_MINUTES}, decided_on: 2024-12-05,
     contest: {KINDS[1].contest}}}
  - {{question: team-prize, answer: equal-split, basis: {_MINUTES}, decided_on: 2024-12-05,
     contest: {KINDS[2].contest}}}
  - {{question: tie, answer: pooled-share, basis: {_MINUTES}, decided_on: 2024-12-05}}
  - {{question: several-levels, answer: highest-only, basis: {_MINUTES}, decided_on: 2024-12-05}}
  - {{question: team-prize, answer: custom-split, shares: [70, 30], basis: {_MINUTES}, decided_on: 2024-12-05,
     contest: {KINDS[5].contest}, event: 机器人系统集成}}
  - {{question: expert-team, answer: one-per-team, plan_yuan: [170000, 130000], basis: {_MINUTES},
     decided_on: 2024-12-05, contest: {KINDS[6].contest}, event: 烘焙}}
  - {{question: outside-sending-unit, answer: does-not-count, basis: {_MINUTES}, decided_on: 2024-12-05}}
"""
_STANDARDS = """policy: xinxiang-2023
standards:
  - {rule: world-skills, recipient: contestant, yuan_by_medal: {金牌: 300000}, basis: 示例〔2024〕9号,
     valid_from: 2024-01-01}
  - {rule: world-skills, recipient: expert-team, yuan_by_medal: {金牌: 300000}, basis: 示例〔2024〕9号,
     valid_from: 2024-01-01}
"""


def make_registry(command: Command, place: Path, folder: Path) -> Mapping[str, int]:
    """Fill the registry `command` works on, at `place`; return the award of each kind by the kind's name."""
    first = _book(folder / "新乡市电工赛成绩.xlsx", _first_list())
    command("init")
    command("import", str(first))
    command("confirm", "--all", "--as", "复核")
    command("assess")
    _review(place)
    command("import", str(_book(folder / "2024年获奖名单.xlsx", _second_list())))
    command("confirm", "--all", "--as", "复核")
    for what, text in (("rulings", _RULINGS), ("standards", _STANDARDS)):
        file = folder / f"{what}.yaml"
        file.write_text(text, encoding="utf-8")
        command(what, "import", str(file))
    awards = json.loads(command("assess", "--json"))["awards"]
    found = {(award["person"], award["contest"]): award["id"] for award in awards}
    annulled = next(kind for kind in KINDS if kind.name == "annulled")
    words = ("--contest", annulled.contest, "--event", "砌筑工", "--person", id_number(annulled.person))
    command("annul", *words, "--basis", "示例〔2024〕67号")
    return {kind.name: found[kind.person, kind.contest] for kind in KINDS}


def _review(place: Path) -> None:
    store = open_store(str(place))
    with store.writing(actor="审核") as work:
        review_awards(work, award_ids(work.session, WAITING))
    store.close()


def _book(file: Path, rows: list[dict[str, object]]) -> Path:
    """Write a list as the program's own template has it."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "获奖名单"
    sheet.append(list(_COLUMNS))
    for row in rows:
        sheet.append([row.get(column) for column in _COLUMNS])
    book.save(file)
    return file
