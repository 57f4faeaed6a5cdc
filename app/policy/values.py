"""Numbers, days, amounts and lines as rule files write them, each read in one strict way.

A field's type names its reader: `Whole`, `Day`, `Fen`, `Flag`, `Line`. What a reader takes is what its text
shows to a person; every other notation is refused with what is right, never read as something else. pydantic
is not imported here; it is loaded when the first file is checked.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from app.amounts import fen_of_yuan
from app.errors import InputError
from app.words import error_text

MOST_CHARACTERS_OF_A_LINE = 200  # as the registry's columns for a basis and a name have it
_WHOLE = re.compile(r"-?(?:0|[1-9][0-9]{0,8})")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NOT_PRINTED = {"Cc", "Cs"}  # control characters, and half a character
_BREAKS = "\r\n\v\f\x85\u2028\u2029"


class PlainText(str):
    """A scalar written without quotation marks: its text, not yet read as a number or a day."""

    __slots__ = ()


@dataclass(frozen=True)
class ReadBy:
    """Stands in a field's type: the function that reads what a file has there."""

    reader: Callable[[Any], Any]

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:
        """Tell pydantic to call the reader first."""
        from pydantic_core import core_schema

        return core_schema.no_info_before_validator_function(self.reader, handler(source))


def whole_number(value: Any) -> int:
    """Return a whole number of at most nine digits written in plain decimal digits."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, PlainText) and _WHOLE.fullmatch(value):
        return int(value)
    raise _refusal("int_type")


def day(value: Any) -> date:
    """Return a day of the calendar written as 2023-08-21, without quotation marks."""
    if isinstance(value, date):
        return value
    if isinstance(value, PlainText) and _DAY.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise _refusal("date_type")


def flag(value: Any) -> bool:
    """Return true or false, written so."""
    if isinstance(value, bool):
        return value
    raise _refusal("bool_type")


def fen_of(value: Any) -> int:
    """Return an amount written in yuan as fen. Raise ValueError where it is none, or beyond the bound."""
    if isinstance(value, int) and not isinstance(value, bool):
        value = PlainText(str(value))
    if not isinstance(value, PlainText):
        raise ValueError(f"金额不是数字：{value!r}（单位为元，不加引号，例如 10000）")
    try:
        return fen_of_yuan(value)
    except InputError as error:
        raise ValueError(error_text(error)) from error


def line(value: Any) -> Any:
    """Return a text that must stand on one line, without spaces around it."""
    if not isinstance(value, str):
        return value
    text = value.strip()
    if problem := line_problem(text):
        raise _refusal("line_form", problem)
    return text


def line_problem(text: str) -> str:
    """Return why a text cannot be kept and printed as one line, "" where it can."""
    if len(text) > MOST_CHARACTERS_OF_A_LINE:
        return f"文字太长：{len(text)} 个字，最多 {MOST_CHARACTERS_OF_A_LINE} 个字"
    for character in text:
        if character in _BREAKS:
            return "须写成一行，请删去换行"
        if unicodedata.category(character) in _NOT_PRINTED:
            return f"有看不见的控制字符 U+{ord(character):04X}，请删去"
    return ""


def resolved(value: Any) -> Any:
    """Return free content (of a case) with its whole numbers and days read; all else stays text."""
    if isinstance(value, dict):
        return {resolved(key): resolved(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [resolved(inner) for inner in value]
    if not isinstance(value, PlainText):
        return value
    for reader in (whole_number, day):
        try:
            return reader(value)
        except ValueError:
            continue
    return value


def _refusal(error_type: str, problem: str = "") -> ValueError:
    """Return the error, to be raised, that `packs.checking` has the words for."""
    from pydantic_core import PydanticCustomError

    return PydanticCustomError(error_type, "{problem}", {"problem": problem or error_type})


Line = Annotated[str, ReadBy(line)]
Whole = Annotated[int, ReadBy(whole_number)]
Day = Annotated[date, ReadBy(day)]
Fen = Annotated[int, ReadBy(fen_of)]
Flag = Annotated[bool, ReadBy(flag)]
