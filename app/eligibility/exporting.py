"""Every list of eligibility as a workbook: one sheet per list, the basis of each line in columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.orm import Session

from app.eligibility.achievements import Basis
from app.eligibility.entitled import EntitledRow, entitled_rows
from app.eligibility.lists import (
    ALLOWANCES,
    EligibilityList,
    EligibleRow,
    allowance_candidates,
    eligibility_lists,
    eligible,
)
from app.eligibility.promotions import PromotionRow, promotion_rows
from app.policy_in_force import policy_in_force
from app.printing import ClosingLine, Column, ListSheet, Section, running_number
from app.reference_data import honour_titles
from app.register_workbook import RegisterReport, day_text, write_registers
from app.settings import registry_settings
from app.words import scoped, tr

PROMOTIONS = "promotions"
_title = scoped("registers.column")
_LONGEST_NAME = 31  # characters of a sheet's name in a workbook
_NO_NAME = str.maketrans("", "", "[]:*?/\\'")  # what a sheet's name may not hold


class _HasBasis(Protocol):
    @property
    def basis(self) -> Basis: ...


@dataclass(frozen=True, slots=True)
class _AllowanceLine:
    """One basis of a candidate for an allowance; `holds` names the allowances held already."""

    allowance: str
    person: str
    basis: Basis
    holds: str


def export_eligibility(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write every list to `out`, whole or not at all; a list of nobody is written too.

    First the lists of the registry's own policy, then allowances, promotions and who is entitled and not
    proposed, last the lists of the other packs. Raises DocumentError.
    """
    own = registry_settings(session).policy
    lists = eligibility_lists(session)
    sheets: list[ListSheet[Any]] = [
        *(_policy_list(session, one, city="") for one in lists if one.policy == own),
        _allowances(session),
        _promotions(session),
        _entitled(session),
        *(
            _policy_list(session, one, city=policy_in_force(session, one.policy).city)
            for one in lists
            if one.policy != own
        ),
    ]
    return write_registers(session, out, _named_apart(sheets), now=now)


def export_eligibility_list(
    session: Session, out: Path | str, *, chosen: EligibilityList | str, now: datetime
) -> RegisterReport:
    """Write one list to `out`: a policy rule's, `PROMOTIONS`, or an allowance's. Raises DocumentError."""
    if isinstance(chosen, EligibilityList):
        own = registry_settings(session).policy == chosen.policy
        city = "" if own else policy_in_force(session, chosen.policy).city
        sheet: ListSheet[Any] = _policy_list(session, chosen, city=city)
    elif chosen == PROMOTIONS:
        sheet = _promotions(session)
    else:
        sheet = _allowances(session, only=chosen)
    return write_registers(session, out, _named_apart([sheet]), now=now)


def _named_apart(sheets: Sequence[ListSheet[Any]]) -> list[ListSheet[Any]]:
    """Return the lists with sheet names that a workbook takes, no two alike."""
    named: list[ListSheet[Any]] = []
    taken: set[str] = set()
    for sheet in sheets:
        name = sheet.title.translate(_NO_NAME)[:_LONGEST_NAME]
        number = 1
        while name.casefold() in taken:
            number += 1
            mark = f" {number}"
            name = sheet.title.translate(_NO_NAME)[: _LONGEST_NAME - len(mark)] + mark
        taken.add(name.casefold())
        named.append(replace(sheet, name=name))
    return named


def _policy_list(session: Session, one: EligibilityList, *, city: str) -> ListSheet[EligibleRow]:
    """Return the list that a policy's rule makes; `city` stands in the title of another pack's list."""
    columns: list[Column[EligibleRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda row: row.person, "center"),
        Column(_title("unit"), 34, lambda row: row.unit),
        *_basis_columns(),
        Column(_title("rule-basis"), 34, lambda _row: one.basis, "center"),
        Column(_title("source"), 18, lambda _row: _source(is_reported=one.is_reported), "center"),
        Column(_title("before"), 18, _before, "center"),
        Column(_title("confirmed"), 16, _confirmed, "center"),
        Column(_title("remark"), 20, lambda row: row.remark, "center"),
    ]
    notes = [ClosingLine(text) for text in (one.grants, one.note) if text]
    rows = eligible(session, one.rule, policy_key=one.policy)
    return ListSheet(f"{city}{one.title}", columns, [Section(rows)], empty=_nobody(), closing=notes)


