"""A room's public face stays what it says, also after its drawers were opened."""

from __future__ import annotations

import inspect
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
