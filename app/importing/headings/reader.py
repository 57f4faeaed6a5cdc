"""The lines above a header: labels first, then the title and what stands beside it.

    heading := line*
    line    := cell*
    cell    := [text] (label ： value)* | label, with its value in the next cell
    text    := letterhead | document number | 附件N | sentence | note | day | section | title or a part of one

Letterheads, document numbers, sentences and notes give no fact.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from app.contest_names import contest_key
from app.importing.columns.preface import Preface
from app.importing.findings import InvalidCell
from app.importing.headings import vocabulary as v
from app.importing.headings.brackets import is_balanced
from app.importing.headings.days import first_of_span, lone_day
from app.importing.headings.labels import is_label_cell, labelled_in
from app.importing.headings.lines import Kind, kind_of
from app.importing.headings.phrases import Phrase, is_mixed, names_several, read_phrase, splits_off_group
from app.importing.headings.sections import section_of
from app.importing.headings.sheet_names import add_sheet_name
from app.importing.headings.titles import Title, holds_contest, read_title, without_wrapper
from app.importing.reading.cells import as_text
from app.importing.reading.sheet import Row
from app.importing.values.closed_words import GROUPS
from app.importing.values.dates import day_reader
from app.importing.values.level_words import read_level

_REPORTED_BY = re.compile(
    "(?:填报|报送|上报|申报|填表|报名)单位|代表队|代表团|参赛队|学校|院校|企业|公司"
)  # may be the office, may be who sends the rows
_TAKEN_BACK = re.compile("取消|作废|无效|撤销")
_CONDITIONAL = re.compile("如|若|凡|一经|逾期|将|弄虚作假|的，")
_FROM_TITLE = ("event", "group")  # what a title says beyond doubt; awards and levels in it are asked
_read_day = day_reader(date.max)


class _Piece(NamedTuple):
    row: int
    text: str
    kind: Kind


def read_preface(rows: Sequence[Row], *, sheet: str, others: Sequence[str] = ()) -> Preface:
    """Return what the rows above a header say of the rows below it.

    `sheet` is the sheet's name, `others` are those of the other sheets: several named alike say more.
    """
    preface = Preface()
    pieces: list[_Piece] = []
    for number, row in enumerate(rows):
        pieces += _read_row(preface, row, number)
    _read_texts(preface, _each_once(pieces))
    add_sheet_name(preface, sheet, others)
    return preface


def _each_once(pieces: list[_Piece]) -> list[_Piece]:
    """Return the pieces without repetition: a title merged over two rows is read twice."""
    first: dict[str, _Piece] = {}
    for one in pieces:
        first.setdefault(one.text, one)
    return list(first.values())


def _read_row(preface: Preface, row: Row, number: int) -> list[_Piece]:
    """Take the labelled facts of a row; return its other texts."""
    cells = [cell for cell in row if as_text(cell)]
    pieces: list[_Piece] = []
    at = 0
    while at < len(cells):
        text, following = as_text(cells[at]), cells[at + 1] if at + 1 < len(cells) else ""
        before, labels = labelled_in(text)
        at += 1
        if not labels and following and is_label_cell(text):
            labels, before = labelled_in(text.rstrip(":： ") + "：")[1], ""
        if len(labels) == 1 and not labels[0].value and not following:
            before, labels = text, []  # «学生组：» is no label
        for place, label in enumerate(labels):
            value: Any = label.value
            if not value and place == len(labels) - 1 and following and not is_label_cell(following):
                value = following
                at += 1
            _read_label(preface, label.label, label.field, value, number)
        if before:
            pieces.append(_Piece(number, before, kind_of(before)))
    return pieces


# -- facts with a label


def _read_label(preface: Preface, label: str, name: str, value: Any, row: int) -> None:
    text = as_text(value)
    if not text or (name in ("unit", "unit?") and v.NO_UNIT.fullmatch(text)):
        return
    if name == "unit?" or _REPORTED_BY.match(label):
        if not v.ORGANISATION.fullmatch(text):
            preface.ask("unit", text, row, f"{label}：{text}")
    elif name == "event":
        _read_event(preface, label, text, row)
    elif name in ("started_on", "published_on"):
        _read_days(preface, name, value, row)
    elif name in ("level", "class") and (v.GROUP.fullmatch(text) or (name == "class" and text in GROUPS)):
        preface.state("group", text, row)
    elif name == "level" and label == "等级" and isinstance(read_level(text), InvalidCell):
        return  # of a skill, not of the contest
    elif name:
        preface.state(name, value, row)


def _read_event(preface: Preface, label: str, text: str, row: int) -> None:
    event, group = splits_off_group(text)
    if names_several(event):
        preface.ask("event", "", row, f"{label}：{text}", code="heading-events-several")
    elif is_mixed(event) or any(word[0] not in "与" for word in v.JOINED.finditer(event)):
        preface.ask("event", event, row, f"{label}：{text}")
    else:
        preface.state("event", event, row)
        if group:
            preface.state("group", group, row)


def _read_days(preface: Preface, name: str, value: Any, row: int) -> None:
    text = as_text(value)
    first = first_of_span(text)
    if name == "published_on":
        if first:
            preface.ask(name, first, row, text)
        else:
            preface.state(name, value, row)
    elif first:
        preface.state(name, first, row)
        preface.ask(name, first, row, text, code="heading-span-of-days")
    elif isinstance(_read_day(value), InvalidCell):
        preface.ask(name, "", row, text, code="heading-start-unreadable")
    else:
        preface.state(name, value, row)


# -- titles and lone lines


def _read_texts(preface: Preface, pieces: list[_Piece]) -> None:
    for one in pieces:
        if _TAKEN_BACK.search(one.text) and not _CONDITIONAL.search(one.text):
            preface.doubt_all(one.row, one.text)
    mains = [at for at, one in enumerate(pieces) if _may_be_title(one)]
    if not mains:
        _read_without_title(preface, pieces)
        return
    first = mains[0]
    piece, begin = _joined(pieces, first)
    preface.title = piece.text
    title = read_title(piece.text)
    if at_cup := _cup_above(pieces, begin):
        title.doubt, title.contest = "cup", at_cup.text + title.contest
        begin -= 1
    others = [at for at in mains[1:] if not _is_same(preface, title, pieces[at])]
    _add_title(preface, title, piece.row, pieces[others[0]] if others else None)
    for at, one in enumerate(pieces):
        if at < begin or (at > first and at not in mains):
            _read_beside(preface, one, is_below=at > first)


def _may_be_title(one: _Piece) -> bool:
    return (
        one.kind is Kind.TEXT
        and holds_contest(one.text)
        and bool(read_title(one.text).contest or not is_balanced(one.text))
    )


def _joined(pieces: list[_Piece], at: int) -> tuple[_Piece, int]:
    """Return a title with the line before it that it goes on from, and the place where it begins."""
    main = pieces[at]
    before = pieces[at - 1] if at else None
    if before is None or before.kind is not Kind.TEXT or v.BEGINNING.match(main.text):
        return main, at
    is_open = v.BEGINNING.match(before.text) and not v.IS_LIST.search(
        before.text.removeprefix("关于公布").removeprefix("关于公示")
    )
    if not is_open or section_of(before.text) is not None:
        return main, at
    return _Piece(before.row, before.text + main.text, Kind.TEXT), at - 1


def _cup_above(pieces: list[_Piece], at: int) -> _Piece | None:
    """Return the line directly above a title that is nothing but a cup's name: “示例杯”."""
    above = pieces[at - 1] if at else None
    return above if above and re.fullmatch('[“"《][^“”"《》]{1,12}杯[”"》]', above.text) else None


