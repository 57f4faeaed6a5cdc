"""`batch` and `calendar`: a batch led by hand and in one run, and the notice of holidays read."""

from __future__ import annotations

import hashlib
from datetime import timedelta
from pathlib import Path
from textwrap import dedent
from zipfile import ZipFile

import openpyxl
import pytest
from sqlalchemy import select

from app.awards import assess_all
from app.batches import batch_page
from app.clock import office_day, utc_now
from app.store import create_store, open_store
from models import Person
from tests.app.awards.test_assess import a_pair
from tests.app.batches.office import some_winners
from tests.app.commands.test_command_line import Run, run
from tests.builders import CLERK, a_contest, a_ruling

__all__ = ["run"]  # the fixture

FOUR = "经办,审核,审批,财务"
CITY = "2024年新乡市职业技能大赛"
NOTICE = (
    "关于2026年部分节假日安排的通知\n"
    "七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。\n"
)


@pytest.fixture
def registry(tmp_path: Path) -> str:
    """Three winners of the city's contest and a pair that waits for a ruling; tax is ruled."""
    place = str(tmp_path / "r.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "municipal", name=CITY)
        some_winners(work.session, 3, contest=contest)
        a_pair(work.session)
        a_ruling(work.session, "income-tax", "exempt", basis="新税函〔2024〕6号")
        assess_all(work)
    store.close()
    return place


def test_a_run_leads_proposals_to_each_state_and_further(run: Run, registry: str) -> None:
    seen = []
    for state in ("reviewed", "publicised", "approved", "in-payment", "paid"):
        answer = run("--db", registry, "batch", "run", "--to", state, "--as", FOUR, "--json")
        assert answer.code == 0, answer.err
        seen.append((answer.json["batch"], answer.json["state"], answer.json["awards"]))
    left_out = answer.json["left_out"]

    assert seen == [(1, state, 3) for state in ("reviewed", "publicised", "approved", "in-payment", "paid")]
    assert answer.json["amount"] == "2400.00"
    assert {one["reason"] for one in left_out} == {"blocked"}
    assert all("待裁定" in one["why"] for one in left_out)
    states = {row["state"] for row in run("--db", registry, "assess", "--json").json["awards"]}
    assert "paid" in states
    store = open_store(registry)
    with store.reading() as session:
        page = batch_page(session, 1)
    store.close()
    assert any("由脚本办理" in line.reason and line.action == "publish" for line in page.history)


def test_a_run_after_a_paid_batch_takes_what_is_new(run: Run, registry: str) -> None:
    """Also where somebody of the paid batch has no card and stays approved."""
    store = open_store(registry)
    with store.writing(actor=CLERK) as work:
        work.session.scalars(select(Person).order_by(Person.id)).all()[0].bank_account = ""
    first = run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR, "--json")
    assert (first.code, first.json["batch"], first.json["awards"]) == (0, 1, 2)
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "municipal", name="2025年新乡市职业技能大赛")
        some_winners(work.session, 2, contest=contest)
        assess_all(work)
    store.close()

    second = run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR, "--json")
    assert (second.code, second.json["batch"], second.json["awards"]) == (0, 2, 2)
    third = run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR)
    assert third.code == 1
    assert run("--db", registry, "reconcile", "--json").json["paid"] == "3200.00"


def test_a_run_of_one_contest(run: Run, registry: str) -> None:
    answer = run(
        "--db", registry, "batch", "run", "--to", "reviewed", "--contest", CITY, "--as", FOUR, "--json"
    )

    assert (answer.code, answer.json["awards"], answer.json["left_out"]) == (0, 3, [])


@pytest.mark.parametrize(
    "people", ["经办,审核,审批,经办", "经办,审核", "经办,审核,审批,财务,再,又", "经办, 经 办,审批,财务"]
)
def test_the_people_of_a_run_are_four_and_different(run: Run, registry: str, people: str) -> None:
    answer = run("--db", registry, "batch", "run", "--to", "paid", "--as", people)

    assert answer.code == 1
    assert "没有改动" in answer.err
    assert run("--db", registry, "batch", "list", "--json").json["batches"] == []


def test_a_run_that_fails_half_way_changes_nothing(run: Run, registry: str) -> None:
    assert run("--db", registry, "batch", "stages", "2", "--as", "管理员").code == 0
    answer = run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR)

    assert answer.code == 1
    assert "第二级" in answer.err
    assert run("--db", registry, "batch", "list", "--json").json["batches"] == []
    again = run("--db", registry, "batch", "run", "--to", "paid", "--as", f"{FOUR},局长", "--json")
    assert (again.code, again.json["awards"]) == (0, 3)


def test_a_run_with_nothing_to_do_is_refused(run: Run, registry: str) -> None:
    run("--db", registry, "batch", "run", "--to", "approved", "--as", FOUR)
    answer = run("--db", registry, "batch", "run", "--to", "approved", "--as", FOUR)

    assert answer.code == 1
    assert "已在批次" in answer.err


