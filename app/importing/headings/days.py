"""Days and spans of days in running text: 2024年6月18日至20日, 2024.6.18—6.20, 2024年6月28日～7月2日."""

from __future__ import annotations

import re

_DAY = r"\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}\s*[日号]?"
_REST = r"(?:\d{4}\s*[年./-]\s*)?(?:\d{1,2}\s*[月./-]\s*)?\d{1,2}\s*[日号]?"
_WEEKDAY = r"(?:\s*[（(](?:星期|周)[一二三四五六日天][）)])?"
_SPAN = re.compile(rf"({_DAY}){_WEEKDAY}\s*(?:[-—–－~～至到、]|——|--)\s*{_REST}{_WEEKDAY}")
_ONE = re.compile(rf"[（(]?\s*({_DAY}){_WEEKDAY}\s*[）)]?")


def first_of_span(text: str) -> str:
    """Return the first day of a span as written, "" where the text is no span."""
    match = _SPAN.fullmatch(text.strip())
    return match[1] if match else ""


def lone_day(text: str) -> str:
    """Return the day where a text is nothing but one, with or without round brackets; else ""."""
    match = _ONE.fullmatch(text.strip())
    return match[1] if match else ""
