"""One contest under two spellings: asked, told apart, merged and taken back, through the commands."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text

from app.awards import review_awards
from app.store import open_store
from models import Base, Contest, Entry, Result
from tests.app.commands.test_command_line import Run, run
from tests.app.importing.lists import a_file, a_row
from tests.builders import REVIEWER

__all__ = ["run"]  # the fixture

ONE, OTHER = "2024年新乡市职工技能大赛", "新乡市２０２４年职工技能大赛"
KEPT_APART = {
    "audit_anchor",
    "audit_entry",
    "state_change",
    "merge",
    "award",
    "explanation",
    "designation_basis",
}


def rows_of(*names: str, **cells: Any) -> list[dict[str, Any]]:
    """The first three of one event, once for each spelling of the contest's name."""
    return [a_row(number, 竞赛名称=name, **cells) for name in names for number in (1, 2, 3)]


@pytest.fixture
def registry(run: Run, tmp_path: Path) -> str:
    """A registry to which one list gave the same three results under two spellings; confirmed."""
    place = str(tmp_path / "r.db")
    assert run("--db", place, "init").code == 0
    told = run("--db", place, "import", str(a_file(tmp_path, rows_of(ONE, OTHER))), "--json").json["files"][0]
    assert (told["new"], told["skipped"]) == (6, 0)
    assert [finding["code"] for finding in told["findings"]] == ["contest-spelled-differently-in-file"]
    run("--db", place, "confirm", "--all", "--as", "复核乙")
    return place


def statuses(run: Run, place: str) -> Counter[tuple[str, str, str]]:
    answer = run("--db", place, "assess", "--json")
    assert answer.code == 0, answer.err
    awards = answer.json["awards"]
    return Counter((one["status"], one["amount"] or "", one["reason"] or "") for one in awards)


