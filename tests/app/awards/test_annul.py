"""Annulled results: their prize goes, nobody moves up, what was decided keeps its explanation."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.awards import (
    adjustments_of,
    annul_result,
    assess_all,
    award_detail,
    award_page,
    explain_award,
    find_result,
    open_adjustments,
    review_awards,
)
from app.errors import InputError, NotFoundError
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Award, Designation, Result
from tests.app.awards.test_assess import rows, several_levels, supersede, writing
from tests.app.awards.test_corrections import DOCUMENT, total
from tests.builders import CLERK, REVIEWER, a_contest, a_result, a_ruling, a_unit, an_event


def test_an_annulled_result_takes_its_prize_away_and_moves_nobody_up(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        first, second = (a_result(work.session, rank, event=event) for rank in (1, 2))
        assess_all(work)
        before = total(work.session)
        report = annul_result(work, first.id, basis=DOCUMENT)
        after = rows(work.session)

    assert (before, report.withdrawn_fen) == (1_800_000, 1_000_000)
    assert [(row.id, row.rank, row.amount_fen) for row in after] == [
        (first.id, 1, None),
        (second.id, 2, 800_000),
    ]
    assert (after[0].status, after[0].reason) == ("none", "result-annulled")


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
        (adjusted,) = adjustments_of(session, [result.id])
        assert (adjusted.difference_fen, adjusted.state) == (-100_000, "settled")
        assert open_adjustments(session) == []  # nothing is left to pay or to recover


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
    assert (detail.frozen, detail.is_frozen) == (frozen, True)
    assert (detail.row.state, detail.row.reason) == ("withdrawn", "result-annulled")
    text = detail.explanation.as_text()
    assert "拟奖" not in text
    assert all(word in text for word in ("已撤销", "¥1,000.00", DOCUMENT, REVIEWER))
    assert (detail.explanation.status, detail.explanation.amount_fen) == ("none", None)


def test_an_annulled_first_place_that_nobody_reviewed_can_be_explained(store: Store) -> None:
    with writing(store) as work:
        result = a_result(work.session, 1)
        assess_all(work)
        annul_result(work, result.id, basis=DOCUMENT)
        name = result.entry.person.name

    with store.reading() as session:
        text = explain_award(session, result.id).as_text()
    assert "拟奖" not in text
    assert all(word in text for word in ("已撤销", "¥1,000.00", DOCUMENT, CLERK, name, "2024年7月1日"))


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


def _shared(work: UnitOfWork, members: int = 4) -> list[Result]:
    event = an_event(work.session, a_contest(work.session, "provincial"), form="team")
    a_ruling(work.session, "team-prize", "equal-split")
    team = [a_result(work.session, 2, event=event, team_no="1", position=at) for at in range(members)]
    assess_all(work)
    return team


def test_an_annulled_members_share_goes_to_nobody_until_it_is_ruled(store: Store) -> None:
    with writing(store) as work:
        team = _shared(work)
        annul_result(work, team[3].id, basis=DOCUMENT)
        waiting = award_page(work.session, [one.id for one in team[:3]])
        text = explain_award(work.session, team[0].id).as_text()
        a_ruling(work.session, "member-annulled", "shares-stay")
        assess_all(work)
        stays = [row.amount_fen for row in award_page(work.session, [one.id for one in team])]

    assert {row.questions for row in waiting} == {("member-annulled",)}
    assert dict(waiting[0].amounts_by_answer) == {"shares-stay": 200_000, "divide-anew": 266_667}
    assert team[3].entry.person.name in text
    assert stays == [200_000, 200_000, 200_000, None]


def test_a_reviewed_share_stays_whatever_becomes_of_the_others(store: Store) -> None:
    with writing(store) as work:
        team = _shared(work)
    with store.writing(actor=REVIEWER) as work:
        review_awards(work, [team[0].id])
    with writing(store) as work:
        annul_result(work, team[3].id, basis=DOCUMENT)
        a_ruling(work.session, "member-annulled", "divide-anew")
        assess_all(work)
        found = [row.amount_fen for row in award_page(work.session, [one.id for one in team])]

    assert found == [200_000, 266_667, 266_666, None]
    assert sum(fen or 0 for fen in found) <= 800_000


def test_who_is_moved_up_by_the_annulling_document_takes_the_place(store: Store) -> None:
    with writing(store) as work:
        event = an_event(work.session, a_contest(work.session, "provincial"))
        a_ruling(work.session, "tie", "pooled-share")
        second, third = (a_result(work.session, rank, event=event) for rank in (2, 3))
        assess_all(work)
        annul_result(work, second.id, basis=DOCUMENT)
        before = award_page(work.session, [third.id])[0]
        moved = supersede(work.session, third.id, rank=2)
        moved.basis = DOCUMENT
        assess_all(work)
        after = award_page(work.session, [moved.id])[0]

    assert (before.amount_fen, after.amount_fen) == (600_000, 800_000)
