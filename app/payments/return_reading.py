"""Read a bank's return (回单、代发结果): each row, and which line of the run it speaks of.

A row is matched by the run's number and the line's position, or by card, name and amount together; never by
a name alone. Nothing here writes.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from app.amounts import fen_entered
from app.errors import ConflictError, InputError
from app.formats import money, name_key
from app.importing import ListLine, read_lines, read_typed_day
from app.words import error_text, tr, words_of
from models import PaymentLine
from models.payment import LineState, ReturnOutcome

_NOT_DIGITS = re.compile(r"[^0-9*]")
_SUMS = ("合计", "总计", "小计")
_TAIL_SHOWN_FROM = 12  # digits; of a shorter number the last four would say too much
_EXACT = 2**53  # beyond it a spreadsheet's number has lost digits


@dataclass(frozen=True, slots=True)
class ReturnFinding:
    """Why a row of a return cannot be taken: its sheet and row (0 for the whole file), cause, what to do."""

    sheet: str
    row: int
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """One row that was understood: the line it speaks of, and what it says of it."""

    row: int
    line: PaymentLine
    outcome: ReturnOutcome
    amount_fen: int
    paid_on: date | None
    reference: str
    message: str


@dataclass(frozen=True, slots=True)
class _Told:
    """One row as read, before it is matched."""

    source: ListLine
    run: str
    position: int | None
    card: str
    name: str
    fen: int
    outcome: ReturnOutcome
    paid_on: date | None
    reference: str
    message: str


class ReturnReader:
    """Matches the rows of a file to the lines of one run, and keeps what cannot be taken as findings."""

    def __init__(self, number: str, lines: Sequence[PaymentLine], *, today: date) -> None:
        self._number = number
        self.lines = lines
        self._today = today
        self._by_position = {line.position: line for line in lines}
        self._words = {
            word: ReturnOutcome(outcome)
            for outcome, words in words_of("payments.return-outcome").items()
            for word in words.split("|")
        }
        self._used: dict[int, int] = {}
        self.rows: list[ReturnRow] = []
        self.findings: list[ReturnFinding] = []

    def read(self, file: Path) -> None:
        """Read the file. Raises InputError for one without the needed columns, ConflictError for another
        run's return.
        """
        sources = read_lines(
            file, columns="payments.return-columns", needed=("amount", "result"), is_strict=True
        )
        _refuse_unmatchable(sources, file)
        told = [one for source in sources if (one := self._told(source)) is not None]
        others = sorted({one.run for one in told if one.run and one.run != self._number})
        if others:
            raise ConflictError("return-other-run", run=self._number, others="、".join(others))
        self._refuse_mixed(told)
        for one in told:
            self._match(one)
        if not self.rows and not self.findings:
            raise InputError("return-empty", path=file)

    def _told(self, source: ListLine) -> _Told | None:
        if any(str(cell or "").strip().startswith(_SUMS) for cell in source.cells.values()):
            return None
        try:
            return _Told(
                source,
                _whole(source, "run"),
                _position(source),
                _card(source),
                source.text("name"),
                _fen(source),
                self._outcome(source),
                self._day(source),
                source.text("reference")[:80],
                source.text("message")[:400],
            )
        except InputError as error:
            self._find(source, error.code, error_text(error))
            return None

    def _outcome(self, source: ListLine) -> ReturnOutcome:
        word = source.text("result")
        outcome = self._words.get(word)
        if outcome is None:
            known = words_of("payments.return-outcome")
            some = {key: "、".join(known[key].split("|")[:3]) for key in ("paid", "failed")}
            raise InputError("return-outcome", word=word, **some)
        return outcome

    def _day(self, source: ListLine) -> date | None:
        if not source.text("paid_on"):
            return None
        day, remarks = read_typed_day(source.cells.get("paid_on"), today=self._today)
        if day is None:
            problems = "；".join(remark.message for remark in remarks)
            raise InputError("return-day", value=source.text("paid_on"), problems=problems)
        return day

    def _refuse_mixed(self, told: Sequence[_Told]) -> None:
        """Note rows without a position that are alike in all but what happened to them."""
        outcomes: defaultdict[tuple[str, str, int], set[ReturnOutcome]] = defaultdict(set)
        for one in told:
            if not self._has_position(one):
                outcomes[one.card, name_key(one.name), one.fen].add(one.outcome)
        for one in told:
            if not self._has_position(one) and len(outcomes[one.card, name_key(one.name), one.fen]) > 1:
                self._find(one.source, "alike", tr("payments.return-finding.alike", name=one.name))

    def _has_position(self, one: _Told) -> bool:
        return bool(one.run) and one.position is not None

    def _match(self, one: _Told) -> None:
        line = self._by_place(one) if self._has_position(one) else self._by_card(one)
        if line is None:
            return
        if line.id in self._used:
            self._complain(one, "twice", first=self._used[line.id])
            return
        self._used[line.id] = one.source.row
        code = self._contradiction(one, line)
        if code:
            expected, stated = money(line.net_fen), money(one.fen)
            state = tr(f"core.payment-line-state.{line.state}")
            facts = {"position": line.position, "person": line.payee, "state": state}
            self._complain(one, code, expected=expected, stated=stated, **facts)
            return
        self.rows.append(
            ReturnRow(one.source.row, line, one.outcome, one.fen, one.paid_on, one.reference, one.message)
        )

    def _contradiction(self, one: _Told, line: PaymentLine) -> str:
        """Return the code of what a row says against its line, "" where they agree."""
        if one.fen != line.net_fen:
            return "amount"
        if one.name and name_key(one.name) != name_key(line.payee):
            return "name"
        if one.card and line.card and not _is_same_card(one.card, line.card):
            return "card"
        if one.outcome == ReturnOutcome.FAILED and not one.message:
            return "no-reason"
        settled = {LineState.PAID: ReturnOutcome.PAID, LineState.FAILED: ReturnOutcome.FAILED}
        is_open = line.state == LineState.EXPORTED
        return "" if is_open or settled.get(LineState(line.state)) == one.outcome else "state"

    def _by_place(self, one: _Told) -> PaymentLine | None:
        line = self._by_position.get(one.position or 0)
        if line is None:
            self._complain(one, "unknown-position", position=one.position, run=self._number)
        return line

    def _by_card(self, one: _Told) -> PaymentLine | None:
        if not one.card or not one.name:
            self._complain(one, "not-matchable")
            return None
        key = name_key(one.name)
        same = [
            line for line in self.lines if _is_same_card(one.card, line.card) and name_key(line.payee) == key
        ]
        if not same:
            self._complain(one, "unknown", name=one.name, amount=money(one.fen))
            return None
        exact = [line for line in same if line.net_fen == one.fen]
        free = [line for line in exact if line.id not in self._used]
        return (free or exact or same)[0]

    def _complain(self, one: _Told, code: str, **facts: object) -> None:
        self._find(one.source, code, tr(f"payments.return-finding.{code}", **facts))

    def _find(self, source: ListLine, code: str, message: str) -> None:
        whose = _whose(source)
        said = tr("payments.return-of", whose=whose, message=message) if whose else message
        self.findings.append(ReturnFinding(source.sheet, source.row, code, said))


def _refuse_unmatchable(sources: Sequence[ListLine], file: Path) -> None:
    titles: Mapping[str, str] = sources[0].titles if sources else {}
    by_place, by_card = {"run", "position"} <= titles.keys(), {"card", "name"} <= titles.keys()
    if sources and not by_place and not by_card:
        raise InputError("return-columns", path=file)


def _whose(source: ListLine) -> str:
    """Return by what a clerk finds a row in the bank's file: its name and the last digits of its card."""
    name, digits = source.text("name"), _NOT_DIGITS.sub("", _whole(source, "card"))
    tail = tr("payments.return-card-tail", tail=digits[-4:]) if len(digits) >= _TAIL_SHOWN_FROM else ""
    return " ".join(filter(None, (name, tail)))


