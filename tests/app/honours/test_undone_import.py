"""An import taken back: proposals that rested on it go, a named unit keeps it from going."""

from __future__ import annotations

import pytest

from app.awards import assess_all
from app.errors import ConflictError
from app.honours.bases import base_rows
from app.honours.designating import designate_unit
from app.importing import undo_import
from app.store import Store
from app.unit_of_work import UnitOfWork
from models import Unit
from tests.builders import a_contest, a_result, a_unit, an_event, an_import_batch
from tests.register_builders import NAMED_ON, NAMING


def a_place(
    work: UnitOfWork, unit: Unit, batch: int | None, *, level: str = "provincial", **facts: object
) -> None:
    event = an_event(work.session, a_contest(work.session, level), **facts)
    result = a_result(work.session, unit=unit, event=event)
    result.import_batch_id = result.entry.import_batch_id = batch


def test_a_proposal_goes_with_its_import_and_one_with_an_open_question_waits(store: Store) -> None:
    with store.writing(actor="经办甲") as work:
        batch = an_import_batch(work.session).id
        alone, waits, stays = (a_unit(work.session) for _ in range(3))
        a_place(work, alone, batch)
        for unit in (waits, stays):
            a_place(work, unit, batch)
        a_place(work, waits, None, is_demonstration=True)
        a_place(work, stays, None)
        assess_all(work)
        assert {row.state for row in base_rows(work.session)} == {"proposed"}
        undo_import(work, batch)
        expected = {waits.id: "blocked", stays.id: "proposed"}
        assert {row.unit_id: row.state for row in base_rows(work.session)} == expected
        assess_all(work)
        assert {row.unit_id: row.state for row in base_rows(work.session)} == expected


def test_a_named_unit_keeps_the_import_it_rests_on(sqlite_store: Store) -> None:
    with sqlite_store.writing(actor="审批丙") as work:
        batch = an_import_batch(work.session).id
        a_place(work, a_unit(work.session), batch)
        assess_all(work)
        (row,) = base_rows(work.session)
        designate_unit(work, row.id, document=NAMING, designated_on=NAMED_ON)
        with pytest.raises(ConflictError) as refused:
            undo_import(work, batch)
        assert "1 个单位已据此命名基地" in str(refused.value.params["blocks"])