def stored(place: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the registry, but for what only tells that something was done, and what is assessed."""
    store = open_store(place)
    with store.reading() as session:
        found = {
            table.name: [
                {name: value for name, value in row._mapping.items() if name != "lock_version"}
                for row in session.execute(select(table).order_by(*table.primary_key))
            ]
            for table in Base.metadata.sorted_tables
            if table.name not in KEPT_APART
        }
    store.close()
    return found


PAID = {("proposed", f"{yuan}.00", ""): 1 for yuan in (1000, 800, 600)}
PREVIEW = {"kept", "merged", "results", "events", "joined", "pairs", "notes", "blocks"}
OPEN = {("blocked", "", "same-contest-undecided"): 6}


def test_nobody_is_paid_twice_until_a_person_says_that_they_are_two(run: Run, registry: str) -> None:
    assert statuses(run, registry) == OPEN
    assert run("--db", registry, "contests", "undecided", "--json").json["undecided"] == [[ONE, OTHER]]
    answer = run("--db", registry, "contests", "different", ONE, OTHER, "--reason", "两个月各办一次")
    assert answer.code == 0
    assert statuses(run, registry) == dict.fromkeys(PAID, 2)
    assert run("--db", registry, "contests", "undecided", "--json").json["undecided"] == []
    again = run("--db", registry, "contests", "different", OTHER, ONE)
    assert "早已记录" in again.out


def test_contests_said_to_be_one_become_one_and_are_undone_exactly(run: Run, registry: str) -> None:
    statuses(run, registry)
    before = stored(registry)
    preview = run("--db", registry, "contests", "same", ONE, OTHER, "--dry-run", "--json")
    assert (preview.code, preview.json["results"], len(preview.json["pairs"])) == (0, 3, 3)
    assert set(preview.json) == PREVIEW
    assert stored(registry) == before

    merged = run("--db", registry, "contests", "same", ONE, OTHER, "--json")
    assert merged.code == 0
    assert statuses(run, registry) == PAID
    names = [one["name"] for one in run("--db", registry, "contests", "list", "--json").json["contests"]]
    assert names == [ONE]
    told = run("--db", registry, "audit", "export", str(Path(registry).with_suffix(".xlsx")))
    assert told.code in (0, 2)

    number = str(merged.json["merge"])
    undone = run("--db", registry, "contests", "undo-merge", number, "--reason", "并错了")
    assert undone.code == 0
    assert statuses(run, registry) == OPEN
    assert stored(registry) == before
    assert run("--db", registry, "contests", "undo-merge", number).code == 1
    listed = run("--db", registry, "contests", "merges", "--json").json["merges"]
    assert [(one["kept"], one["merged"], one["undone"]) for one in listed] == [(ONE, OTHER, True)]


def test_a_list_under_the_merged_name_changes_nothing(run: Run, registry: str, tmp_path: Path) -> None:
    run("--db", registry, "contests", "same", ONE, OTHER)
    file = a_file(tmp_path, rows_of(OTHER, 备注=""), name="又一份.xlsx")
    told = run("--db", registry, "import", str(file), "--json").json["files"][0]
    assert (told["same"], told["new"]) == (3, 0)
    assert {one["code"] for one in told["findings"]} == {"contest-merged"}
    both = a_file(tmp_path, [a_row(4, 竞赛名称=name) for name in (OTHER, ONE)], name="两种写法.xlsx")
    told = run("--db", registry, "import", str(both), "--json").json["files"][0]
    assert (told["new"], told["same"]) == (1, 1)


def test_what_is_reviewed_stays_and_the_other_one_is_superseded(run: Run, registry: str) -> None:
    run("--db", registry, "contests", "different", ONE, OTHER)
    statuses(run, registry)
    store = open_store(registry)
    with store.writing(actor=REVIEWER) as work:
        query = select(Result.id).join(Entry, Entry.id == Result.entry_id).join(Entry.event)
        of_other = query.join(Contest).where(Contest.name == OTHER, Result.rank == 1)
        reviewed = list(work.session.scalars(of_other))
        review_awards(work, reviewed)
    store.close()
    assert run("--db", registry, "contests", "same", ONE, OTHER).code == 0
    awards = run("--db", registry, "assess", "--json").json["awards"]
    assert {one["id"]: one["state"] for one in awards if one["rank"] == 1} == {reviewed[0]: "reviewed"}
    assert statuses(run, registry) == PAID
    assert run("--db", registry, "contests", "undo-merge", "1").code == 0
    assert sum(statuses(run, registry).values()) == 6


def test_a_group_in_the_events_name_is_the_group_of_its_column(run: Run, tmp_path: Path) -> None:
    named, in_column = {"赛项": "电工（学生组）", "组别": ""}, {"赛项": "电工", "组别": "学生组"}
    rows = [*rows_of(ONE, **named), *rows_of(OTHER, **in_column)]
    place = recorded(run, tmp_path, *rows)
    held = statuses(run, place)
    assert {(status, reason) for status, _amount, reason in held} == {("blocked", "same-contest-undecided")}
    seen = run("--db", place, "contests", "same", ONE, OTHER, "--dry-run", "--json").json
    assert (seen["events"], seen["joined"], len(seen["pairs"])) == (0, 1, 3)
    assert run("--db", place, "contests", "same", ONE, OTHER).code == 0
    assert sum(number for key, number in statuses(run, place).items() if key[2] != "result-superseded") == 3


def test_what_is_decided_twice_forbids_a_merge(run: Run, registry: str) -> None:
    run("--db", registry, "contests", "different", ONE, OTHER)
    statuses(run, registry)
    store = open_store(registry)
    with store.writing(actor=REVIEWER) as work:
        firsts = list(work.session.scalars(select(Result.id).where(Result.rank == 1)))
        review_awards(work, firsts)
    store.close()
    before = stored(registry)
    refused = run("--db", registry, "contests", "same", ONE, OTHER)
    assert refused.code == 1
    assert "两处的奖励都已复核" in refused.err
    assert stored(registry) == before


def test_other_places_and_other_levels_forbid_a_merge(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    rows = [*rows_of(ONE), *rows_of(OTHER)]
    rows[3]["名次"], rows[4]["名次"] = 2, 1
    for row in rows[3:]:
        row["竞赛级别"] = "市级二类"
    run("--db", place, "init")
    run("--db", place, "import", str(a_file(tmp_path, rows)))
    refused = run("--db", place, "contests", "merge", OTHER, "--into", ONE)
    assert refused.code == 1
    assert "认定类别不同（一类、二类）" in refused.err
    assert refused.err.count("名次、奖牌或等次不同") == 2


def test_events_without_a_counterpart_move_and_a_ruling_follows_the_name(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    pair = {"参赛形式": "双人", "队号": "1", "名次": 1}
    rows = [a_row(1, 竞赛名称=ONE), *(a_row(n, 竞赛名称=OTHER, 赛项="钳工", **pair) for n in (4, 5))]
    run("--db", place, "init")
    run("--db", place, "import", str(a_file(tmp_path, rows)))
    run("--db", place, "confirm", "--all", "--as", "复核乙")
    ruling = tmp_path / "ruling.yaml"
    facts = f"basis: 示例〔2024〕5号, decided_on: 2024-07-01, contest: {OTHER}"
    line = f"  - {{question: team-prize, answer: equal-split, {facts}}}\n"
    ruling.write_text(f"policy: xinxiang-2023\nrulings:\n{line}", encoding="utf-8")
    assert run("--db", place, "rulings", "import", str(ruling)).code == 0
    assert run("--db", place, "contests", "merge", OTHER, "--into", ONE).code == 0
    given = {("proposed", "1000.00", ""): 1, ("proposed", "500.00", ""): 2}
    assert statuses(run, place) == given
    assert run("--db", place, "contests", "undo-merge", "1").code == 0
    assert statuses(run, place) == given


def test_a_merge_can_not_be_undone_once_what_it_moved_was_moved_on(run: Run, registry: str) -> None:
    run("--db", registry, "contests", "same", ONE, OTHER)
    store = open_store(registry)
    with store.writing(actor=REVIEWER) as work:
        work.session.execute(text("UPDATE result SET version = version + 10 WHERE is_current"))
    store.close()
    refused = run("--db", registry, "contests", "undo-merge", "1")
    assert refused.code == 1
    assert "不能原样撤销" in refused.err


def test_names_that_mean_other_contests_need_no_answer(run: Run, registry: str, tmp_path: Path) -> None:
    run(
        "--db", registry, "import", str(a_file(tmp_path, rows_of("2023年新乡市职工技能大赛"), name="前.xlsx"))
    )
    refused = run("--db", registry, "contests", "different", ONE, "2023年新乡市职工技能大赛")
    assert refused.code == 1
    assert run("--db", registry, "contests", "same", ONE, ONE).code == 1
    assert run("--db", registry, "contests", "same", ONE, "没有这项竞赛").code == 1


def test_events_units_and_people_are_merged_by_their_own_words(run: Run, tmp_path: Path) -> None:
    place = str(tmp_path / "r.db")
    passport = {"姓名": a_row(1)["姓名"], "证件类型": "护照", "证件号码": "E12345678"}
    rows = [
        a_row(1, 选送单位="示例一校"),
        a_row(2, 选送单位="示例一学校", 赛项="电工（新）"),
        a_row(3, **passport, 选送单位="示例三校"),
    ]
    run("--db", place, "init")
    assert run("--db", place, "import", str(a_file(tmp_path, rows))).code == 0
    contest, number = rows[0]["竞赛名称"], rows[0]["证件号码"]
    why = ("--reason", "确认是同一个")
    acts = [
        ("event", contest, "电工（新）", "--into", "电工"),
        ("unit", "示例一学校", "--into", "示例一校"),
    ]
    before = stored(place)
    for act in acts:
        seen = run("--db", place, "merge", *act, *why, "--dry-run", "--json")
        assert (seen.code, seen.json["results"]) == (0, 1)
        assert set(seen.json) == PREVIEW
    assert stored(place) == before
    for act in acts:
        assert run("--db", place, "merge", *act, *why).code == 0
    person = run("--db", place, "merge", "person", "E12345678", "--into", number, *why)
    assert person.code == 1  # both stand in one event with other ranks
    assert "名次" in person.err
    for merge in ("2", "1"):
        assert run("--db", place, "merge", "undo", merge, *why).code == 0
    assert stored(place) == before
    assert len(run("--db", place, "merge", "list", "--json").json["merges"]) == 2
    for act in (("event", contest, "车工", "--into", "电工"), ("unit", "某校", "--into", "示例一校")):
        assert run("--db", place, "merge", *act, *why).code == 1
    assert run("--db", place, "merge", "person", "E1", "--into", number, *why).code == 1


def test_rulings_that_differ_forbid_a_merge(run: Run, registry: str, tmp_path: Path) -> None:
    for name, answer in ((ONE, "each-full"), (OTHER, "pooled-share")):
        file = tmp_path / f"{answer}.yaml"
        facts = f"answer: {answer}, basis: 示例〔2024〕5号, decided_on: 2024-07-01, contest: {name}"
        file.write_text(
            f"policy: xinxiang-2023\nrulings:\n  - {{question: tie, {facts}}}\n", encoding="utf-8"
        )
        done = run("--db", registry, "rulings", "import", str(file))
        assert done.code == (0 if name == ONE else 1)  # one contest by its spelling: already a contradiction
    later = file.read_text("utf-8").replace("2024-07-01", "2024-07-02")
    file.write_text(later, encoding="utf-8")
    assert run("--db", registry, "rulings", "import", str(file)).code == 0
    refused = run("--db", registry, "contests", "same", ONE, OTHER)
    assert refused.code == 1
    assert "“并列名次”的裁定不同" in refused.err


NAMES = (
    ("河南省 2024 年电工职业技能大赛", "2024年河南省电工职业技能竞赛"),
    ("2024年新乡市职工技能大赛", "2024年新乡市职工技能大赛（决赛）"),
    ("2024年新乡市职工职业技能大赛", "2024年新乡市职工技能大赛"),
)


def recorded(run: Run, folder: Path, *rows: dict[str, Any]) -> str:
    """A registry that holds these rows, confirmed."""
    place = str(folder / "r.db")
    assert run("--db", place, "init").code == 0
    assert run("--db", place, "import", str(a_file(folder, rows))).code == 0
    run("--db", place, "confirm", "--all", "--as", "复核乙")
    return place


@pytest.mark.parametrize(("one", "other"), NAMES)
def test_one_result_under_names_of_other_words_is_held_until_said_to_be_two(
    run: Run, tmp_path: Path, one: str, other: str
) -> None:
    place = recorded(run, tmp_path, a_row(1, 竞赛名称=one), a_row(1, 竞赛名称=other, 赛项="电工（职工组）"))
    awards = run("--db", place, "assess", "--json").json["awards"]
    assert [(a["status"], a["reason"]) for a in awards] == [("blocked", "same-contest-undecided")] * 2
    assert [a["amounts_by_answer"] for a in awards] == [{"same-contest": "1000.00"}] * 2
    told = run("--db", place, "explain", str(awards[0]["id"]))
    assert f"记有同一成绩的另一竞赛：{awards[1]['contest']}" in told.out
    assert run("--db", place, "contests", "undecided", "--json").json["undecided"] == [[one, other]]

    assert run("--db", place, "contests", "different", one, other, "--reason", "两项").code == 0
    assert statuses(run, place) == {("proposed", "1000.00", ""): 2}
    assert run("--db", place, "contests", "undecided", "--json").json["undecided"] == []


def test_one_result_under_names_of_other_words_is_paid_once_when_they_are_merged(
    run: Run, tmp_path: Path
) -> None:
    one, other = NAMES[0]
    place = recorded(run, tmp_path, *(a_row(1, 竞赛名称=name) for name in (one, other)))
    assert statuses(run, place) == {("blocked", "", "same-contest-undecided"): 2}
    assert run("--db", place, "contests", "same", one, other).code == 0
    assert statuses(run, place) == {("proposed", "1000.00", ""): 1}


@pytest.mark.parametrize(
    "otherwise",
    [
        {"名次": 2},
        {"赛项": "钳工"},
        {"成绩公布日期": "2024-06-19"},
        {"竞赛级别": "省级一类"},
        {"竞赛名称": "2023年河南省电工职业技能竞赛"},
        {"组别": "学生组"},
    ],
)
def test_what_is_another_result_is_not_held_as_one(
    run: Run, tmp_path: Path, otherwise: dict[str, Any]
) -> None:
    one, other = NAMES[0]
    place = recorded(run, tmp_path, a_row(1, 竞赛名称=one), a_row(1, **{"竞赛名称": other, **otherwise}))
    assert all(reason != "same-contest-undecided" for _, _, reason in statuses(run, place))
    assert run("--db", place, "contests", "undecided", "--json").json["undecided"] == []


def test_what_is_reviewed_holds_the_same_result_under_another_name(run: Run, tmp_path: Path) -> None:
    one, other = NAMES[0]
    place = recorded(run, tmp_path, a_row(1, 竞赛名称=one))
    statuses(run, place)
    store = open_store(place)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, list(work.session.scalars(select(Result.id))))
    store.close()
    later = a_file(tmp_path, [a_row(1, 竞赛名称=other)], name="后.xlsx")
    assert run("--db", place, "import", str(later)).code == 0
    run("--db", place, "confirm", "--all", "--as", "复核乙")
    assert statuses(run, place) == {
        ("proposed", "1000.00", ""): 1,
        ("blocked", "", "same-contest-undecided"): 1,
    }
    assert run("--db", place, "contests", "undecided", "--json").json["undecided"] == [[one, other]]