def test_step_by_step_by_hand(run: Run, registry: str) -> None:
    today = office_day(utc_now())

    def act(who: str, *words: str) -> str:
        answer = run("--db", registry, "batch", *words, "--as", who)
        assert answer.code == 0, answer.err
        return answer.out

    created = act("王敏", "create", "2024年第一批", "--level", "市级")
    act("王敏", "submit", "2024年第一批")
    act("李复核", "review", "2024年第一批")
    published = act("王敏", "publish", "1", "--from", today.isoformat(), "--days", "5", "--without-holidays")
    contact = act("王敏", "contact", "1", "市技能竞赛办公室")
    another = run("--db", registry, "batch", "contact", "1", "某单位", "--as", "王敏")
    early = run("--db", registry, "batch", "close", "1", "--as", "王敏")
    shown = run("--db", registry, "batch", "show", "1", "--json").json
    award = shown["members"][0]["award"]
    act("王敏", "object", "1", str(award), "--source", "某单位", "--text", "名次不符")
    act("赵审批", "decide", "1", "dismissed", "--decision", "经核查无误")
    act("王敏", "send-back", "1", "--reason", "通知有误")
    listed = run("--db", registry, "batch", "list")

    assert "3 条" in created
    assert "没有登记异议受理方式" in published
    assert "市技能竞赛办公室" in contact
    assert another.code == 1
    assert "市技能竞赛办公室" in another.err
    assert today.isoformat() in published
    assert shown["publicity"][0]["ends_on"] in published
    assert early.code == 1
    assert shown["publicity"][0]["ends_on"] in early.err
    assert "复核" in listed.out


def test_an_act_names_who_acts(run: Run, registry: str) -> None:
    answer = run("--db", registry, "batch", "create", "甲")
    assert answer.code == 2
    assert "--as" in answer.err


def test_a_period_without_holidays_on_record_asks(run: Run, registry: str, tmp_path: Path) -> None:
    today = office_day(utc_now())
    run("--db", registry, "batch", "run", "--to", "reviewed", "--as", FOUR)
    words = ("batch", "publish", "1", "--from", today.isoformat(), "--days", "5", "--as", "经办")
    asked = run("--db", registry, *words)
    notice = tmp_path / "notice.txt"
    notice.write_text(
        "".join(
            f"元旦：{year}年1月1日放假1天。\n" for year in {today.year, (today + timedelta(days=20)).year}
        ),
        "utf-8",
    )
    recorded = run(
        "--db", registry, "calendar", "import", str(notice), "--year", str(today.year), "--confirm"
    )
    done = run("--db", registry, *words)

    assert asked.code == 1
    assert "放假" in asked.err
    assert recorded.code == 0
    assert done.code == 0


def test_a_notice_counts_once_it_is_confirmed(run: Run, registry: str, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE, "utf-8")
    shown = run("--db", registry, "calendar", "import", str(notice), "--json")
    before = run("--db", registry, "calendar", "list", "--year", "2026", "--json")
    confirmed = run("--db", registry, "calendar", "import", str(notice), "--confirm")
    after = run("--db", registry, "calendar", "list", "--year", "2026", "--json")

    assert (shown.code, shown.json["recorded"], len(shown.json["days"])) == (1, False, 9)
    assert before.json["days"] == []
    assert "2026年10月1日至2026年10月7日放假" in confirmed.out
    assert [day["day"] for day in after.json["days"] if day["working"]] == ["2026-09-27", "2026-10-10"]


def test_a_notice_that_contradicts_itself_is_refused(run: Run, registry: str, tmp_path: Path) -> None:
    notice = tmp_path / "notice.txt"
    notice.write_text(NOTICE.replace("（周四）", "（周五）"), "utf-8")
    answer = run("--db", registry, "calendar", "import", str(notice), "--confirm")

    assert answer.code == 1
    assert "星期四" in answer.err
    assert run("--db", registry, "calendar", "list", "--year", "2026", "--json").json["days"] == []


@pytest.mark.parametrize("what", ["payments", "publicity"])
def test_an_export_without_a_batch_says_what_is_in_one_already(
    run: Run, registry: str, tmp_path: Path, what: str
) -> None:
    run("--db", registry, "batch", "run", "--to", "reviewed", "--as", FOUR)
    told = run("--db", registry, "export", what, str(tmp_path / "a.xlsx"))
    answer = run("--db", registry, "export", what, str(tmp_path / "b.xlsx"), "--json")
    of_batch = run("--db", registry, "export", what, str(tmp_path / "c.xlsx"), "--batch", "1", "--json")

    assert "其中 3 条已在批次" in told.out
    assert len(answer.json["in_batch"]) == 3
    assert (of_batch.code, of_batch.json["lines"]) == (0, 3)
    assert "in_batch" not in of_batch.json
    if what == "payments":
        remarks = [
            str(cell.value)
            for row in openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0].iter_rows()
            for cell in row
        ]
        assert sum("已在批次" in text for text in remarks) == 3


