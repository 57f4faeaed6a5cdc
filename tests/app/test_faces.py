"""A room's public face stays what it says, also after its modules were imported, and is the only way in."""

from __future__ import annotations

import inspect
import tomllib
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

import app

ROOMS = sorted(folder.name for folder in Path(app.__path__[0]).iterdir() if (folder / "__init__.py").exists())


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_takes_the_place_of_a_function(room: str) -> None:
    """An import of `room.name` sets the attribute `name` of the room: a function of that name is lost."""
    face = import_module(f"app.{room}")
    for module in walk_packages(face.__path__, f"app.{room}."):
        import_module(module.name)
    lost = [name for name in getattr(face, "__all__", []) if inspect.ismodule(getattr(face, name))]
    assert lost == []


ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
BEHIND_THE_COMMAND_LINE = "commands"  # its modules are loaded by `app.cli`, by name


def test_every_room_is_entered_by_its_face_alone() -> None:
    faces = {name for contract in CONTRACTS for name in contract.get("protected_modules", [])}
    assert {f"app.{room}.**" for room in ROOMS if room != BEHIND_THE_COMMAND_LINE} <= faces


def test_the_printing_room_is_kept_from_every_other_room() -> None:
    (contract,) = (each for each in CONTRACTS if each.get("source_modules") == ["app.printing"])
    assert {f"app.{room}" for room in ROOMS if room != "printing"} <= set(contract["forbidden_modules"])
