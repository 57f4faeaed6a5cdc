"""Series and medals of a contest are recorded by a person, on a document, and awards follow at once."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from app.awards import assess_all, award_ids, award_page, explain_award
from app.errors import ConflictError, InputError, NotFoundError
from app.registry import (
    contest_page,
    merge_contests,
    preview_contest_merge,
    set_contest_series,
    set_medal_rule,
)
from app.store import Store
from models import AuditEntry
from tests.builders import CLERK, a_contest, a_result, a_standard, an_event

BASIS = "示例〔2024〕7号"


def a_world_gold(store: Store, name: str) -> int:
    """Return the id of a world-level contest with one gold medal and a standard for it."""
    with store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "world", name=name, contest_class="", class_basis="")
        a_result(work.session, None, event=an_event(work.session, contest), medal="金牌")
        a_standard(work.session, valid_from=date(2024, 1, 1))
        assess_all(work)
        return contest.id


def outcome(store: Store) -> tuple[str, int | None, tuple[str, ...], str]:
    with store.reading() as session:
        (row,) = award_page(session, award_ids(session))
        return row.status, row.amount_fen, row.questions, row.reason


def test_a_recorded_series_opens_and_closes_what_the_name_does_not(sqlite_store: Store) -> None:
    contest = a_world_gold(sqlite_store, "WorldSkills Lyon 2024")
    assert outcome(sqlite_store)[2] == ("other-world-contest",)
    with sqlite_store.writing(actor=CLERK) as work:
        assert set_contest_series(work, contest, "第47届世界技能大赛", basis="示例[2024]7号")
    assert outcome(sqlite_store)[0] == "proposed"
    with sqlite_store.reading() as session:
        page = contest_page(session, contest)
        assert (page.series, page.series_by, page.series_basis) == ("world-skills", CLERK, BASIS)
        text = explain_award(session, award_ids(session)[0]).as_text()
        assert f"竞赛系列：世界技能大赛（{CLERK}登记，依据{BASIS}）" in text
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "contest")).one()
        assert "world-skills" in entry.detail
    with sqlite_store.writing(actor=CLERK) as work:
        assert set_contest_series(work, contest, "other", basis=BASIS)
        assert not set_contest_series(work, contest, "其他")
    assert outcome(sqlite_store)[2] == ("other-world-contest",)


def test_the_name_speaks_until_somebody_records_otherwise_and_again_after(sqlite_store: Store) -> None:
    contest = a_world_gold(sqlite_store, "第47届世界技能大赛")
    assert outcome(sqlite_store)[0] == "proposed"
    with sqlite_store.reading() as session:
        text = explain_award(session, award_ids(session)[0]).as_text()
    assert "竞赛系列：世界技能大赛（按竞赛名称，尚未登记）" in text
    with sqlite_store.writing(actor=CLERK) as work:
        set_contest_series(work, contest, "other", basis=BASIS)
    assert outcome(sqlite_store)[0] == "blocked"
    with sqlite_store.writing(actor=CLERK) as work:
        set_contest_series(work, contest, "")
    assert outcome(sqlite_store)[0] == "proposed"
    with sqlite_store.reading() as session:
        page = contest_page(session, contest)
        assert (page.series, page.series_by, page.named_series) == ("", "", "world-skills")


@pytest.mark.parametrize(
    ("rule", "rank", "medal", "expected"),
    [
        ("", 2, "金牌", ("blocked", None, "medal-contradicts-rank")),
        ("奖牌不按名次设", 2, "金牌", ("proposed", 800_000, "")),
        ("by-rank", 2, "金牌", ("blocked", None, "medal-contradicts-rank")),
        ("", None, "银牌", ("blocked", None, "rank-missing")),
        ("by-rank", None, "银牌", ("proposed", 800_000, "")),
        ("apart", None, "银牌", ("blocked", None, "rank-missing")),
        ("", 4, "铜牌", ("none", None, "below-third")),
        ("by-rank", 4, "铜牌", ("blocked", None, "medal-contradicts-rank")),
    ],
)
def test_medals_follow_ranks_only_by_a_document(
    sqlite_store: Store, rule: str, rank: int | None, medal: str, expected: tuple[str, int | None, str]
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "provincial", name="2024年河南省烘焙职业技能竞赛")
        a_result(work.session, rank, event=an_event(work.session, contest), medal=medal)
        assess_all(work)
        set_medal_rule(work, contest.id, rule, basis=BASIS)
    status, fen, _, reason = outcome(sqlite_store)
    assert (status, fen, reason) == expected
    with sqlite_store.reading() as session:
        text = explain_award(session, award_ids(session)[0]).as_text()
        assert (BASIS in text) == bool(rule)


def test_words_that_are_no_document_and_unknown_words_record_nothing(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        contest = a_contest(work.session, "world").id
        for series, basis in (
            ("厨艺大赛", BASIS),
            ("other", ""),
            ("world-skills", "待补"),
            ("world-skills", "见附件"),
        ):
            with pytest.raises(InputError):
                set_contest_series(work, contest, series, basis=basis)
        for rule, basis in (("by-rank", ""), ("by-rank", "无"), ("看情况", BASIS)):
            with pytest.raises(InputError):
                set_medal_rule(work, contest, rule, basis=basis)
        with pytest.raises(NotFoundError):
            set_contest_series(work, 999, "other", basis=BASIS)
        page = contest_page(work.session, contest)
        assert (page.series, page.medal_rule) == ("", "")


def test_what_was_recorded_goes_with_a_merge_as_a_whole_or_forbids_it(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        kept, merged, other = (a_contest(work.session, "world").id for _ in range(3))
        set_contest_series(work, merged, "world-skills", basis=BASIS)
        set_contest_series(work, other, "other", basis=BASIS)
        merge_contests(work, merged, into=kept, reason="同一项竞赛")
        page = contest_page(work.session, kept)
        assert (page.series, page.series_by, page.series_basis) == ("world-skills", CLERK, BASIS)
        with pytest.raises(ConflictError):
            merge_contests(work, other, into=kept, reason="同一项竞赛")
        blocks = preview_contest_merge(work.session, other, into=kept).blocks
        assert blocks == ("登记的竞赛系列不同（世界技能大赛、其他），请先核对更正",)