def test_an_export_of_a_batch_with_nothing_to_list_is_refused(
    run: Run, registry: str, tmp_path: Path
) -> None:
    run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR)
    out = tmp_path / "a.xlsx"
    empty = run("--db", registry, "export", "payments", str(out), "--batch", "1")
    unknown = run("--db", registry, "export", "payments", str(out), "--batch", "没有的批次")
    other = run("--db", registry, "export", "designations", str(out), "--batch", "1")

    assert [one.code for one in (empty, unknown, other)] == [1, 1, 1]
    assert "没有可以列入" in empty.err
    assert not out.exists()


def test_the_dossier_of_a_batch_is_one_file(run: Run, registry: str, tmp_path: Path) -> None:
    run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR)
    out = tmp_path / "案卷.zip"
    answer = run("--db", registry, "batch", "dossier", "1", str(out), "--as", "经办", "--json")

    assert answer.code == 0, answer.err
    with ZipFile(out) as packed:
        assert len(packed.namelist()) == answer.json["files"]
        digest = hashlib.sha256(packed.read("index.html")).hexdigest()
    assert answer.json["sha256"] == digest
    refused = run("--db", registry, "batch", "dossier", "1", str(tmp_path / "案卷.rar"), "--as", "经办")
    assert refused.code != 0
    assert "zip" in refused.err


def test_a_tax_that_is_not_ruled_is_told_long_before_the_payment(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        some_winners(work.session, 3, contest=a_contest(work.session, "municipal", name=CITY))
        assess_all(work)
    store.close()

    batch = ("--db", place, "batch")
    created = run(*batch, "create", "第一批", "--as", "经办", "--json").json
    (told,) = created["notes"]
    assert "income-tax" in told
    for answer in ("exempt", "incidental-income-20", "by-unit"):
        assert answer in told
    assert told in run(*batch, "submit", "第一批", "--as", "经办").out
    assert told in run(*batch, "show", "第一批").out
    listed = run("--db", place, "rulings", "list", "--json").json["waiting"]
    assert [one["question"] for one in listed] == ["income-tax"]
    assert (
        "待裁定：个人所得税（income-tax），造发放表前须裁定：exempt"
        in run("--db", place, "rulings", "list").out
    )

    file = tmp_path / "裁定.yaml"
    file.write_text(
        "policy: xinxiang-2023\nrulings:\n"
        "  - {question: income-tax, answer: by-unit, basis: 示税函〔2024〕6号, decided_on: 2024-06-01}\n",
        "utf-8",
    )
    run("--db", place, "rulings", "import", str(file), "--as", "审批")
    assert "income-tax" not in run(*batch, "show", "第一批").out
    assert run("--db", place, "rulings", "list", "--json").json["waiting"] == []


def test_open_questions_are_listed_with_their_answers(run: Run, registry: str) -> None:
    listed = run("--db", registry, "rulings", "list", "--json").json["waiting"]
    assert listed
    for one in listed:
        assert one["awards"] > 0
        said = run("--db", registry, "rulings", "list").out
        assert f"（{one['question']}），{one['awards']} 条奖励在等" in said
        assert all(answer in said for answer in one["answers"])


def test_the_samples_of_the_readme_are_taken(run: Run, registry: str, tmp_path: Path) -> None:
    readme = (Path(__file__).parents[3] / "README.md").read_text("utf-8")
    ruling, notice = (
        dedent("   " + readme.split(f"```{kind}\n", maxsplit=1)[1].lstrip().split("```", maxsplit=1)[0])
        for kind in ("yaml", "text")
    )
    (tmp_path / "裁定.yaml").write_text(ruling, "utf-8")
    (tmp_path / "通知.txt").write_text(notice, "utf-8")
    asked = ("--db", registry, "rulings", "import", str(tmp_path / "裁定.yaml"), "--json")
    assert run(*asked).json["new"] == 1
    read = run("--db", registry, "calendar", "import", str(tmp_path / "通知.txt"), "--confirm", "--json")
    assert (read.json["year"], read.json["recorded"], read.json["new"]) == (2026, True, 9)


def test_help_ends_with_what_all_commands_share(run: Run) -> None:
    said = run("batch", "run", "-h").out
    assert "自建一个批次" in said
    assert said.index("--contest") < said.index("各命令通用") < said.index("  --db")


def test_the_dossier_of_a_scripted_batch_says_what_nobody_did(
    run: Run, registry: str, tmp_path: Path
) -> None:
    assert run("--db", registry, "batch", "run", "--to", "paid", "--as", FOUR).code == 0
    out = tmp_path / "案卷.zip"
    assert run("--db", registry, "batch", "dossier", "1", str(out), "--as", "经办").code == 0

    with ZipFile(out) as packed:
        index = packed.read("index.html").decode()
    for gap in ("没有真正公示", "没有留存公示稿", "审批没有写明文件", "没有留存签批", "3 笔由脚本登记为已发"):
        assert gap in index, gap
    assert "应有的记录和文件齐全" not in index
