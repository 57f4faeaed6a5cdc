"""Rulings: recorded with their basis, replaced with history, and seen before they are made."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from app.awards import (
    assess_all,
    award_detail,
    award_ids,
    award_page,
    explain_award,
    import_rulings,
    import_standards,
    list_rulings,
    list_standards,
    preview_ruling,
    record_ruling,
    standard_history,
    withdraw_ruling,
    withdraw_standard,
)
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError, PolicyFileError
from app.policy import RulingFacts
from app.store import Store
from models import Award
from tests.app.awards.test_assess import a_pair, rows, writing
from tests.builders import NOW, a_contest, a_result, a_ruling, an_event

FILE = """policy: xinxiang-2023
rulings:
  - question: team-prize
    answer: {answer}
    basis: 示例会议纪要〔2023〕1号
    decided_on: {day}
"""
FIRST, LATER = "2023-09-01", "2023-09-02"
WORLD = """policy: xinxiang-2023
standards:
  - rule: world-skills
    recipient: contestant
    yuan_by_medal: {金牌: 300000}
    basis: 示例〔2024〕9号
    valid_from: 2024-01-01
"""


def a_file(folder: Path, text: str) -> Path:
    file = folder / "rulings.yaml"
    file.write_text(text, encoding="utf-8")
    return file


def test_a_file_twice_changes_nothing_the_second_time(store: Store, tmp_path: Path) -> None:
    file = a_file(tmp_path, FILE.format(answer="equal-split", day=FIRST))
    with writing(store) as work:
        a_pair(work.session)
        first = import_rulings(work, file)
        amounts = [row.amount_fen for row in rows(work.session)]
    with writing(store) as work:
        second = import_rulings(work, file)

    assert (first.new, first.same, second.new, second.same) == (1, 0, 0, 1)
    assert amounts == [300_000, 300_000]
    assert work.changes == Changes.NOTHING


def test_a_later_answer_replaces_the_old_one_and_keeps_it(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_pair(work.session)
        import_rulings(work, a_file(tmp_path, FILE.format(answer="equal-split", day=FIRST)))
        report = import_rulings(work, a_file(tmp_path, FILE.format(answer="each-member", day=LATER)))

    with store.reading() as session:
        history = [(ruling.answer, ruling.is_in_force) for ruling in list_rulings(session)]
        assert [row.amount_fen for row in rows(session)] == [600_000, 600_000]
    assert report.replaced == 1
    assert sorted(history) == [("each-member", True), ("equal-split", False)]


def test_a_faulty_file_records_nothing_and_names_every_fault(store: Store, tmp_path: Path) -> None:
    text = FILE.format(answer="half-each", day=FIRST).replace("team-prize", "team-prices", 1)
    with pytest.raises(PolicyFileError) as raised, writing(store) as work:
        import_rulings(work, a_file(tmp_path, text))

    with store.reading() as session:
        assert list_rulings(session) == []
    assert "team-prices" in str(raised.value.params["text"])


def test_an_unknown_policy_key_is_named(store: Store, tmp_path: Path) -> None:
    text = FILE.format(answer="equal-split", day=FIRST).replace("xinxiang-2023", "atlantis-2023")
    with pytest.raises(PolicyFileError) as raised, writing(store) as work:
        import_rulings(work, a_file(tmp_path, text))

    assert "atlantis-2023" in str(raised.value.params["text"])


def test_a_missing_file_is_named(store: Store, tmp_path: Path) -> None:
    with pytest.raises(NotFoundError) as raised, writing(store) as work:
        import_rulings(work, tmp_path / "nothing.yaml")

    assert raised.value.code == "file-missing"


def team(answer: str, contest: str = "") -> RulingFacts:
    return RulingFacts("team-prize", answer, "会议纪要〔2024〕3号", date(2024, 3, 1), contest=contest)


def test_a_ruling_without_a_basis_is_refused(store: Store) -> None:
    ruling = RulingFacts("team-prize", "each-member", " ", date(2024, 3, 1))
    with pytest.raises(InputError), writing(store) as work:
        record_ruling(work, ruling)


def test_a_narrow_ruling_reaches_its_contest_only(store: Store) -> None:
    with writing(store) as work:
        reached, _ = a_pair(work.session), a_pair(work.session)
        assess_all(work)
        record_ruling(work, team("each-member", reached.contest.name))

    with store.reading() as session:
        statuses = {row.event_id: row.status for row in rows(session)}
    assert statuses.pop(reached.id) == "proposed"
    assert set(statuses.values()) == {"blocked"}


def test_a_withdrawn_ruling_opens_its_question_again(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        record_ruling(work, team("each-member"))
        withdraw_ruling(work, list_rulings(work.session)[0].id, reason="依据有误")

    with store.reading() as session:
        assert {row.status for row in rows(session)} == {"blocked"}
        assert not list_rulings(session)[0].is_in_force


def test_a_preview_shows_whom_it_touches_and_the_cost_under_each_answer(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        a_result(work.session, 1)
        assess_all(work)
    with store.reading() as session:
        preview = preview_ruling(session, "team-prize")
        after = rows(session)

    costs = {answer.answer: (answer.total_fen, answer.blocked) for answer in preview.answers}
    assert costs["each-member"] == (1_200_000, 0)
    assert costs["equal-split"] == (600_000, 0)
    assert costs["custom-split"] == (0, 2)
    assert (len(preview.awards), preview.people, preview.now_fen) == (2, 2, 0)
    assert {row.status for row in after if row.level == "provincial"} == {"blocked"}


def test_a_world_gold_waits_for_its_standard(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "world"))
        a_result(work.session, None, event=event, medal="金牌")
        assess_all(work)
        before = rows(work.session)[0]
        report = import_standards(work, a_file(tmp_path, WORLD))
        again = import_standards(work, a_file(tmp_path, WORLD))
        after = rows(work.session)[0]
        explanation = explain_award(work.session, after.id)

    assert (before.status, before.reason) == ("blocked", "standard-missing")
    assert (after.status, after.amount_fen) == ("proposed", 30_000_000)
    assert "示例〔2024〕9号" in explanation.as_text()
    assert (report.new, again.new, again.same) == (1, 0, 1)


def test_an_explanation_names_clause_steps_and_rulings(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        record_ruling(work, team("equal-split"))

    with store.reading() as session:
        row = award_page(session, award_ids(session))[0]
        explanation = explain_award(session, row.id)
    assert explanation.amount_fen == row.amount_fen == 300_000
    assert "二(二)8" in explanation.as_text()
    assert "会议纪要〔2024〕3号" in explanation.as_text()
    assert row.person in explanation.as_text()


def test_every_award_and_its_explanation_say_the_same(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        for rank in (1, 2, 2, 4, None):
            a_result(work.session, rank)
        assess_all(work)

    with store.reading() as session:
        for row in rows(session):
            explanation = award_detail(session, row.id).explanation
            assert (explanation.status, explanation.amount_fen) == (row.status, row.amount_fen)
            assert explanation.reason == row.reason


def test_an_award_nobody_knows_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError), store.reading() as session:
        explain_award(session, 4711)


def test_a_preview_leaves_frozen_awards_out(store: Store) -> None:
    with writing(store) as work:
        a_pair(work.session)
        assess_all(work)
        for award_id in award_ids(work.session):
            award = work.session.get_one(Award, award_id)
            award.state, award.status, award.amount_fen = "paid", "proposed", 1
    with store.reading() as session:
        assert len(preview_ruling(session, "team-prize").awards) == 0


def test_a_replaced_or_withdrawn_standard_stays_on_record(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        import_standards(work, a_file(tmp_path, WORLD))
        replacing = WORLD.replace("300000", "200000") + "    replaces: 示例〔2024〕9号\n"
        import_standards(work, a_file(tmp_path, replacing))
        old, new = standard_history(work.session)
        with pytest.raises(InputError):
            withdraw_standard(work, new.id, reason=" ")
        withdraw_standard(work, new.id, reason="文件废止")
        with pytest.raises(NotFoundError):
            withdraw_standard(work, new.id, reason="文件废止")

    with store.reading() as session:
        kept = standard_history(session)
        assert list_standards(session) == []
    assert (old.is_in_force, new.is_in_force) == (False, True)
    assert [row.facts for row in kept] == [old.facts, new.facts]
    assert not any(row.is_in_force for row in kept)


def test_the_database_holds_one_ruling_in_force_per_scope(store: Store) -> None:
    with writing(store) as work:
        a_ruling(work.session, "tie", "each-full")
        a_ruling(work.session, "tie", "each-full", contest="甲赛")
        a_ruling(work.session, "tie", "each-full", withdrawn_at=NOW)
    with pytest.raises(ConflictError), writing(store) as work:
        a_ruling(work.session, "tie", "pooled-share")
