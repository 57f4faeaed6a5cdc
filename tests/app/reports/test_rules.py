"""How often a rule was applied."""

from __future__ import annotations

from app.reports import RuleUse, rule_uses
from app.store import Store
from tests.builders import an_award


def test_counts_awards_by_rule_and_sums_what_is_settled(store: Store) -> None:
    with store.writing(actor="甲") as work:
        an_award(work.session, rule="prize.provincial", amount_fen=1_000_000)
        an_award(work.session, rule="prize.provincial", amount_fen=None, status="blocked", state="blocked")
        an_award(work.session, rule="", amount_fen=None, status="none", state="none")
    with store.reading() as session:
        assert rule_uses(session) == {"prize.provincial": RuleUse(2, 1, 1_000_000)}
