"""Brackets, quotation and title marks of a text: taken apart where they are balanced, and only there."""

from __future__ import annotations

from typing import NamedTuple

_PAIRS = dict(zip("（(【[［〔〈<＜《“「『‘", "）)】]］〕〉>＞》”」』’", strict=True))  # noqa: RUF001
_CLOSING = frozenset(_PAIRS.values())
ROUND = frozenset("（(")


class Part(NamedTuple):
    """A stretch of a text: `opening` is the sign before it where it stands in brackets, else ""."""

    text: str
    opening: str

    @property
    def as_written(self) -> str:
        """Return it with its brackets."""
        return self.opening + self.text + _closing(self.opening) if self.opening else self.text


def _closing(opening: str) -> str:
    return _PAIRS.get(opening, opening)


def is_balanced(text: str) -> bool:
    """Return whether every bracket and mark of a text is closed in its order."""
    waiting: list[str] = []
    for sign in text:
        if waiting and sign == waiting[-1]:
            waiting.pop()
        elif sign in _PAIRS or sign in "\"'":
            waiting.append(_closing(sign))
        elif sign in _CLOSING:
            return False
    return not waiting


def parts_of(text: str) -> list[Part]:
    """Return the stretches of a balanced text outside and inside its outermost brackets, in order."""
    parts: list[Part] = []
    waiting: list[str] = []
    start, opening = 0, ""
    for at, sign in enumerate(text):
        if waiting and sign == waiting[-1]:
            waiting.pop()
            if not waiting:
                parts.append(Part(text[start:at], opening))
                start = at + 1
        elif sign in _PAIRS or sign in "\"'":
            if not waiting:
                parts.append(Part(text[start:at], ""))
                start, opening = at + 1, sign
            waiting.append(_closing(sign))
    parts.append(Part(text[start:], ""))
    return [part for part in parts if part.text]


def outside(text: str) -> str:
    """Return a balanced text with every sign inside brackets replaced by a blank, at its length."""
    waiting: list[str] = []
    plain: list[str] = []
    for sign in text:
        if waiting and sign == waiting[-1]:
            waiting.pop()
            plain.append(" ")
        elif sign in _PAIRS or sign in "\"'":
            waiting.append(_closing(sign))
            plain.append(" ")
        else:
            plain.append(" " if waiting else sign)
    return "".join(plain)


def without_signs(text: str) -> str:
    """Return a text whose brackets and marks are blanks, for one in which they are not balanced."""
    return "".join(" " if sign in _PAIRS or sign in _CLOSING or sign in "\"'" else sign for sign in text)


def unwrapped(text: str) -> str:
    """Return a text without the title marks or quotation marks that hold all of it."""
    while is_balanced(text) and len(parts := parts_of(text)) == 1 and parts[0].opening:
        text = parts[0].text.strip()
    return text
