"""Logs without personal data: long numbers are masked in every line, whoever writes it.

Messages of exceptions stay out altogether: a database repeats in them the values it refused.
"""

from __future__ import annotations

import logging
import re
import traceback

_MASK = "***"
_LONG = re.compile(
    r"\d{11,}[Xx]?"  # a resident ID of 15 or 18 digits, a mobile phone, a bank card or account
    r"|(?<![A-Za-z\d])[A-Za-z]{1,3}\d{7,12}(?!\d)"  # a passport, a Hong Kong, Macau or residence permit
)
_SHORT = re.compile(
    r"(?<![A-Za-z\d])\d{8,10}(?![A-Za-z\d])"  # a permit of Taiwan
    r"|(?<![A-Za-z\d])(?=\d*[A-Za-z])(?=(?:[A-Za-z]*\d){5})[A-Za-z\d]{7,15}(?![A-Za-z\d])"  # a passport
)
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[ \-－—](?=\d)")


def masked(text: str) -> str:
    """Return `text` with ID, phone, card, permit and passport numbers hidden, long ones also spaced out."""
    text = _SHORT.sub(_MASK, text)  # first: a date is eight digits only when its hyphens are taken out
    joined = _BETWEEN_DIGITS.sub("", text)
    return _LONG.sub(_MASK, joined if _LONG.search(joined) else text)


def format_traceback(error: BaseException) -> str:
    """Return an exception's type and places in the code, and those it came from; never their messages."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        head = f"{type(current).__module__}.{type(current).__qualname__}\n"
        parts.append(head + "".join(traceback.format_tb(current.__traceback__)))
        current = current.__cause__ or (None if current.__suppress_context__ else current.__context__)
    return masked("\n".join(parts))  # a line of code may hold a number too


def keep_logs_private() -> None:
    """Mask every log record of this process from now on, before any handler sees it."""
    logging.setLogRecordFactory(_PrivateRecord)


class _PrivateRecord(logging.LogRecord):
    """A log record whose text is masked, and whose exception tells only where it arose."""

    def getMessage(self) -> str:
        """Return the text without personal numbers."""
        try:
            return masked(super().getMessage())
        except (TypeError, ValueError):  # a faulty log line is no reason to print its values
            return masked(str(self.msg))

    @property
    def exc_text(self) -> str | None:
        """Return where the exception arose, which handlers print instead of its message."""
        error = self.exc_info[1] if self.exc_info else None
        return format_traceback(error).rstrip() if error is not None else None

    @exc_text.setter
    def exc_text(self, _text: str | None) -> None:
        """Leave out what a handler made of the exception."""
