"""Annulled and corrected results: proposals change by exactly the difference, nothing decided is edited."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.awards import (
    active_rule_set,
    annul_result,
    assess_all,
    award_detail,
    award_ids,
    award_page,
    compare_answer,
    compare_rule_sets,
    compare_rulings,
    designation_rows,
    find_result,
    review_awards,
    selection_total,
)
from app.errors import Cancelled, InputError, NotFoundError
from app.progress import Progress
from app.store import Store
from models import Award, Designation, Honour, Result
from tests.app.awards.test_assess import a_pair, rows, several_levels, supersede, writing
from tests.app.awards.test_rulings import FILE, a_file
from tests.builders import CLERK, NOW, REVIEWER, a_contest, a_result, a_ruling, a_unit, an_event

DOCUMENT = "示例〔2024〕7号"


def total(session: Session) -> int:
    return selection_total(session, award_ids(session)).amount_fen


def test_an_annulled_result_takes_its_prize_away_and_moves_nobody_up(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        first, second = (a_result(work.session, rank, event=event) for rank in (1, 2))
        assess_all(work)
        before = total(work.session)
        report = annul_result(work, first.id, basis=DOCUMENT)
        after = rows(work.session)

    assert (before, report.withdrawn_fen) == (1_800_000, 1_000_000)
    assert [(row.id, row.rank, row.amount_fen) for row in after] == [(second.id, 2, 800_000)]


def test_a_paid_award_is_to_be_recovered(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "paid"
        report = annul_result(work, result.id, basis=DOCUMENT)

    with store.reading() as session:
        row = award_page(session, [result.id])[0]
        granted = total(session)
    assert (report.recover_fen, report.withdrawn_fen, granted) == (100_000, 0, 0)
    assert (row.state, row.amount_fen, row.result_state) == ("to-recover", 100_000, "annulled")


def test_a_reviewed_award_is_withdrawn_and_stays_on_record(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "reviewed"
        report = annul_result(work, result.id, basis=DOCUMENT)

    assert (report.withdrawn_fen, report.recover_fen) == (100_000, 0)
    with store.reading() as session:
        assert total(session) == 0


def test_a_base_named_on_it_goes_under_review(store: Store) -> None:
    with writing(store) as work:
        contest, unit = a_contest(work.session, "provincial"), a_unit(work.session)
        first = a_result(work.session, 1, event=an_event(work.session, contest), unit=unit)
        second = a_result(work.session, 1, event=an_event(work.session, contest), unit=unit)
        assess_all(work)
        work.session.scalars(select(Designation)).one().state = "designated"
        work.session.flush()
        one_left = annul_result(work, first.id, basis=DOCUMENT)
        none_left = annul_result(work, second.id, basis=DOCUMENT)

    assert one_left.designations == ()
    assert [line.status for line in none_left.designations] == ["under-review"]


def test_needs_a_document(store: Store) -> None:
    with pytest.raises(InputError), writing(store) as work:
        annul_result(work, a_result(work.session, 1).id, basis=" ")


def test_finds_the_result_as_a_document_names_it(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        entry = result.entry
        names = {"contest": entry.event.contest.name, "event": entry.event.name}
        found = find_result(work.session, **names, person=entry.person.id_number)
        annul_result(work, found, basis=DOCUMENT)

        assert found == result.id
        with pytest.raises(NotFoundError):
            find_result(work.session, **names, person=entry.person.id_number)


def test_a_correction_changes_proposals_by_the_difference(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        result = a_result(work.session, 3, event=event)
        assess_all(work)
        before = total(work.session)
        supersede(work.session, result.id, rank=2)
        assess_all(work)

        assert total(work.session) - before == 800_000 - 600_000


@pytest.mark.parametrize("state", ["reviewed", "approved", "in-payment", "paid", "to-recover"])
def test_a_correction_never_pays_twice(store: Store, state: str) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        result = a_result(work.session, 3, event=event)
        assess_all(work)
        work.session.get_one(Award, result.id).state = state
        new = supersede(work.session, result.id, rank=2)
        assess_all(work)
        row = award_page(work.session, [new.id])[0]
        again = assess_all(work)

    assert (row.status, row.amount_fen, row.reason) == ("blocked", None, "earlier-award-stands")
    assert dict(row.amounts_by_answer) == {"difference": 200_000}
    assert again.written == 0


def test_once_recovered_the_corrected_result_is_proposed_in_full(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 3)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "recovered"
        new = supersede(work.session, result.id, rank=2)
        assess_all(work)

        assert award_page(work.session, [new.id])[0].amount_fen == 80_000


def test_whatif_shows_the_cost_and_changes_nothing(store: Store, tmp_path: Path) -> None:
    with writing(store) as work:
        a_pair(work.session)
        a_result(work.session, 1)
        assess_all(work)
        before = rows(work.session)
    with store.reading() as session:
        found = compare_rulings(session, a_file(tmp_path, FILE.format(answer="each-member")))
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
        found = compare_rulings(session, a_file(tmp_path, FILE.format(answer="each-member")))

    assert (found.before_fen, found.after_fen) == (600_000, 1_200_000)
    assert all(change.is_frozen for change in found.changed)


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


def test_designations_name_what_they_rest_on(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1, event=an_event(work.session, a_contest(work.session, "national")))
        assess_all(work)
        assert [line.basis for line in designation_rows(work.session)] == [(result.id,)]
        assert work.session.get_one(Result, result.id).is_current


@pytest.mark.parametrize("is_annulled", [True, False])
def test_an_award_that_an_honour_names_stays_as_an_award_of_nothing(store: Store, is_annulled: bool) -> None:
    with writing(store) as work:
        result = a_result(work.session, 3)
        assess_all(work)
        work.session.add(an_honour_on(result))
        work.session.flush()
        if is_annulled:
            annul_result(work, result.id, basis=DOCUMENT)
        else:
            supersede(work.session, result.id, rank=2)
            assess_all(work)

    with store.reading() as session:
        row = award_page(session, [result.id])[0]
    assert (row.state, row.amount_fen) == ("none", None)
    assert row.reason == ("result-annulled" if is_annulled else "result-superseded")


def an_honour_on(result: Result) -> Honour:
    return Honour(
        title="新乡市技术能手",
        person_id=result.entry.person_id,
        holder_name=result.entry.person.name,
        awarded_on=NOW.date(),
        document=DOCUMENT,
        award_id=result.id,
        recorded_by=CLERK,
        recorded_at=NOW,
    )


@pytest.mark.parametrize("state", ["reviewed", "publicised", "held", "approved"])
def test_what_was_decided_and_annulled_keeps_its_frozen_explanation(store: Store, state: str) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [result.id])
        frozen = award_detail(work.session, result.id).explanation
        work.session.get_one(Award, result.id).state = state
        report = annul_result(work, result.id, basis=DOCUMENT)
        assess_all(work)

    with store.reading() as session:
        detail = award_detail(session, result.id)
        assert (total(session), report.withdrawn_fen) == (0, 100_000)
    assert (detail.explanation, detail.is_frozen) == (frozen, True)
    assert (detail.row.state, detail.row.reason) == ("withdrawn", "result-annulled")


def test_what_is_being_paid_is_marked_to_be_recovered(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        work.session.get_one(Award, result.id).state = "in-payment"
        report = annul_result(work, result.id, basis=DOCUMENT)

    with store.reading() as session:
        row = award_page(session, [result.id])[0]
    assert report.in_payment
    assert (row.state, row.amount_fen, row.reason) == ("in-payment", 100_000, "result-annulled")


def test_the_other_prize_of_the_person_counts_again_once_the_higher_is_annulled(store: Store) -> None:
    with writing(store) as work:
        events = several_levels(work.session)
        lower, higher = (work.session.query(Result).filter_by(event_id=each.id).one() for each in events)
        a_ruling(work.session, "several-levels", "highest-only")
        assess_all(work)
        work.session.get_one(Award, higher.id).state = "reviewed"
        before = award_page(work.session, [lower.id])[0].amount_fen
        annul_result(work, higher.id, basis=DOCUMENT)
        after = award_page(work.session, [lower.id])[0].amount_fen

    assert (before or 0) < (after or 0)