def _whole(source: ListLine, field: str) -> str:
    """Return a cell as text; a whole number that a spreadsheet keeps as a float without its «.0»."""
    value = source.cells.get(field)
    return str(int(value)) if isinstance(value, float) and value.is_integer() else source.text(field)


def _position(source: ListLine) -> int | None:
    text = _whole(source, "position")
    if not text:
        return None
    if not text.isdecimal():
        raise InputError("return-position", value=text)
    return int(text)


def _card(source: ListLine) -> str:
    """Return the digits (and the bank's own asterisks) of a card. Raises InputError where digits are lost."""
    value = source.cells.get("card")
    if isinstance(value, float) and (abs(value) >= _EXACT or not value.is_integer()):
        raise InputError("return-card-lost")
    if re.search(r"[0-9][.][0-9]+[eE]", source.text("card")):
        raise InputError("return-card-lost")
    return _NOT_DIGITS.sub("", _whole(source, "card"))


def _fen(source: ListLine) -> int:
    value = source.cells.get("amount")
    if isinstance(value, int | float) and not isinstance(value, bool):
        try:
            fen = Decimal(repr(value)) * 100
        except InvalidOperation as error:
            raise InputError("amount-not-a-number", text=str(value)) from error
        if not fen.is_finite() or fen != fen.to_integral_value() or fen < 0:
            raise InputError("amount-form", text=str(value))
        return int(fen)
    return fen_entered(source.text("amount"))


def _is_same_card(told: str, card: str) -> bool:
    """Return whether a card as a bank tells it, perhaps with asterisks in its middle, is this one."""
    own = _NOT_DIGITS.sub("", card)
    if "*" not in told:
        return bool(own) and told == own
    start, end = told.split("*", maxsplit=1)[0], told.rsplit("*", maxsplit=1)[-1]
    return len(start) + len(end) >= 8 and own.startswith(start) and own.endswith(end)
