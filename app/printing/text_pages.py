"""Papers of headed blocks of text (slips, notices) on A4: what stands on a page, set by `flowing_text`.

Each `TextPage` begins on a sheet of its own, counts its sheets by itself, and is set smaller until it fits on
one, but never below 8 points: what is longer runs on at full size. A line may itself hold line breaks.
"""

from __future__ import annotations

from dataclasses import dataclass

from app.printing.font_chain import composed, font_fallback

REGULAR = ("NotoSerifSC-Regular", "LXGWWenKai-Regular", "HanaMinB")
BOLD = ("NotoSerifSC-Bold", *REGULAR)
_LAYOUT_SIGNS = "\n\t"  # they part lines and words, and are not drawn


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A heading and its lines; `is_section` begins a new matter: a rule above, its lines large.

    `in_columns` sets the lines two in a row; `is_note` sets them small and grey.
    """

    heading: str
    lines: tuple[str, ...] = ()
    is_section: bool = False
    in_columns: bool = False
    is_note: bool = False


@dataclass(frozen=True, slots=True)
class TextPage:
    """One matter for one person: `state` stands under the title in red, `foot` small at the bottom.

    The foot has one or two lines. A further sheet repeats the state, and names whom it is about: `holder`
    says so more closely than the subject does (the masked ID number).
    """

    title: str
    subject: str
    state: str
    blocks: tuple[TextBlock, ...]
    foot: str
    holder: str = ""


def missing_characters(page: TextPage) -> list[str]:
    """Return the characters of a page that no font has, each once: such a page cannot be written."""
    texts = [page.title, page.subject, page.holder, page.state, page.foot]
    texts += [text for block in page.blocks for text in (block.heading, *block.lines)]
    drawn = composed("".join(texts)).translate(dict.fromkeys(map(ord, _LAYOUT_SIGNS)))
    return font_fallback(*REGULAR).missing(drawn)
