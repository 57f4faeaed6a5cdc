"""`contests`: listed, linked to a cycle, taken out again, put into a series, and awards follow at once."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.awards import assess_all, award_ids, award_page
from app.store import create_store, open_store
from tests.app.commands.test_command_line import Run, run
from tests.builders import CLERK, a_contest, a_person, a_result, an_event

__all__ = ["run"]  # the fixture

CITY, PROVINCE = "2024年新乡市职业技能大赛", "2024年河南省职业技能大赛"


@pytest.fixture
def registry(tmp_path: Path) -> str:
    """A registry with one person who won at two levels, far apart in time."""
    place = str(tmp_path / "r.db")
    store = create_store(place)
    with store.writing(actor=CLERK) as work:
        person = a_person(work.session)
        for level, name in (("municipal", CITY), ("provincial", PROVINCE)):
            event = an_event(work.session, a_contest(work.session, level, name=name), name="焊工")
            a_result(work.session, 1, event=event, person=person)
        other = an_event(work.session, a_contest(work.session, "municipal", name="第一届车工竞赛"))
        a_result(work.session, 1, event=other)
        assess_all(work)
    store.close()
    return place


def questions(place: str) -> list[tuple[str, ...]]:
    store = open_store(place)
    with store.reading() as session:
        found = [row.questions for row in award_page(session, award_ids(session))]
    store.close()
    return found


def test_lists_contests_with_cycle_and_series(run: Run, registry: str) -> None:
    answer = run("--db", registry, "contests", "list", "--json")
    by_name = {one["name"]: one for one in answer.json["contests"]}

    assert answer.code == 0
    assert by_name[PROVINCE]["proposed_series"] == "henan-skills"
    assert (by_name[PROVINCE]["cycle"], by_name[PROVINCE]["series"]) == (None, "")
    assert by_name[CITY]["results"] == 1
    assert PROVINCE in run("--db", registry, "contests", "list").out


def test_linked_contests_are_assessed_together_at_once(run: Run, registry: str) -> None:
    apart = run("--db", registry, "contests", "link", CITY, "--cycle", "别的周期")
    assert apart.code == 0
    assert questions(registry).count(("several-levels",)) == 1  # a link to nothing is no answer
    run("--db", registry, "contests", "link", PROVINCE, "--cycle", "又一个周期")
    assert questions(registry).count(("several-levels",)) == 0
    words = ("--db", registry, "contests", "link", CITY, PROVINCE, "--cycle", "2024年周期", "--json")
    refused = run(*words)
    assert (refused.code, refused.err.count("\n")) == (1, 1)
    assert all(named in refused.err for named in (CITY, "别的周期", PROVINCE, "又一个周期", "--replace"))
    assert questions(registry).count(("several-levels",)) == 0
    together = run(*words, "--replace")

    assert together.json["replaced"] == [
        {"contest": CITY, "cycle": "别的周期"},
        {"contest": PROVINCE, "cycle": "又一个周期"},
    ]
    assert run(*words).json["replaced"] == []  # the same again replaces nothing
    assert (together.json["linked"], together.json["cycle"]) == (2, "2024年周期")
    assert together.json["reassessed"] == 1
    assert questions(registry).count(("several-levels",)) == 1  # the higher prize is due under every answer


def test_different_occupations_on_record_are_not_compared(run: Run, registry: str) -> None:
    assert questions(registry).count(("several-levels",)) == 1
    one = run("--db", registry, "contests", "occupation", CITY, "焊工", "电焊工", "--json")
    assert (one.json["events"], questions(registry).count(("several-levels",))) == (1, 1)
    other = run("--db", registry, "contests", "occupation", PROVINCE, "焊工", "气焊工", "--json")
    assert (other.json["reassessed"], questions(registry).count(("several-levels",))) == (1, 0)
    assert "没有改动" in run("--db", registry, "contests", "occupation", PROVINCE, "焊工", "气焊工").out
    run("--db", registry, "contests", "occupation", PROVINCE, "焊工", "")
    assert questions(registry).count(("several-levels",)) == 1


@pytest.mark.parametrize(
    ("event", "occupation", "said"),
    [("车工", "车工", "没有赛项“车工”"), ("焊工", "工" * 121, "最多 120 个字")],
)
def test_an_occupation_of_no_event_or_too_long_is_refused(
    run: Run, registry: str, event: str, occupation: str, said: str
) -> None:
    answer = run("--db", registry, "contests", "occupation", CITY, event, occupation)
    assert answer.code == 1
    assert said in answer.err


def test_an_unlinked_contest_has_no_cycle_any_more(run: Run, registry: str) -> None:
    run("--db", registry, "contests", "link", CITY, PROVINCE, "--cycle", "2024年周期")
    done = run("--db", registry, "contests", "unlink", CITY, "--json")
    listed = run("--db", registry, "contests", "list", "--json").json["contests"]

    assert done.json["unlinked"] == CITY
    assert {one["name"]: one["cycle"] for one in listed if one["name"] in (CITY, PROVINCE)} == {
        CITY: None,
        PROVINCE: "2024年周期",
    }


@pytest.mark.parametrize("words", ["henan-skills", "河南省职业技能大赛"])
def test_a_series_is_recorded_by_its_code_or_its_name(run: Run, registry: str, words: str) -> None:
    done = run(
        "--db", registry, "contests", "series", PROVINCE, words, "--basis", "示例〔2024〕3号", "--json"
    )
    again = run("--db", registry, "contests", "series", PROVINCE, words, "--basis", "示例〔2024〕3号")
    listed = run("--db", registry, "contests", "list", "--json").json["contests"]

    assert done.json["series"] == "henan-skills"
    assert "没有改动" in again.out
    assert [one["series"] for one in listed if one["name"] == PROVINCE] == ["henan-skills"]


def test_who_recorded_a_series_and_what_medals_mean_is_listed(run: Run, registry: str) -> None:
    basis = ("--basis", "示例〔2024〕2号")
    run("--db", registry, "contests", "series", PROVINCE, "河南省职业技能大赛", *basis)
    done = run(
        "--db", registry, "contests", "medals", PROVINCE, "apart", "--basis", "示例〔2024〕3号", "--json"
    )
    again = run("--db", registry, "contests", "medals", PROVINCE, "apart", "--basis", "示例〔2024〕3号")
    listed = run("--db", registry, "contests", "list", "--json").json["contests"]

    assert done.json["medal_rule"] == "apart"
    assert "没有改动" in again.out
    (one,) = [one for one in listed if one["name"] == PROVINCE]
    assert (one["series"], bool(one["series_by"]), one["medal_rule"]) == ("henan-skills", True, "apart")
    said = f"河南省职业技能大赛（{one['series_by']}登记）"
    assert said in run("--db", registry, "contests", "list").out


@pytest.mark.parametrize(
    "words",
    [
        ("medals", PROVINCE, "apart", "--basis", "没有"),
        ("series", PROVINCE, "厨艺大赛"),
        ("series", PROVINCE, "河南省职业技能大赛"),
        ("series", PROVINCE, "other", "--basis", "待补"),
        ("series", "没有这场竞赛", "other"),
        ("unlink", "没有这场竞赛"),
        ("link", CITY, "没有这场竞赛", "--cycle", "2024年周期"),
        ("link", CITY, "--cycle", " "),
        ("link", CITY, "--cycle", "长" * 61),
        ("series", PROVINCE, "other", "--basis", "号" * 121),
    ],
)
def test_refuses_in_one_line_what_it_does_not_know(run: Run, registry: str, words: tuple[str, ...]) -> None:
    answer = run("--db", registry, "contests", *words)

    assert (answer.code, answer.out) == (1, "")
    assert answer.err.count("\n") == 1
    assert "没有" in answer.err
    listed = run("--db", registry, "contests", "list", "--json").json["contests"]
    assert {(one["cycle"], one["series"]) for one in listed} == {(None, "")}
