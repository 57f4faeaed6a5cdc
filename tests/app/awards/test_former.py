"""What a replaced result would have come to is told from the facts that an assessment takes."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from app.awards import annul_result, assess_all, explain_award
from app.registry import ResultFacts, correct_result
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Result
from tests.builders import CLERK, a_result, a_ruling, a_unit, an_event

DOCUMENT = "示例〔2024〕8号"


def sent_from_elsewhere(work: UnitOfWork) -> Result:
    unit = a_unit(work.session, name="郑州市技师学院", credit_code=None, is_outside=None)
    return a_result(work.session, 1, unit=unit)


def withdrawn_from_the_event(work: UnitOfWork) -> Result:
    return a_result(work.session, None, no_rank="withdrew")


def with_an_annulled_partner(work: UnitOfWork) -> Result:
    a_ruling(work.session, "team-prize", "equal-split")
    event = an_event(work.session, form="pair")
    own, other = (a_result(work.session, 1, event=event, team_no="1") for _ in range(2))
    annul_result(work, other.id, basis=DOCUMENT)
    return own


@pytest.mark.parametrize(
    ("recorded", "said"),
    [
        (sent_from_elsewhere, "选送单位在市外"),
        (withdrawn_from_the_event, "弃权"),
        (with_an_annulled_partner, "撤销"),
    ],
)
def test_a_replaced_result_is_worked_out_as_it_was_while_it_stood(
    sqlite_store: Store, recorded: Callable[[UnitOfWork], Result], said: str
) -> None:
    with sqlite_store.writing(actor=CLERK) as work:
        old = recorded(work)
        old_id, published_on = old.id, old.published_on
        assess_all(work)
        while_it_stood = explain_award(work.session, old_id).conclusion
        facts = ResultFacts(3, "", "", "", published_on)
        correct_result(work, old_id, facts=facts, basis=DOCUMENT, reason="名次录错")
    assert said in while_it_stood
    with sqlite_store.reading() as session:
        assert while_it_stood.rstrip("。") in explain_award(session, old_id).as_text()
