"""What a few words around a table say: event, group, award, role. Used for titles, sections and sheet names.

A phrase is cut at brackets, blanks and dashes; known words are taken off the ends of each piece, and what is
left over is an event where the word 赛项, 项目 or 工种 follows it, and else a bare word of which nobody knows
what it means. Several events (焊工、电工; 焊工等2个赛项) are none.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from app.importing.headings import vocabulary as v
from app.importing.headings.brackets import ROUND, is_balanced, parts_of, without_signs
from app.importing.values.level_words import LevelWord, read_level

_APART = re.compile(r"\s+|[—–－―‐‑]+|(?<![A-Za-z0-9])-+|-+(?![A-Za-z0-9])|[·・•｜|:：~～]|(?<=[）)])之|^之")  # noqa: RUF001
_EVENT_WORD = re.compile(v.EVENT_WORD)
_EVENT = re.compile(f"(.+?){v.EVENT_WORD}")
_MEANS_SEVERAL = re.compile("[各多两二三四五六七八九十0-9]|所有|全部|全体|部分")
_KNOWN = (
    ("awards", v.AWARDS),
    ("group", v.GROUP),
    ("grade", v.GRADE),
    ("medal", v.MEDAL),
    ("rank", v.RANK),
    ("form", v.FORM),
    ("last_stage", v.LAST_STAGE),
    ("stage", v.EARLY_STAGE),
    ("stage", v.PART_OF_SCORE),
)
# Field or kind, the words at the beginning of a piece (a count stands at its end only), and those at its end.
_ENDS: tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str]], ...] = (
    *((name, words, re.compile(f"(?:{words.pattern})$")) for name, words in _KNOWN),
    ("", None, re.compile(f"(?:{v.COUNT.pattern})$")),
)


@dataclass(slots=True)
class Phrase:
    """What was understood: `found` beyond doubt, `guessed` to be asked ("" without a proposal).

    `bare` are words that may be an event, `several` words that say there is more than one, `stage` a part of
    the contest whose results are not those of the contest, `other` what is none of these.
    """

    found: dict[str, str] = field(default_factory=dict)
    guessed: dict[str, str] = field(default_factory=dict)
    bare: list[str] = field(default_factory=list)
    several: str = ""
    stage: str = ""
    other: list[str] = field(default_factory=list)

    def add(self, name: str, value: str) -> None:
        """Add a fact; a second value for one field makes both doubtful."""
        if self.found.get(name, value) != value or name in self.guessed:
            self.found.pop(name, None)
            self.guessed[name] = ""
        else:
            self.found[name] = value

    @property
    def is_empty(self) -> bool:
        """Return whether nothing was said at all."""
        return not (self.found or self.guessed or self.bare or self.several or self.stage or self.other)


def read_phrase(text: str) -> Phrase:
    """Return what some words say."""
    phrase = Phrase()
    if not is_balanced(text):
        _read_pieces(phrase, without_signs(text))
        phrase.guessed |= {name: phrase.found.pop(name) for name in list(phrase.found)}
    else:
        _read_parts(phrase, text)
    _weigh(phrase)
    return phrase


def is_occupation(text: str) -> bool:
    """Return whether a word is shaped as the name of an occupation (焊工, 厨师), and names no role."""
    return bool(v.OCCUPATION.fullmatch(text)) and not v.NO_OCCUPATION.search(text)


def _weigh(phrase: Phrase) -> None:
    """Make doubtful an event beside which other words stand that may be one."""
    if phrase.several:
        for names in (phrase.found, phrase.guessed):
            names.pop("event", None)
    elif phrase.bare and "event" in phrase.found:
        phrase.guessed["event"] = phrase.found.pop("event")


def _read_parts(phrase: Phrase, text: str) -> None:
    """Read a balanced text: brackets that say something by themselves go, others stay where they are."""
    rest = ""
    for part in parts_of(text):
        if not part.opening:
            is_apart = rest and not _EVENT_WORD.match(part.text)
            rest += f" {part.text}" if is_apart else part.text
            continue
        inner = read_phrase(part.text)
        stands_alone = _names_no_event(_last_piece(rest))
        if not inner.bare or (stands_alone and "event" in inner.found):
            _take(phrase, inner)
            rest += " "
        elif stands_alone:
            rest += f" {part.text}" if part.opening in ROUND else part.text
        else:
            rest += part.as_written if part.opening in ROUND else f" {part.text}"
    _read_pieces(phrase, rest)


def _names_no_event(piece: str) -> bool:
    """Return whether what stands before a bracket is understood without it, so that both say their own."""
    if v.says_nothing(piece):
        return True
    before = Phrase()
    _read_piece(before, piece)
    return not (
        before.bare or before.other or before.several or {"event"} & (before.found | before.guessed).keys()
    )


def _last_piece(text: str) -> str:
    return _APART.split(text)[-1]


def _take(phrase: Phrase, inner: Phrase) -> None:
    for name, value in inner.found.items():
        phrase.add(name, value)
    phrase.guessed |= inner.guessed
    phrase.other += inner.other
    phrase.several = phrase.several or inner.several
    phrase.stage = phrase.stage or inner.stage


def _read_pieces(phrase: Phrase, text: str) -> None:
    for piece in _APART.split(text):
        if piece:
            _read_piece(phrase, piece.strip("、，,；;。"))


def _read_piece(phrase: Phrase, piece: str) -> None:
    if v.NOTE.fullmatch(piece) or v.DAY.fullmatch(piece):
        return
    if isinstance(level := read_level(piece), LevelWord) and level.level:
        phrase.guessed["level"] = piece
        return
    if _read_groups_or_roles(phrase, piece) or v.AWARDS.fullmatch(v.without_tail(piece)):
        return
    left = _without_ends(phrase, piece)
    if v.ANY.fullmatch(left):
        return
    if v.OTHER_ROLE.search(left):
        phrase.guessed["role"] = ""
    elif v.OTHER_GROUP.fullmatch(left):
        phrase.guessed["group"] = ""
        phrase.other.append(left)
    elif v.SEVERAL.search(left):
        phrase.several = left
    elif match := _EVENT.fullmatch(left):
        _read_event(phrase, match[1])
    elif re.fullmatch(v.EVENT_WORD, left):
        return
    elif _are_several(left):
        phrase.several = left
    else:
        phrase.bare.append(left)


def _read_groups_or_roles(phrase: Phrase, piece: str) -> bool:
    """Read groups in a row (职工组、学生组) and words for who the rows are; return whether it was one."""
    parts = [part for part in re.split("[、和及与/]", piece) if part]
    plain = [v.without_tail(part) or part for part in parts]
    if len(parts) > 1 and all(v.GROUP.fullmatch(part.lstrip("含")) for part in plain):
        phrase.guessed["group"] = ""
        return True
    role = v.ROLE.search(piece)
    if role is None or v.GROUP.search(piece):
        return False
    if v.says_nothing(v.ROLE.sub("名单", piece)):
        phrase.guessed["role"] = "" if re.search("选手|学生", piece) else role[0]
        return True
    return False


def _without_ends(phrase: Phrase, piece: str) -> str:
    """Return what is left of a piece when known words are taken off its ends."""
    before = ""
    while piece and piece != before:
        before = piece
        for name, at_start, at_end in _ENDS:
            if match := at_end.search(piece):
                piece = piece[: match.start()]
                _note(phrase, name, match[0])
            if at_start and (match := at_start.match(piece)):
                piece = piece[match.end() :]
                _note(phrase, name, match[0])
        piece = v.without_tail(v.without_lead(piece)).strip("的、")
    return "" if v.DELEGATION.fullmatch(piece) else piece


def _note(phrase: Phrase, name: str, word: str) -> None:
    if name == "stage":
        phrase.stage = word
    elif name and name not in ("last_stage", "awards"):
        phrase.add(name, word)


def _read_event(phrase: Phrase, event: str) -> None:
    if v.NO_EVENT.fullmatch(event):
        if _MEANS_SEVERAL.search(event):
            phrase.several = event
        return
    if v.ROLE.search(event) or v.OTHER_ROLE.search(event):
        phrase.bare.append(event)
    elif _are_several(event):
        phrase.several = event
    elif is_doubtful_event(event):
        phrase.guessed["event"] = event
    else:
        phrase.add("event", event)


def is_doubtful_event(event: str) -> bool:
    """Return whether a text that is said to be an event may be two (管理和维护), or an event and more."""
    return any(word[0] != "与" for word in v.JOINED.finditer(event)) or "（" in event or "(" in event


def _are_several(text: str) -> bool:
    """Return whether words such as 和 join names of occupations: then these are events of their own."""
    parts = v.JOINED.split(text)
    return len(parts) > 1 and all(is_occupation(re.sub(f"{v.EVENT_WORD}$", "", part)) for part in parts)


def names_several(text: str) -> bool:
    """Return whether a text that should name one event names several, or leaves open which."""
    return bool(v.SEVERAL.search(text)) or _are_several(text)


def splits_off_group(text: str) -> tuple[str, str]:
    """Return an event without the group beside it, and the group (焊工（学生组）), "" for none."""
    if v.GROUP.search(text) is None:
        return text, ""
    phrase = read_phrase(text)
    events = [*phrase.bare, *([phrase.found["event"]] if "event" in phrase.found else [])]
    if (
        len(events) == 1
        and "group" in phrase.found
        and not (phrase.guessed or phrase.several or phrase.other)
    ):
        return events[0], phrase.found["group"]
    return text, ""


def is_mixed(text: str) -> bool:
    """Return whether a text that should name one event holds blanks between words or a group besides."""
    return (
        v.GROUP.search(text) is not None or re.search("[\u3400-\u9fff]\\s+[\u3400-\u9fff]", text) is not None
    )