def _is_same(preface: Preface, title: Title, one: _Piece) -> bool:
    """Return whether a further title names the same contest; what it says besides is taken over."""
    other = read_title(one.text)
    if contest_key(other.contest) != contest_key(title.contest):
        return False
    _add_phrase(preface, other.phrase, one)
    return True


def _add_title(preface: Preface, title: Title, row: int, other: _Piece | None) -> None:
    piece = _Piece(row, title.text, Kind.TEXT)
    phrase = title.phrase
    if other is not None:
        second = read_title(other.text)
        is_list = v.IS_LIST.search(other.text) and not v.IS_LIST.search(title.text)
        proposed = second.contest if is_list else title.contest
        phrase = second.phrase if is_list else phrase
        if "contest" not in preface.facts:
            preface.ask("contest", proposed, row, f"{title.text} / {other.text}")
    elif "contest" in preface.facts:
        _compare(preface, title)
    elif title.doubt:
        code = {"stage": "heading-stage"}.get(title.doubt, "")
        preface.ask("contest", title.contest, row, title.text, code=code, stage=phrase.stage)
        if title.event:
            preface.ask("event", title.event, row, title.text)
    else:
        preface.add_fact("contest", title.contest, row)
    _add_phrase(preface, phrase, piece)


def _compare(preface: Preface, title: Title) -> None:
    """Ask where a label and the title name two contests of which none is part of the other."""
    said = "".join(as_text(preface.facts["contest"]).split())
    if (
        contest_key(said) != contest_key(title.contest)
        and said not in title.text
        and title.contest not in said
    ):
        preface.state("contest", title.contest, preface.rows["contest"])


