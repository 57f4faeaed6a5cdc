"""YAML read together with the line of every key, so that a fault can be pointed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from app.policy.faults import Fault

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

_MOST_NODES = 200_000  # far beyond any policy; a file of references to references stops here


class _Loader(_Base):  # type: ignore[misc]  # the C loader where there is one, chosen at run time
    """A safe loader that leaves an impossible date as text, so that its line and key can be named."""


def _day_or_text(loader: Any, node: yaml.ScalarNode) -> Any:
    try:
        return loader.construct_yaml_timestamp(node)
    except ValueError:
        return node.value


_Loader.add_constructor("tag:yaml.org,2002:timestamp", _day_or_text)


@dataclass(slots=True)
class Place:
    """A node's line and its key as the file has it, and the places of what it holds, by key or number."""

    line: int
    key: str = ""
    inside: dict[str, Place] = field(default_factory=dict)


@dataclass(slots=True)
class LinedYaml:
    """A YAML file's data with its places and the faults of its form (broken syntax, keys given twice)."""

    file: str
    data: Any = None
    root: Place = field(default_factory=lambda: Place(1))
    faults: list[Fault] = field(default_factory=list)

    def fault(self, path: Sequence[object], problem: str) -> Fault:
        """Return a fault at `path`, with the line of the deepest part of it that exists."""
        place = self.root
        for part in path:
            place = place.inside.get(str(part), place)
        return Fault(self.file, place.line, place.key, problem)

    def without(self, key: str, numbers: set[int]) -> None:
        """Drop items of the list under `key`, so that what remains can still be checked."""
        items = self.data[key]
        places = self.root.inside[key].inside
        kept = [number for number in range(len(items)) if number not in numbers]
        self.data = {**self.data, key: [items[number] for number in kept]}
        self.root.inside[key].inside = {str(new): places[str(old)] for new, old in enumerate(kept)}


def read_lined_yaml(text: str, *, file: str) -> LinedYaml:
    """Return `text` as data and places; its form's faults are in `.faults`, never raised."""
    read = LinedYaml(file)
    try:
        node = yaml.compose(text, Loader=_Loader)
        if node is not None:
            read.root = _Placing(read).place(node, "")
            read.data = yaml.load(text, Loader=_Loader)  # noqa: S506  # a safe loader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        read.faults.append(Fault(file, mark.line + 1 if mark else 0, "", f"YAML 写法有误：{error.problem}"))
    except (yaml.YAMLError, ValueError) as error:
        read.faults.append(Fault(file, 0, "", f"YAML 写法有误：{error}"))
    except (RecursionError, OverflowError):
        read.faults.append(Fault(file, 0, "", "YAML 嵌套太深或引用太多，请拆开"))
    return read


class _Placing:
    """Walks a file's nodes; refuses one that refers to itself or unfolds without end."""

    def __init__(self, read: LinedYaml) -> None:
        self._read = read
        self._count = 0

    def place(self, node: yaml.Node, key: str) -> Place:
        """Return the place of `node`, which stands under `key`, with all it holds."""
        self._count += 1
        if self._count > _MOST_NODES:
            raise OverflowError
        place = Place(node.start_mark.line + 1, key)
        if isinstance(node, yaml.MappingNode):
            for name, value in node.value:
                self._add(place, str(name.value), name.start_mark.line + 1, value)
        elif isinstance(node, yaml.SequenceNode):
            for number, value in enumerate(node.value):
                place.inside[str(number)] = self.place(value, f"{key}.{number}")
        return place

    def _add(self, place: Place, name: str, line: int, value: yaml.Node) -> None:
        key = f"{place.key}.{name}" if place.key else name
        if name in place.inside:
            self._read.faults.append(Fault(self._read.file, line, key, "同一个键写了两次，请留下一个"))
        place.inside[name] = self.place(value, key)
        place.inside[name].line = line
