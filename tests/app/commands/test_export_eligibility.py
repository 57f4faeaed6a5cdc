"""`export eligibility`: every list on a sheet of its own, the basis of each line in columns."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from app import cli
from app.eligibility import eligibility_lists
from app.honours import HonourFacts, record_honour
from app.store import create_store, open_store
from tests.builders import CLERK, a_contest, a_person, a_result, a_unit, an_event


@pytest.fixture
def registry(tmp_path: Path) -> str:
    """A world champion, a provincial winner in 2024, and somebody with a national honour."""
    place = str(tmp_path / "registry.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        session = work.session
        unit = a_unit(session, name="新乡示例技师学院")
        world = an_event(session, a_contest(session, "world", name="第47届世界技能大赛"), name="焊接")
        person = a_person(session, name="王伟")
        a_result(session, None, event=world, medal="铜牌", person=person, unit=unit)
        provincial = a_contest(session, "provincial", name="2024年河南省职业技能大赛")
        event = an_event(session, provincial, name="电工")
        a_result(session, 2, event=event, person=a_person(session, name="李静"), unit=unit, state="draft")
        expert = a_person(session, name="周梅")
        given = HonourFacts("national-expert", date(2024, 3, 1), "人社部发〔2024〕3号", person_id=expert.id)
        record_honour(work, given)
    store.close()
    return place


def _lines(sheet: Worksheet) -> list[dict[str, object]]:
    rows: list[list[object]] = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(at for at, row in enumerate(rows) if row[0] == "序号")
    lines: list[dict[str, object]] = []
    for row in rows[head + 1 :]:
        if not isinstance(row[0], int):
            break
        lines.append(dict(zip(map(str, rows[head]), row, strict=True)))
    return lines


def test_each_list_has_a_sheet_and_each_line_its_basis(
    registry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "资格.xlsx"
    assert cli.main(["--db", registry, "export", "eligibility", str(out), "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    book = load_workbook(out)

    assert answer["file"] == str(out)
    assert len(book.sheetnames) == len(set(book.sheetnames)) == len(answer["lists"])
    store = open_store(registry)
    with store.reading() as session:
        lists = len(eligibility_lists(session))
    store.close()
    assert len(book.sheetnames) == lists + 3  # allowances, promotions, the entitled
    assert answer["lines"] == sum(one["lines"] for one in answer["lists"])
    assert [len(_lines(sheet)) for sheet in book.worksheets] == [one["lines"] for one in answer["lists"]]
    (first,) = _lines(book.worksheets[0])
    assert "绿色通道" in book.sheetnames[0]
    basis = {"竞赛": "第47届世界技能大赛", "赛项": "焊接", "名次、奖牌或荣誉": "铜牌"}
    assert (
        first.items()
        >= {
            "姓名": "王伟",
            "单位": "新乡示例技师学院",
            "依据（文号、条款）": "新办〔2023〕10号 二(二)7",
            **basis,
        }.items()
    )
    candidates = _lines(book["特殊津贴推荐备选名单"])
    assert {(line["姓名"], line["文号"]) for line in candidates} == {
        ("王伟", None),
        ("周梅", "人社部发〔2024〕3号"),
    }
    promoted = [line for line in _lines(book["晋升与技术能手建议名单"]) if line["姓名"] == "李静"]
    assert promoted
    assert {line["成绩"] for line in promoted} == {"成绩待确认"}
    assert {line["竞赛"] for line in promoted} == {"2024年河南省职业技能大赛"}


def test_people_read_how_many_lists_and_lines(
    registry: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["--db", registry, "export", "eligibility", str(tmp_path / "资格.xlsx")]) == 0
    assert "张名单" in capsys.readouterr().out


def test_an_empty_registry_says_that_nobody_is_on_a_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, out = str(tmp_path / "registry.db"), tmp_path / "资格.xlsx"
    create_store(place).close()
    assert cli.main(["--db", place, "export", "eligibility", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["lines"] == 0
    cells = [cell for row in load_workbook(out).worksheets[0].iter_rows(values_only=True) for cell in row]
    assert "没有符合条件的人。" in cells


def test_the_green_channel_takes_gold_of_the_national_games_and_no_other_medal(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, out = str(tmp_path / "registry.db"), tmp_path / "资格.xlsx"
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        session = work.session
        games = a_contest(
            session, "national", name="中华人民共和国第三届职业技能大赛", contest_class="comprehensive"
        )
        colleges = a_contest(session, "national", name="2024年全国职业院校技能大赛")
        won = [("王伟", games, "金牌"), ("李静", games, "银牌"), ("周梅", games, "铜牌")]
        for name, contest, medal in [*won, ("吴刚", colleges, "金牌")]:
            event = an_event(session, contest)
            a_result(session, None, event=event, medal=medal, person=a_person(session, name=name))
    store.close()
    assert cli.main(["--db", place, "export", "eligibility", str(out)]) == 0
    capsys.readouterr()
    assert [line["姓名"] for line in _lines(load_workbook(out).worksheets[0])] == ["王伟"]


def test_another_citys_list_rewards_winners_of_contests_of_every_kind_in_its_years(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, out = str(tmp_path / "registry.db"), tmp_path / "资格.xlsx"
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        session = work.session
        trial = a_contest(session, "provincial", name="第47届世界技能大赛河南省选拔赛", is_selection=True)
        ordinary = a_contest(session, "provincial")
        days = {"王伟": date(2021, 12, 31), "李静": date(2019, 12, 1), "周梅": date(2022, 1, 1)}
        for (name, day), contest in zip(days.items(), (trial, ordinary, ordinary), strict=True):
            person = a_person(session, name=name)
            a_result(session, 1, event=an_event(session, contest), person=person, published_on=day)
    store.close()
    assert cli.main(["--db", place, "export", "eligibility", str(out)]) == 0
    capsys.readouterr()
    sheet = next(one for one in load_workbook(out).worksheets if one.title.startswith("郑州市"))
    lines = {line["姓名"]: line["是否早于文件"] for line in _lines(sheet)}
    assert lines == {"王伟": None, "李静": "文件成文前取得"}
