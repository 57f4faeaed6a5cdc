"""Headers: which rows of a sheet are one, in one, two or three rows, and which tables stand side by side."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from app.importing.columns.fields import SHEET_FACTS, field_of, header_key
from app.importing.columns.synonyms import IGNORED_HEADERS
from app.importing.reading.sheet import Span
from app.importing.regions.members import member_field

FEWEST_FIELDS = 3  # fields that make a row a header
_LONGEST_LABEL = 14
_VALUE = re.compile(r"[0-9]{4}|[：:]\s*\S|[。；;]")
_LONG_NUMBER = re.compile(r"[0-9]{9}")
_GROUP_WORD = re.compile(
    "选手|队员|队长|组长|成员|教师|教练|导师|领队|裁判|获奖|参赛|个人|信息|情况|账户|银行|成绩|联系"
)

Texts = Sequence[str]  # the cells of one row; "" where a cell is empty or covered by a merged one


@dataclass(frozen=True, slots=True)
class Header:
    """A header of one or more rows, from `top` to `bottom`: labels and group headers by column."""

    top: int
    bottom: int
    labels: tuple[str, ...]
    groups: tuple[str, ...]


def is_label(text: str) -> bool:
    """Return whether a text is a header that the program knows."""
    return bool(member_field(text)) or header_key(text) in IGNORED_HEADERS


def could_be_header(texts: Texts) -> bool:
    """Return whether a row may be part of a header: it holds no long number and no sentence."""
    return all(_is_label_like(text) for text in texts if text)


def are_joined(rows: Sequence[Texts], top: int, spans: Sequence[Span], *, is_inside: bool = False) -> bool:
    """Return whether each of some consecutive rows, from `top` on, is the upper part of those below it."""
    for depth in range(len(rows) - 1):
        lower = header_of(rows[depth + 1 :], top + depth + 1, spans)
        if not joins_below(rows[depth], lower.labels, top + depth, spans, is_inside=is_inside or depth > 0):
            return False
    return True


def makes_header(rows: Sequence[Texts], top: int, spans: Sequence[Span]) -> bool:
    """Return whether consecutive rows, from `top` on, are one header together."""
    if not are_joined(rows, top, spans):
        return False
    whole = header_of(rows, top, spans)
    return is_header(whole.labels, whole.groups)


def is_header(labels: Texts, groups: Texts = ()) -> bool:
    """Return whether texts are a header: three fields, or nothing but known headers; a name or a document."""
    filled = [text for text in labels if text]
    if any(map(_LONG_NUMBER.search, filled)):
        return False
    groups = groups or [""] * len(labels)
    fields = {member_field(label, group) for label, group in zip(labels, groups, strict=True)} - {""}
    if not fields & {"name", "id_number"}:
        return False
    if len(fields) >= FEWEST_FIELDS:
        return True
    return {"name", "id_number"} <= fields and all(map(is_label, filled))


def is_header_of_others(texts: Texts) -> bool:
    """Return whether a row is nothing but known headers, none of them of a person's name or document.

    Such a table lists units, coaches without numbers and the like: it is none of results.
    """
    filled = [text for text in texts if text]
    if len(filled) < 2 or not all(map(is_label, filled)):
        return False
    fields = set(map(member_field, filled)) - {""}
    return bool(fields) and not {"name", "id_number"} <= fields


def is_form_line(texts: Texts) -> bool:
    """Return whether labels and values alternate, as in a form for one person."""
    filled = [text for text in texts if text]
    known = [is_label(text.rstrip("：:")) for text in filled]
    pairs = list(zip(known[::2], known[1::2], strict=False))
    return len(filled) >= 2 and len(filled) % 2 == 0 and all(first and not second for first, second in pairs)


def header_of(rows: Sequence[Texts], top: int, spans: Sequence[Span]) -> Header:
    """Return the header that some consecutive rows make; `top` is the number of the first one."""
    width = max(map(len, rows))
    padded = [[*row, *[""] * (width - len(row))] for row in rows]
    labels, groups = list(padded[-1]), [""] * width
    for depth in range(len(rows) - 2, -1, -1):
        upper, spread = padded[depth], _spread(padded[depth], labels, top + depth, spans)
        for column in range(width):
            if upper[column] and not labels[column]:
                labels[column] = upper[column]
            elif spread[column] and spread[column] != labels[column]:
                groups[column] = groups[column] or spread[column]
    return Header(top, top + len(rows) - 1, tuple(labels), tuple(groups))


def _spread(upper: Texts, lower: Texts, number: int, spans: Sequence[Span]) -> list[str]:
    """Return what a row says of each column below: a merged cell of all it covers, others up to the next."""
    ends = {left: right for (top, left), (_, right) in spans if top == number}
    spread, current, last = [""] * len(upper), "", -1
    for column, text in enumerate(upper):
        if text:
            current = text if lower[column] or column in ends else ""
            last = ends.get(column, len(upper))
        if current and column <= last and (lower[column] or text):
            spread[column] = current
    return spread


def joins_below(
    upper: Texts, lower: Texts, number: int, spans: Sequence[Span], *, is_inside: bool = False
) -> bool:
    """Return whether a row, `number`, is the upper part of a header whose lower part is known.

    `is_inside` tells that a row above both is of the header too: then it cannot be a title.
    """
    filled = [column for column, text in enumerate(upper) if text]
    if not filled or any(not _is_label_like(upper[column]) for column in filled):
        return False
    first = next((column for column, text in enumerate(lower) if text), 0)
    wide = [left for (top, left), (_, right) in spans if top == number and right > left]
    is_grouped = has_labels = False
    for column in filled:
        if column < len(lower) and lower[column]:
            if upper[column] == lower[column]:
                continue
            if field_of(upper[column]) in SHEET_FACTS:
                return False
            is_group = column in wide or _GROUP_WORD.search(upper[column]) is not None
            is_grouped = is_grouped or is_group
        else:
            has_labels = has_labels or is_label(upper[column])
    if len(filled) == 1 and not ((is_inside or filled[0] > first) and is_grouped):
        return False
    if has_labels:
        return is_grouped or len(filled) > 1
    return is_grouped and (is_inside or not _is_one_title(filled, number, lower, spans))


def _is_one_title(filled: Sequence[int], number: int, lower: Texts, spans: Sequence[Span]) -> bool:
    """Return whether one cell is merged over the whole table."""
    width = sum(1 for text in lower if text)
    return len(filled) == 1 and any(
        top == number and left == filled[0] and right - left + 1 >= width for (top, left), (_, right) in spans
    )


def continues(labels: Texts, below: Texts, number: int, spans: Sequence[Span]) -> bool:
    """Return whether a row below a header, which stands in row `number`, goes on with it."""
    filled = [(column, text) for column, text in enumerate(below) if text]
    if not filled or not any(is_label(text) for _, text in filled):
        return False
    if all(column < len(labels) and text == labels[column] for column, text in filled):
        return False
    wide = {left for (top, left), (_, right) in spans if top == number and right > left}
    for column, text in filled:
        if not _is_label_like(text):
            return False
        above = labels[column] if column < len(labels) else ""
        is_open = not above or column in wide or not _has_neighbour(labels, column)
        if not is_label(text) and not is_open:
            return False
    return len(filled) > 1 or bool(wide)


def _has_neighbour(labels: Texts, column: int) -> bool:
    return column + 1 >= len(labels) or bool(labels[column + 1])


def _is_label_like(text: str) -> bool:
    return len(text) <= _LONGEST_LABEL and _VALUE.search(text) is None


def blocks_of(header: Header) -> list[tuple[int, int]]:
    """Return first and last column of each table of a header: several where they stand side by side."""
    labels = header.labels
    filled = [column for column, text in enumerate(labels) if text]
    if not filled:
        return [(0, len(labels) - 1)]
    blocks = _parted_by_gaps(header, filled) or _parted_by_repetition(header, filled)
    if len(blocks) < 2:
        return [(0, len(labels) - 1)]
    return blocks


def _parted_by_gaps(header: Header, filled: list[int]) -> list[tuple[int, int]]:
    """Return the blocks between empty columns, if each has a name and a result or the same columns."""
    blocks: list[list[int]] = [[filled[0]]]
    for column in filled[1:]:
        if column == blocks[-1][-1] + 1:
            blocks[-1].append(column)
        else:
            blocks.append([column])
    return _as_tables(header, blocks)


def _parted_by_repetition(header: Header, filled: list[int]) -> list[tuple[int, int]]:
    """Return the blocks that begin where the first header comes again, if each is a table of its own."""
    first = header_key(header.labels[filled[0]])
    blocks: list[list[int]] = []
    for column in filled:
        if header_key(header.labels[column]) == first:
            blocks.append([])
        blocks[-1].append(column)
    return _as_tables(header, blocks)


def _as_tables(header: Header, blocks: list[list[int]]) -> list[tuple[int, int]]:
    if len(blocks) < 2:
        return []
    fields = [
        [member_field(header.labels[column], header.groups[column]) for column in block] for block in blocks
    ]
    are_named = all("name" in of_block for of_block in fields)
    are_alike = all(sorted(of_block) == sorted(fields[0]) for of_block in fields)
    have_results = all({"rank", "medal", "grade"} & set(of_block) for of_block in fields)
    if not are_named or not (have_results or (are_alike and len(fields[0]) > 1)):
        return []
    return [(block[0], block[-1]) for block in blocks]