def _add_phrase(preface: Preface, phrase: Phrase, piece: _Piece) -> None:
    """Take what a title or the words beside it say; what is not beyond doubt there is asked."""
    row, text = piece.row, piece.text
    for name, value in phrase.found.items():
        if name in _FROM_TITLE:
            preface.state(name, value, row)
        elif name not in preface.facts:
            preface.ask(name, value, row, text)
    for name, value in phrase.guessed.items():
        if name not in preface.facts:
            preface.ask(name, value, row, text)
    if "event" in preface.facts:
        return
    if phrase.several:
        preface.ask("event", "", row, text, code="heading-events-several")
    elif phrase.bare and not v.BEGINNING.match(phrase.bare[0]) and not _TAKEN_BACK.search(phrase.bare[0]):
        preface.ask("event", "·".join(phrase.bare), row, text)


def _read_beside(preface: Preface, one: _Piece, *, is_below: bool) -> None:
    """Read a line that is no part of the title."""
    if one.kind is Kind.DAY:
        if "published_on" not in preface.facts and (day := lone_day(one.text)):
            preface.ask("published_on", day, one.row, one.text)
    elif one.kind is Kind.LEVEL:
        if "level" not in preface.facts:
            preface.ask("level", one.text, one.row, one.text)
    elif one.kind is Kind.UNIT and is_below:
        preface.ask("unit", one.text, one.row, one.text)
    elif one.kind is Kind.TEXT:
        _read_section(preface, one)


def _read_section(preface: Preface, one: _Piece) -> None:
    section = section_of(one.text)
    if section is None:
        phrase = read_phrase(without_wrapper(one.text))
        if phrase.stage and "contest" in preface.facts:
            contest = str(preface.facts.pop("contest"))
            preface.ask("contest", contest, one.row, one.text, code="heading-stage", stage=phrase.stage)
        _add_phrase(preface, phrase, one)
        return
    for name, value in section.facts.items():
        preface.state(name, value, one.row)
    for name, value in section.guessed.items():
        if name not in preface.facts:
            preface.ask(name, value, one.row, one.text)


def _read_without_title(preface: Preface, pieces: list[_Piece]) -> None:
    """Read lines none of which has a word for a contest: the first that is long enough may still name one."""
    for one in pieces:
        is_text = one.kind is Kind.TEXT and section_of(one.text) is None
        if one.kind is Kind.SENTENCE and holds_contest(one.text):
            title = read_title(re.split("[，。；,:：]", one.text)[0])
            if title.contest and "contest" not in preface.facts:
                preface.ask("contest", title.contest, one.row, one.text)
        elif is_text and "contest" not in preface.facts and v.IS_LIST.search(one.text):
            preface.title = preface.title or one.text
            name = v.without_tail("".join(without_wrapper(one.text).split()))
            if len(name) > 5 and name != one.text:
                preface.ask("contest", name, one.row, one.text)
                continue
            _read_beside(preface, one, is_below=True)
        else:
            _read_beside(preface, one, is_below=True)
