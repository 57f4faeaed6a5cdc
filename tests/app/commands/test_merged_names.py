"""After a merge, whatever names the contest or gives the document that is gone finds the one that stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.awards import compare_rulings, import_rulings, list_rulings
from app.honours import import_honours
from app.known_names import contest_named
from app.registry import contest_rows, merge_contests, merge_people, search
from app.store import Store, open_store
from app.targets import SkillFacts, record_skill_certificate
from app.targets.skill_certificates import certificate_stands
from tests.app.commands.test_command_line import Run, run
from tests.app.honours.test_honour_list import EXPERT, HEADER, a_list
from tests.app.importing.lists import a_file, a_row, take_in
from tests.app.registry.test_merging import WHY, two_records_of_one_person
from tests.builders import CLERK
from tests.synthetic import resident_id

__all__ = ["run"]
ONE, OTHER = "2024年新乡市职工技能大赛", "新乡市２０２４年职工技能大赛"
PASSPORT = "E12345678"


@pytest.fixture
def merged(run: Run, tmp_path: Path) -> str:
    """A registry in which the contest OTHER, with its three results, went into ONE."""
    place = str(tmp_path / "r.db")
    run("--db", place, "init")
    rows = [a_row(number, 竞赛名称=name) for name in (ONE, OTHER) for number in (1, 2, 3)]
    run("--db", place, "import", str(a_file(tmp_path, rows)))
    run("--db", place, "confirm", "--all", "--as", "复核乙")
    run("--db", place, "assess")
    assert run("--db", place, "contests", "same", ONE, OTHER).code == 0
    return place


def test_commands_find_a_contest_by_the_name_that_was_merged(run: Run, merged: str, tmp_path: Path) -> None:
    slips = run("--db", merged, "export", "slips", str(tmp_path / "s.pdf"), "--contest", OTHER, "--json")
    assert slips.code == 0, slips.err
    assert slips.json["people"] == 3
    printed = run("--db", merged, "certificates", str(tmp_path / "c.pdf"), "--contest", OTHER)
    assert printed.code == 0, printed.err
    facts = ("--event", "电工", "--person", resident_id(1), "--basis", "示例〔2024〕9号")
    annulled = run("--db", merged, "annul", "--contest", OTHER, *facts)
    assert annulled.code == 0, annulled.err


def test_a_search_for_the_merged_name_finds_the_contest(merged: str) -> None:
    store = open_store(merged)
    with store.reading() as session:
        assert [row.name for row in contest_rows(session, text=OTHER)] == [ONE]
        assert [hit.title for hit in search(session, OTHER) if hit.kind == "contest"] == [ONE]
    store.close()


def test_a_ruling_under_the_merged_name_contradicts_one_under_the_other(
    run: Run, merged: str, tmp_path: Path
) -> None:
    codes = []
    for name, answer in ((ONE, "each-full"), (OTHER, "pooled-share")):
        file = tmp_path / f"{answer}.yaml"
        facts = f"answer: {answer}, basis: 示例〔2024〕5号, decided_on: 2024-07-01, contest: {name}"
        file.write_text(
            f"policy: xinxiang-2023\nrulings:\n  - {{question: tie, {facts}}}\n", encoding="utf-8"
        )
        codes.append(run("--db", merged, "rulings", "import", str(file)).code)
    assert codes == [0, 1]


def test_a_later_ruling_under_the_merged_name_takes_the_place_of_the_older_one(
    sqlite_store: Store, tmp_path: Path
) -> None:
    tied = [
        a_row(number, 竞赛名称=name, 名次=1, 参赛形式="单人") for name in (ONE, OTHER) for number in (1, 2)
    ]
    take_in(sqlite_store, tmp_path, *tied)

    def a_file_of(name: str, answer: str, day: str) -> Path:
        facts = f"answer: {answer}, basis: 示例〔2024〕5号, decided_on: {day}, contest: {name}"
        file = tmp_path / f"{answer}.yaml"
        text = f"policy: xinxiang-2023\nrulings:\n  - {{question: tie, {facts}}}\n"
        file.write_text(text, encoding="utf-8")
        return file

    with sqlite_store.writing(actor=CLERK) as work:
        kept, other = (contest_named(work.session, name) for name in (ONE, OTHER))
        merge_contests(work, other, into=kept, reason=WHY)
        import_rulings(work, a_file_of(ONE, "each-full", "2024-06-20"))
        later = a_file_of(OTHER, "pooled-share", "2024-06-21")
        found = compare_rulings(work.session, later)
        assert (found.before_fen, found.after_fen) == (200_000, 180_000)
        assert import_rulings(work, later).replaced == 1
        assert [row.answer for row in list_rulings(work.session, in_force_only=True)] == ["pooled-share"]


def test_lists_and_searches_know_a_person_by_the_merged_document(sqlite_store: Store, tmp_path: Path) -> None:
    kept, other = two_records_of_one_person(sqlite_store)
    line = (1, "孟凡星", "护照", PASSPORT, EXPERT, "2024-01-05", "人社部函〔2024〕1号", "")
    file = a_list(tmp_path, line, header=(*HEADER[:2], "证件类型", *HEADER[2:]))
    skill = SkillFacts("电工", "technician", "S1", date(2022, 5, 1))
    with sqlite_store.writing(actor=CLERK) as work:
        assert import_honours(work, file).new == 1
        record_skill_certificate(work, other, skill)
        merge_people(work, other, into=kept, reason=WHY)
    with sqlite_store.writing(actor=CLERK) as work:
        again = import_honours(work, file)
        assert (again.new, again.same, again.findings) == (0, 1, ())
        assert certificate_stands(work.session, skill, id_key=f"passport:{PASSPORT}")
        assert [hit.id for hit in search(work.session, "345678") if hit.kind == "person"] == [kept]