def _basis_columns() -> list[Column[_HasBasis]]:
    return [
        Column(_title("contest"), 40, lambda row: row.basis.contest),
        Column(_title("event"), 20, lambda row: row.basis.event),
        Column(_title("place"), 20, lambda row: row.basis.place, "center"),
        Column(_title("dated-on"), 16, lambda row: day_text(row.basis.dated_on), "center"),
        Column(_title("document"), 24, lambda row: row.basis.document, "center"),
    ]


def _source(*, is_reported: bool) -> str:
    return tr("eligibility.from-report" if is_reported else "eligibility.from-original")


def _before(row: EligibleRow) -> str:
    return tr("eligibility.before") if row.is_before else ""


def _confirmed(row: EligibleRow | PromotionRow) -> str:
    return tr("eligibility.confirmed" if row.is_confirmed else "eligibility.unconfirmed")


def _nobody() -> str:
    return tr("eligibility.nobody")


def _allowances(session: Session, *, only: str = "") -> ListSheet[_AllowanceLine]:
    """Return the candidates for both allowances, or `only` one, a line for each basis of each."""
    titles = honour_titles()
    rows = [
        _AllowanceLine(
            titles[allowance].name, one.person, basis, "、".join(titles[held].name for held in one.holds)
        )
        for allowance in ALLOWANCES
        if only in ("", allowance)
        for one in allowance_candidates(session, allowance)
        for basis in one.bases
    ]
    columns: list[Column[_AllowanceLine]] = [
        running_number(_title("number")),
        Column(_title("allowance"), 24, lambda row: row.allowance, "center"),
        Column(_title("person"), 16, lambda row: row.person, "center"),
        *_basis_columns(),
        Column(_title("holds"), 24, lambda row: row.holds, "center"),
    ]
    return ListSheet(tr("registers.export.allowances"), columns, [Section(rows)], empty=_nobody())


def _promotions(session: Session) -> ListSheet[PromotionRow]:
    """Return the proposals for promotion and expert titles, with the table each follows."""
    rows = promotion_rows(session)
    titles = {key: policy_in_force(session, key).title for key in {row.policy for row in rows}}
    columns: list[Column[PromotionRow]] = [
        running_number(_title("number")),
        Column(_title("person"), 16, lambda row: row.person, "center"),
        Column(_title("unit"), 34, lambda row: row.unit),
        *_basis_columns(),
        Column(_title("effect"), 28, lambda row: row.effect, "center"),
        Column(_title("lacking"), 28, lambda row: row.lacking, "center"),
        Column(_title("rule-basis"), 34, lambda row: row.document),
        Column(_title("policy"), 34, lambda row: titles[row.policy]),
        Column(_title("verified"), 16, _verified, "center"),
        Column(_title("confirmed"), 16, _confirmed, "center"),
    ]
    return ListSheet(tr("registers.export.promotions"), columns, [Section(rows)], empty=_nobody())


def _verified(row: PromotionRow) -> str:
    return tr("eligibility.verified" if row.is_verified else "eligibility.unverified")


def _entitled(session: Session) -> ListSheet[EntitledRow]:
    """Return who is entitled and not proposed."""
    columns: list[Column[EntitledRow]] = [
        running_number(_title("number")),
        Column(_title("kind"), 24, lambda row: row.kind_name, "center"),
        Column(_title("holder"), 30, lambda row: row.holder),
        Column(_title("about"), 30, lambda row: row.about, "center"),
        Column(_title("why"), 60, lambda row: row.why),
    ]
    rows = entitled_rows(session)
    return ListSheet(tr("registers.export.entitled"), columns, [Section(rows)], empty=_nobody())
