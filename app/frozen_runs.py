"""Frozen payment runs: their numbers without gaps, and the digests that show whether anybody changed them.

A line's own digest stands in its details under `digest`; the run's is over its heading and all its lines,
and is told to the audit chain when the run is made. All are SHA-256 over canonical JSON.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import office_day
from app.unit_of_work import UnitOfWork
from models import AuditEntry, PaymentLine, PaymentRun
from models.bulk import batched_ids

RUN = "payment-run"
"""What the audit chain calls a run."""

_DIGEST = "digest"
_HEADING = ("number", "batch_id", "fund", "budget_year", "over_budget_reason", "tax", "tax_basis")
_FROZEN = (
    *("position", "kind", "award_id", "adjustment_id", "mirrors_id", "reissue_of_id", "person_id"),
    *("person_name", "payee", "payee_proof", "bank", "card", "gross_fen", "tax_fen", "net_fen"),
    "recovery_reason",
)


@dataclass(frozen=True, slots=True)
class TamperedRun:
    """A run that is not what was frozen; `line_ids` are the lines changed, none for its heading."""

    run_id: int
    number: str
    line_ids: tuple[int, ...]


def next_number(work: UnitOfWork, *, prefix: str = "") -> str:
    """Return the number of the run to be made now, as 2024-003; `prefix` stands before the year.

    There is one writer at a time, so that no number is given twice and none is left out.
    """
    start = f"{prefix}{office_day(work.now).year}-"
    taken = work.session.scalars(select(PaymentRun.number).where(PaymentRun.number.startswith(start)))
    return f"{start}{max((int(one.removeprefix(start)) for one in taken), default=0) + 1:03d}"


def freeze(work: UnitOfWork, run: PaymentRun, lines: Sequence[PaymentLine]) -> None:
    """Store a run with its lines in this order, each numbered from 1 and with its digest.

    Every frozen column of both must be set: a default that the database gives would not be in the digest.
    """
    session = work.session
    for position, line in enumerate(lines, start=1):
        line.position = position
        line.details = with_digest(line)
    run.sha256 = run_digest(run, lines)
    session.add(run)
    session.flush()
    for line in lines:
        line.run_id = run.id
    session.add_all(lines)
    session.flush()
    amounts = {
        name: sum(getattr(line, name) for line in lines) for name in ("gross_fen", "tax_fen", "net_fen")
    }
    detail: dict[str, object] = {"number": run.number, "lines": len(lines), "sha256": run.sha256, **amounts}
    work.audit("make", RUN, run.id, detail=detail)


def canonical(value: object) -> str:
    """Return `value` as canonical JSON: keys in order, no white space, characters as they are."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def details_of(line: PaymentLine) -> dict[str, str]:
    """Return what a line's list shows besides its own columns, without its digest."""
    facts = json.loads(line.details)
    return {key: value for key, value in facts.items() if key != _DIGEST}


def with_digest(line: PaymentLine) -> str:
    """Return a line's details with its digest, as canonical JSON."""
    facts = {key: value for key, value in json.loads(line.details).items() if key != _DIGEST}
    return canonical({**facts, _DIGEST: _line_digest(line, facts)})


def _line_digest(line: PaymentLine, details: Mapping[str, object]) -> str:
    return _sha256({**{name: getattr(line, name) for name in _FROZEN}, "details": details})


def run_digest(run: PaymentRun, lines: Iterable[PaymentLine]) -> str:
    """Return the digest over a run's heading and its lines, which hold theirs."""
    heading = {name: getattr(run, name) for name in _HEADING}
    return _sha256({**heading, "lines": [_line_digest(line, details_of(line)) for line in lines]})


def _sha256(facts: object) -> str:
    return hashlib.sha256(canonical(facts).encode()).hexdigest()


def tampered_runs(session: Session, run_ids: Collection[int] | None = None) -> list[TamperedRun]:
    """Return the runs (all, or of these) whose heading or lines are not what was frozen."""
    query = select(PaymentRun).order_by(PaymentRun.id)
    groups = [None] if run_ids is None else list(batched_ids(run_ids))
    found = []
    for some in groups:
        of_these = query if some is None else query.where(PaymentRun.id.in_(some))
        runs = list(session.scalars(of_these))
        told = _told_digests(session, [run.id for run in runs])
        found += [one for run in runs if (one := _checked(session, run, told.get(run.id, ""))) is not None]
    return found


def _checked(session: Session, run: PaymentRun, told: str) -> TamperedRun | None:
    query = select(PaymentLine).where(PaymentLine.run_id == run.id).order_by(PaymentLine.position)
    lines = list(session.scalars(query))
    try:
        changed = tuple(line.id for line in lines if line.details != with_digest(line))
        is_whole = run_digest(run, lines) == run.sha256 == told
    except (ValueError, AttributeError):  # details that are no JSON any more
        changed, is_whole = tuple(line.id for line in lines if not _is_json(line.details)), False
    return None if is_whole and not changed else TamperedRun(run.id, run.number, changed)


def _is_json(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _told_digests(session: Session, run_ids: Collection[int]) -> dict[int, str]:
    """Return the digest of each run as the audit chain was told it when the run was made."""
    query = select(AuditEntry.subject_id, AuditEntry.detail)
    query = query.where(AuditEntry.subject == RUN, AuditEntry.action == "make")
    return {
        int(run): str(json.loads(detail).get("sha256", ""))
        for some in batched_ids(run_ids)
        for run, detail in session.execute(query.where(AuditEntry.subject_id.in_([str(one) for one in some])))
    }
