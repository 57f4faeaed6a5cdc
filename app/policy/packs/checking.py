"""A YAML file held against a strict schema; what does not fit becomes faults in Chinese."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter, ValidationError

from app.policy.packs.faults import Fault
from app.policy.packs.yaml_reader import LinedYaml
from app.policy.rules.base import Strict

Schema = TypeVar("Schema", bound=Strict)

_PROBLEMS = {
    "missing": "缺少这一项，请补上",
    "unexpected_keyword_argument": "不认识的键，请检查拼写或删去",
    "int_type": "需要整数（只写数字，不加引号和前导零），写的是 {value!r}",
    "date_type": "需要日期（如 2023-08-21，不加引号），写的是 {value!r}",
    "string_type": "需要文字，写的是 {value!r}",
    "bool_type": "需要 true 或 false，写的是 {value!r}",
    "list_type": "需要列表",
    "dict_type": "需要“键: 值”的形式",
    "dataclass_type": "需要“键: 值”的形式",
    "literal_error": "不是可用的值 {value!r}，可用：{expected}",
    "string_too_short": "不能为空",
    "too_short": "不能为空",
    "line_form": "{problem}",
    "string_pattern_mismatch": "写法不对：{value!r}",
    "invalid_key": "键须为文字",
    "greater_than_equal": "须不小于 {ge}，写的是 {value!r}",
    "less_than_equal": "须不大于 {le}，写的是 {value!r}",
    "union_tag_invalid": "不认识的规则种类，可用：{expected_tags}",
    "union_tag_not_found": "看不出是哪一种规则，请写明 kind",
}
_PLACEHOLDERS: dict[str, Any] = {
    "value_error": 0,
    "date_type": date.max,
    "int_type": 1,
    "greater_than_equal": 1,
    "bool_type": False,
    "line_form": "—",
}
_REMOVED = object()
_ADAPTERS: dict[type[Strict], TypeAdapter[Any]] = {}  # made once for each schema


def check(schema: type[Schema], read: LinedYaml, *, faults: list[Fault]) -> Schema | None:
    """Return `read` as a `schema`, the faults of what does not fit added to `faults`.

    Invalid values are replaced by placeholders and items where that is not enough left out, so that other
    faults are found as well; such an answer is only good for that. None where the whole does not fit.
    """
    faults += read.faults
    if read.data is None:
        if not read.faults:
            faults.append(Fault(read.file, 0, "", "文件是空的"))
        return None
    try:
        return checked(schema, read.data)
    except ValidationError as error:
        details = _located(error)
    faults += [_fault(read, detail) for detail in details]
    return _as_far_as_possible(schema, read, details) if isinstance(read.data, dict) else None


def checked(schema: type[Schema], data: Any) -> Schema:
    """Return `data` as a `schema`. Raise pydantic's ValidationError, a ValueError, where it does not fit."""
    if schema not in _ADAPTERS:
        _ADAPTERS[schema] = TypeAdapter(schema)
    return cast(Schema, _ADAPTERS[schema].validate_python(data))


def _located(error: ValidationError) -> list[dict[str, Any]]:
    """Return the errors at the file's own places: pydantic puts the rule's kind in between."""
    details: list[dict[str, Any]] = [{**detail} for detail in error.errors()]
    for detail in details:
        if detail["loc"][:1] == ("rules",):
            detail["loc"] = (*detail["loc"][:2], *detail["loc"][3:])
    return details


def _as_far_as_possible(schema: type[Schema], read: LinedYaml, details: Sequence[Any]) -> Schema | None:
    read.data = _without_invalid(read.data, details)
    try:
        return checked(schema, read.data)
    except ValidationError as error:
        remaining = _located(error)
    try:
        _leave_out(read, remaining)
        return checked(schema, read.data)
    except (ValidationError, TypeError, KeyError):
        return None


def _without_invalid(data: Any, details: Sequence[Any]) -> Any:
    """Return a copy of `data` with placeholders for the values that `details` complain of."""
    copied = copy.deepcopy(data)
    for detail in sorted(details, key=_is_of_key):  # a renamed key would hide the values under it
        _replace(copied, detail)
    return copied


def _is_of_key(detail: Any) -> bool:
    return "[key]" in detail["loc"]


def _replace(data: Any, detail: Any) -> None:
    parts = [part for part in detail["loc"] if part != "[key]"]
    container, key = _find(data, parts)
    if container is None:
        return
    is_unknown = detail["type"] == "unexpected_keyword_argument"
    placeholder = _REMOVED if is_unknown else _PLACEHOLDERS.get(detail["type"])
    is_key = _is_of_key(detail)
    if placeholder is _REMOVED or (is_key and placeholder != date.max):
        del container[key]
    elif is_key:
        container[placeholder] = container.pop(key)
    elif placeholder is not None:
        container[key] = placeholder


def _find(data: Any, parts: Sequence[Any]) -> tuple[Any, Any]:
    """Return the container and key of the last of `parts`; names of alternatives stand for nothing."""
    container, found = None, None
    for part in parts:
        key = _key_in(data, part)
        if key is not None:
            container, found, data = data, key, data[key]
    is_last = container is not None and found == _key_in(container, parts[-1])
    return (container, found) if is_last else (None, None)


def _key_in(data: Any, part: Any) -> Any:
    if isinstance(data, list):
        return part if isinstance(part, int) and part < len(data) else None
    if isinstance(data, dict):
        return next((key for key in data if key == part or repr(key) == part or str(key) == part), None)
    return None


def _leave_out(read: LinedYaml, details: Sequence[Any]) -> None:
    invalid_items: dict[str, set[int]] = {}
    for detail in details:
        key, *inner = detail["loc"]
        if inner and isinstance(inner[0], int):
            invalid_items.setdefault(key, set()).add(inner[0])
    for key, numbers in invalid_items.items():
        read.without(key, numbers)


def _fault(read: LinedYaml, detail: Any) -> Fault:
    path = [part for part in detail["loc"] if part != "[key]"]
    named = _PROBLEMS.get(detail["type"])
    context = {"value": detail.get("input"), **detail.get("ctx", {})}
    problem = named.format(**context) if named else str(detail["msg"]).removeprefix("Value error, ")
    place = read.fault(path, problem)
    missing = detail["type"] in ("missing", "unexpected_keyword_argument") and path
    key = ".".join(str(part) for part in path) if missing else place.key
    return Fault(place.file, place.line, key, problem)
