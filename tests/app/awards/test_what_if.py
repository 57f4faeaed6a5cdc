"""What if: other rulings or rules over past results cost what they say and change nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.awards import (
    active_rule_set,
    assess_all,
    award_ids,
    compare_answer,
    compare_policy,
    compare_rule_sets,
    compare_rulings,
)
from app.errors import Cancelled, NotFoundError, PolicyFileError
from app.policy import load_policy
from app.progress import Progress
from app.store import Store
from models import Award
from tests.app.awards.test_assess import a_pair, rows, several_levels, supersede, writing
from tests.app.awards.test_corrections import total
from tests.app.awards.test_rulings import FILE, FIRST, a_file
from tests.builders import a_result, a_ruling


def test_whatif_shows_the_cost_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_pair(work.session)
        a_result(work.session, 1)
        assess_all(work)
        before = rows(work.session)
    with store.reading() as session:
        found = compare_rulings(session, a_file(tmp_path, FILE.format(answer="each-member", day=FIRST)))
        after = rows(session)

    assert (found.before_fen, found.after_fen) == (100_000, 1_300_000)
    assert (found.gain, found.lose) == (2, 0)
    assert {level: (was, would) for level, was, would in found.by_level}["provincial"] == (0, 1_200_000)
    assert after == before


def test_whatif_leaves_what_is_decided(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_pair(work.session)
        assess_all(work)
        for award_id in award_ids(work.session):
            award = work.session.get_one(Award, award_id)
            award.state, award.status, award.amount_fen = "paid", "proposed", 300_000
    with store.reading() as session:
        found = compare_rulings(session, a_file(tmp_path, FILE.format(answer="each-member", day=FIRST)))

    assert (found.before_fen, found.after_fen) == (600_000, 600_000)
    assert (found.changed, found.gain, found.lose) == ((), 0, 0)
    assert len(found.frozen) == 2
    assert all(change.is_frozen for change in found.frozen)
    assert found.frozen_difference_fen == 600_000


@pytest.mark.parametrize("state", ["reviewed", "paid", "recovered"])
def test_whatif_starts_from_what_stands_also_after_a_correction(store: Store, state: str) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        work.session.get_one(Award, result.id).state = state
        supersede(work.session, result.id, rank=2)
        a_pair(work.session)
        assess_all(work)
    with store.reading() as session:
        law = active_rule_set(session)
        found = compare_rule_sets(session, law, law)
        stands = total(session)

    assert (found.before_fen, found.after_fen, found.changed) == (stands, stands, ())


def test_whatif_relates_the_prizes_of_one_person_on_both_sides(store: Store) -> None:
    with writing(store) as work:
        several_levels(work.session)
        a_ruling(work.session, "several-levels", "all")
        assess_all(work)
    with store.reading() as session:
        found = compare_answer(session, "several-levels", "highest-only")
        stands = total(session)

    assert found.before_fen == stands == 900_000
    assert (found.after_fen, found.lose) == (800_000, 1)


def test_whatif_can_be_cancelled(store: Store) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    progress = Progress()
    progress.cancel()
    with store.reading() as session, pytest.raises(Cancelled):
        compare_answer(session, "several-levels", "highest-only", progress=progress)


def test_another_table_is_tried_and_says_which_numbers_no_clause_states(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_result(work.session, 1)
        assess_all(work)
    file = tmp_path / "table.yaml"
    rule = load_policy().rule("prize.municipal")
    assert rule is not None
    file.write_text(
        "policy: xinxiang-2023\n"
        "document: 新办〔2023〕10号\n"
        "rules:\n"
        "  - id: prize.municipal\n"
        "    title: 市级一类大赛前三名奖金\n"
        f"    clause: {rule.clause.number}\n"
        f"    text: {rule.clause.text}\n"
        "    applies_to: {level: municipal, class: class-one}\n"
        "    values:\n"
        "      2023-08-21: {yuan_by_rank: {1: 2000, 2: 800, 3: 600}}\n",
        "utf-8",
    )
    with store.reading() as session:
        found = compare_policy(session, file)
    assert (found.before_fen, found.after_fen) == (100_000, 200_000)
    (note,) = found.notes
    assert "第1名 ¥2,000.00" in note


def test_whatif_starts_from_a_payment_that_a_correction_raised(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 3)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "paid"
        supersede(work.session, result.id, rank=1)
        assess_all(work)
    with store.reading() as session:
        law = active_rule_set(session)
        found = compare_rule_sets(session, law, law)

    assert (found.before_fen, found.after_fen) == (100_000, 100_000)


def test_whatif_counts_results_that_were_never_assessed_and_are_open(sqlite_store: Store) -> None:
    with writing(sqlite_store) as work:
        a_pair(work.session)
        a_result(work.session, 4)
    with sqlite_store.reading() as session:
        found = compare_answer(session, "team-prize", "each-member")

    assert (found.before_fen, found.after_fen, found.gain) == (0, 1_200_000, 2)
    assert (len(found.changed), found.frozen) == (2, ())


def test_a_file_that_cannot_be_tried_is_named(sqlite_store: Store, tmp_path: Path) -> None:
    faulty = a_file(tmp_path, FILE.format(answer="half-each", day=FIRST))
    with sqlite_store.reading() as session:
        with pytest.raises(PolicyFileError) as refused:
            compare_rulings(session, faulty)
        assert faulty.name in str(refused.value)
        with pytest.raises(NotFoundError) as missing:
            compare_policy(session, tmp_path / "没有.yaml")
        assert missing.value.params["path"] == tmp_path / "没有.yaml"
