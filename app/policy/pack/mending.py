"""Put harmless values in the place of faulty ones, so that a faulty file can be searched for further faults.

What comes out is never used for anything else: the file is refused.
"""

from __future__ import annotations

import copy
from collections.abc import Sequence
from datetime import date
from typing import Any

_FILLERS: dict[str, Any] = {
    "value_error": 0,
    "date_type": date.max,
    "int_type": 1,
    "int_from_float": 1,
    "greater_than_equal": 1,
    "bool_type": False,
    "line_form": "—",
}
_GONE = object()


def mended(data: Any, details: Sequence[Any]) -> Any:
    """Return a copy of `data` in which the values that `details` complain of no longer stand."""
    copied = copy.deepcopy(data)
    for detail in sorted(details, key=_is_of_key):  # a renamed key would hide the values under it
        _mend(copied, detail)
    return copied


def _is_of_key(detail: Any) -> bool:
    return "[key]" in detail["loc"]


def _mend(data: Any, detail: Any) -> None:
    parts = [part for part in detail["loc"] if part != "[key]"]
    container, key = _find(data, parts)
    if container is None:
        return
    filler = _GONE if detail["type"] == "extra_forbidden" else _FILLERS.get(detail["type"])
    is_key = _is_of_key(detail)
    if filler is _GONE or (is_key and filler != date.max):
        del container[key]
    elif is_key:
        container[filler] = container.pop(key)
    elif filler is not None:
        container[key] = filler


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
