"""The whole life of a base under any order of events: never unfounded, never forgotten, never rewritten."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import AppError
from app.honours.designating import designate_unit, revoke_designation
from app.honours.recomputing import basis_statuses, recompute_designations
from app.honours.succession import pass_on_designation
from app.registry.register_acts import acts_of
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Designation, DesignationBasis, Result
from tests.builders import a_unit
from tests.register_builders import NAMED_ON, NAMING, a_designation, a_naming_award, add_basis, annul

LATER = date(2024, 6, 30)
Step = Callable[[UnitOfWork, Designation], object]


def _new(work: UnitOfWork, line: Designation, *, state: str = "confirmed", status: str = "proposed") -> None:
    add_basis(work.session, line, a_naming_award(work.session, line.unit, state=state), status=status)


def _fall(work: UnitOfWork, line: Designation) -> None:
    for basis in work.session.query(DesignationBasis).filter_by(designation_id=line.id):
        if work.session.get_one(Result, basis.award_id).is_current:
            annul(work.session, basis.award_id)
            return


def _confirm(work: UnitOfWork, line: Designation) -> None:
    for basis in work.session.query(DesignationBasis).filter_by(designation_id=line.id):
        result = work.session.get_one(Result, basis.award_id)
        if result.state == "draft":
            result.state = "confirmed"


STEPS: dict[str, Step] = {
    "result": _new,
    "draft": lambda work, line: _new(work, line, state="draft"),
    "open question": lambda work, line: _new(work, line, status="blocked"),
    "annul": _fall,
    "confirm": _confirm,
    "name": lambda work, line: designate_unit(work, line.id, document=NAMING, designated_on=NAMED_ON),
    "revoke": lambda work, line: revoke_designation(
        work, line.id, document=NAMING, revoked_on=LATER, reason="撤销"
    ),
    "pass on": lambda work, line: pass_on_designation(
        work,
        line.id,
        successor_unit_id=a_unit(work.session).id,
        document=NAMING,
        happened_on=LATER,
        reason="改制",
    ),
}


class _RolledBackError(Exception):
    pass


@contextmanager
def a_work(store: Store) -> Iterator[UnitOfWork]:
    """Give a unit of work whose changes go, so that each example starts from an empty registry."""
    try:
        with store.writing(actor="审批丙") as work:
            yield work
            raise _RolledBackError
    except _RolledBackError:
        return


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.sampled_from(sorted(STEPS)), max_size=12))
def test_any_order_of_events_leaves_the_register_true(sqlite_store: Store, steps: list[str]) -> None:
    with a_work(sqlite_store) as work:
        line = a_designation(work.session)
        acts = 0
        for step in steps:
            was = (line.state, line.document, line.designated_on, line.unit_name)
            try:
                STEPS[step](work, line)
            except AppError:
                assert (line.state, line.document, line.designated_on, line.unit_name) == was
            recompute_designations(work, [line.id])
            if line not in work.session:
                return  # a proposal that fell away; only such lines do
            resting = basis_statuses(work.session, [line.id])[line.id]
            recorded = len(acts_of(work.session, line))
            assert recorded >= acts
            acts = recorded
            if was[0] not in ("proposed", "blocked"):
                assert (line.document, line.designated_on, line.unit_name) == was[1:]
            if line.state == "designated":
                assert {"proposed", "unconfirmed"} & resting
            if line.state == "under-review":
                assert "proposed" not in resting
            if was[0] in ("revoked", "passed-on"):
                assert line.state == was[0]
