"""What a plain page of text says, before anything is known of fonts and places."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading and its lines; `is_section` begins a new matter: a rule above, its lines large.

    `in_columns` sets the lines two in a row.
    """

    heading: str
    lines: tuple[str, ...] = ()
    is_section: bool = False
    in_columns: bool = False


@dataclass(frozen=True, slots=True)
class TextPage:
    """One matter for one person: `state` stands under the title in red, `foot` small at the bottom."""

    title: str
    subject: str
    state: str
    blocks: tuple[TextBlock, ...]
    foot: str
