"""Read YAML with the line of every key; scalars stay text, and size and nesting are bounded.

YAML 1.1 turns what people write into something else: `0300000` is the octal 98304, `30:00` is 1800 in base
sixty, `yes` is a truth value, a float loses digits. So nothing but null, true and false is resolved here;
every other plain scalar stays the `PlainText` it is, and `app.policy.values` reads it by its field.

The tree is built here from the parser's events. The C library's own composer calls itself for every level of
nesting and overruns its stack on a file of some thousand brackets; the event parser does not.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from app.policy.packs.faults import Fault
from app.policy.values import PlainText

MOST_CHARACTERS = 1_000_000
_MOST_NODES = 200_000  # with what references stand for; far beyond any policy
_MOST_DEPTH = 40

_Loader: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_RESOLVED: dict[str, bool | None] = {"": None, "~": None, "null": None, "Null": None, "NULL": None}
_RESOLVED |= {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}


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
    if len(text) > MOST_CHARACTERS:
        read.faults.append(Fault(file, 0, "", "文件太大，不像规则文件，请检查是否选错了文件"))
        return read
    try:
        _Composer(read, yaml.parse(text, Loader=_Loader)).compose()
    except _RefusedError as refused:
        read.faults.append(Fault(file, refused.line, refused.key, refused.problem))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        read.faults.append(Fault(file, mark.line + 1 if mark else 0, "", f"YAML 写法有误：{error.problem}"))
    except (yaml.YAMLError, ValueError) as error:
        read.faults.append(Fault(file, 0, "", f"YAML 写法有误：{error}"))
    return read


class _RefusedError(Exception):
    """What stands here is not read, and nothing after it."""

    def __init__(self, line: int, key: str, problem: str) -> None:
        super().__init__(problem)
        self.line, self.key, self.problem = line, key, problem


class _Node(NamedTuple):
    """A value with its place, and how many nodes it holds, references unfolded."""

    data: Any
    place: Place
    size: int


class _Composer:
    """Builds data and places from the parser's events."""

    def __init__(self, read: LinedYaml, events: Iterator[Any]) -> None:
        self._read = read
        self._events = events
        self._anchors: dict[str, _Node | None] = {}  # None while what an anchor names is not complete
        self._size = 0

    def compose(self) -> None:
        """Put the file's one document into `read`."""
        documents = 0
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    problem = "文件里有几份 YAML 文档（---），请只留一份"
                    raise _RefusedError(_line(event), "", problem)
                node = self._node(next(self._events), "", 0)
                self._read.data, self._read.root = node.data, node.place

    def _node(self, event: Any, key: str, depth: int) -> _Node:
        line = _line(event)
        if depth > _MOST_DEPTH:
            raise _RefusedError(line, "", "YAML 嵌套太深，请拆开")
        if isinstance(event, yaml.AliasEvent):
            return self._referred(str(event.anchor), line, key)
        if event.tag is not None:
            raise _RefusedError(line, key, f"不用类型标记 {event.tag}，请删去")
        if event.anchor is not None:
            self._anchors[event.anchor] = None
        self._count(1, line)
        node = self._content(event, Place(line, key), depth)
        if event.anchor is not None:
            self._anchors[event.anchor] = node
        return node

    def _content(self, event: Any, place: Place, depth: int) -> _Node:
        if isinstance(event, yaml.ScalarEvent):
            return _Node(_scalar(event), place, 1)
        before = self._size
        data: Any
        if isinstance(event, yaml.SequenceStartEvent):
            data = self._items(place, depth)
        else:
            data = self._pairs(place, depth)
        return _Node(data, place, 1 + self._size - before)

    def _items(self, place: Place, depth: int) -> list[Any]:
        items: list[Any] = []
        for event in self._events:
            if isinstance(event, yaml.SequenceEndEvent):
                break
            node = self._node(event, f"{place.key}.{len(items)}", depth + 1)
            place.inside[str(len(items))] = node.place
            items.append(node.data)
        return items

    def _pairs(self, place: Place, depth: int) -> dict[str, Any]:
        pairs: dict[str, Any] = {}
        for event in self._events:
            if isinstance(event, yaml.MappingEndEvent):
                break
            line = _line(event)
            if not isinstance(event, yaml.ScalarEvent):
                raise _RefusedError(line, place.key, "键须为文字")
            self._count(1, line)
            name = PlainText(event.value) if event.implicit[0] else event.value
            key = f"{place.key}.{name}" if place.key else str(name)
            if name in pairs:
                self._read.faults.append(Fault(self._read.file, line, key, "同一个键写了两次，请留下一个"))
            node = self._node(next(self._events), key, depth + 1)
            pairs[name] = node.data
            place.inside[str(name)] = Place(line, key, node.place.inside)
        return pairs

    def _referred(self, anchor: str, line: int, key: str) -> _Node:
        """Return what a reference (`*name`) stands for, all it holds counted once more."""
        node = self._anchors.get(anchor)
        if node is None:
            raise _RefusedError(line, key, f"引用 *{anchor} 没有所指的内容，或指向自身")
        self._count(node.size, line)
        return _Node(node.data, Place(line, key, node.place.inside), node.size)

    def _count(self, nodes: int, line: int) -> None:
        self._size += nodes
        if self._size > _MOST_NODES:
            raise _RefusedError(line, "", "YAML 内容或引用太多，请拆开")


def _line(event: Any) -> int:
    return int(event.start_mark.line) + 1


def _scalar(event: yaml.ScalarEvent) -> Any:
    """Return a scalar as text, or as null, true or false where it is written so without quotation marks."""
    if not event.implicit[0]:
        return event.value
    return _RESOLVED.get(event.value, PlainText(event.value))
