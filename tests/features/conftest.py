"""What every journey begins with: an office with an empty registry."""

from __future__ import annotations

from pathlib import Path

from pytest_bdd import given

from tests.features.office import Office


@given("一个空的登记簿", target_fixture="office")
def an_empty_registry(tmp_path: Path) -> Office:
    office = Office(tmp_path)
    office.must("init")
    return office
