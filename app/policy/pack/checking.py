"""A YAML file held against a strict schema; what does not fit becomes faults in Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from app.policy.faults import Fault
from app.policy.pack.mending import mended
from app.policy.pack.yaml_reader import LinedYaml

Model = TypeVar("Model", bound=BaseModel)

_PROBLEMS = {
    "missing": "缺少这一项，请补上",
    "extra_forbidden": "不认识的键，请检查拼写或删去",
    "int_type": "需要整数（只写数字，不加引号和前导零），写的是 {value!r}",
    "int_from_float": "需要整数，写的是 {value!r}",
    "date_type": "需要日期（如 2023-08-21，不加引号），写的是 {value!r}",
    "string_type": "需要文字，写的是 {value!r}",
    "bool_type": "需要 true 或 false，写的是 {value!r}",
    "list_type": "需要列表",
    "dict_type": "需要“键: 值”的形式",
    "model_type": "需要“键: 值”的形式",
    "model_attributes_type": "需要“键: 值”的形式",
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


def check(model: type[Model], read: LinedYaml, *, faults: list[Fault]) -> Model | None:
    """Return `read` as a `model`, the faults of what does not fit added to `faults`.

    Faulty values are mended and items that cannot be mended left out, so that other faults are found as
    well; such an answer is only good for that. None where the whole does not fit.
    """
    faults += read.faults
    if read.data is None:
        if not read.faults:
            faults.append(Fault(read.file, 0, "", "文件是空的"))
        return None
    try:
        return model.model_validate(read.data)
    except ValidationError as error:
        details = _located(error)
    faults += [_fault(read, detail) for detail in details]
    return _as_far_as_possible(model, read, details) if isinstance(read.data, dict) else None


def _located(error: ValidationError) -> list[dict[str, Any]]:
    """Return the errors at the file's own places: pydantic puts the rule's kind in between."""
    details: list[dict[str, Any]] = [{**detail} for detail in error.errors()]
    for detail in details:
        if detail["loc"][:1] == ("rules",):
            detail["loc"] = (*detail["loc"][:2], *detail["loc"][3:])
    return details


def _as_far_as_possible(model: type[Model], read: LinedYaml, details: Sequence[Any]) -> Model | None:
    read.data = mended(read.data, details)
    try:
        return model.model_validate(read.data)
    except ValidationError as error:
        remaining = _located(error)
    try:
        _leave_out(read, remaining)
        return model.model_validate(read.data)
    except (ValidationError, TypeError, KeyError):
        return None


def _leave_out(read: LinedYaml, details: Sequence[Any]) -> None:
    faulty_items: dict[str, set[int]] = {}
    for detail in details:
        key, *inner = detail["loc"]
        if inner and isinstance(inner[0], int):
            faulty_items.setdefault(key, set()).add(inner[0])
    for key, numbers in faulty_items.items():
        read.without(key, numbers)


def _fault(read: LinedYaml, detail: Any) -> Fault:
    path = [part for part in detail["loc"] if part != "[key]"]
    named = _PROBLEMS.get(detail["type"])
    context = {"value": detail.get("input"), **detail.get("ctx", {})}
    problem = named.format(**context) if named else str(detail["msg"]).removeprefix("Value error, ")
    place = read.fault(path, problem)
    missing = detail["type"] in ("missing", "extra_forbidden") and path
    key = ".".join(str(part) for part in path) if missing else place.key
    return Fault(place.file, place.line, key, problem)
