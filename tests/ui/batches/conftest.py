"""An office whose batches stand on the board of an open window."""

from __future__ import annotations

import pytest

from app.store import Store
from tests.app.batches.office import CLERK, Office
from tests.builders import a_ruling
from tests.ui.batches.driver import BoardDriver
from tests.ui.conftest import ActiveDialog, OpenWindow, Settle


@pytest.fixture
def office(sqlite_store: Store) -> Office:
    """An office with a calendar and the ruling on tax, and three winners whose awards are proposed."""
    office = Office(sqlite_store)
    office.record_holidays(2024)
    with office.acting(CLERK) as work:
        a_ruling(work.session, "income-tax", "exempt", basis="新税函〔2024〕6号")
    office.winners()
    return office


@pytest.fixture
def board(
    office: Office, open_window: OpenWindow, settle: Settle, active_dialog: ActiveDialog
) -> BoardDriver:
    """The board of that office."""
    return BoardDriver(open_window(office.store), settle, active_dialog)
