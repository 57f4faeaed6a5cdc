"""The pages of a dossier: plain HTML with its style inside, to be read in any browser for decades."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from sqlalchemy.orm import Session

from app.accounts import AuditDigest
from app.audit_lines import line_of
from app.awards import place_words
from app.batches import BatchPage
from app.clock import moment_text
from app.done_alone import paper_settings
from app.formats import money
from app.payments import Reconciliation, RecoveryRow, RunPage
from app.words import scoped, tr
from models import AuditEntry

_w = scoped("dossier")
_STYLE = (
    "body{font:14px/1.6 'Microsoft YaHei','Noto Sans SC',sans-serif;color:#1B1F24;max-width:1080px;"
    "margin:32px auto;padding:0 24px}"
    "h1{font-size:22px}h2{font-size:16px;margin-top:28px}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{border-bottom:1px solid #E2E5EA;padding:6px 8px;text-align:left;vertical-align:top}"
    "th{color:#5B6470;font-weight:600;white-space:nowrap}"
    "th.n,td.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}"
    "code{font-size:12px;word-break:break-all}a{color:#1E5AA8}p.q{color:#5B6470}"
)
Cell = str | int
_NUMBER = " class=n"


@dataclass(frozen=True, slots=True)
class IndexEntry:
    """A file of the dossier: its name, what it is, its size in bytes and its SHA-256."""

    name: str
    title: str
    size: int
    sha256: str


def index_page(
    session: Session,
    page: BatchPage,
    entries: Sequence[IndexEntry],
    gaps: Sequence[str],
    *,
    now: datetime,
    digest: AuditDigest,
) -> str:
    """Return the first page: what the batch is, what the dossier lacks, and every file with its hash."""
    settings, facts = paper_settings(session, [one.award.id for one in page.awards]), page.facts
    about = [
        (_w("issuer"), settings.issuer),
        (_w("registry"), settings.name),
        (_w("state"), facts.state_words),
        (_w("awards"), f"{facts.awards:,}"),
        (_w("total"), money(facts.amount_fen)),
        (_w("made"), f"{facts.created_by} {moment_text(facts.created_at)}"),
        (_w("written"), moment_text(now)),
        (_w("chain"), digest.text()),
    ]
    if mark := settings.one_person_mark:
        about.append((_w("mark"), mark))
    files = "".join(
        f'<tr><td><a href="{escape(entry.name, quote=True)}">{escape(entry.title)}</a></td>'
        f'<td class="n">{entry.size:,}</td><td><code>{entry.sha256}</code></td></tr>'
        for entry in entries
    )
    heads = (
        f"<th>{escape(_w('file'))}</th><th{_NUMBER}>{escape(_w('bytes'))}</th><th>{escape(_w('sha256'))}</th>"
    )
    body = (
        _facts(about) + _gaps(gaps) + f"<h2>{escape(_w('files'))}</h2><table><tr>{heads}</tr>{files}</table>"
    )
    return _page(page, _w("title"), f"{body}<p class=q>{escape(_w('check'))}</p>", is_index=True)


def decision_page(page: BatchPage) -> str:
    """Return the decision: publications, objections, approvals, the awards, and what left with its reason."""
    parts = [
        _table("publicities", ("starts-on", "ends-on", "days", "place-published", "contact", "by"), [
            (_day(one.starts_on), _day(one.ends_on), one.working_days, one.place, one.contact, one.started_by)
            for one in page.publicities
        ]),
        _table("objections", ("award", "received-on", "source", "text", "outcome", "decision", "by"), [
            (
                one.award,
                _day(one.received_on),
                one.source,
                one.text,
                tr(f"core.objection-state.{one.state}"),
                " ".join(filter(None, (one.decision, one.document))),
                one.decided_by,
            )
            for one in page.objections
        ]),
        _table("approvals", ("outcome", "stage", "count", "amount", "decided-on", "document", "by"), [
            (
                _w("granted" if one.is_granted and not one.is_void else "void"),
                one.stage,
                one.awards,
                money(one.amount_fen),
                _day(one.decided_on),
                one.document or one.reason,
                one.decided_by,
            )
            for one in page.approvals
        ]),
        _table("award-list", ("number", "person", "unit", "contest", "event", "place", "amount", "state"), [
            (
                number,
                one.award.person,
                one.award.unit or "",
                one.award.contest,
                one.award.event,
                place_words(one.award),
                money(one.award.amount_fen or 0),
                one.state_words,
            )
            for number, one in enumerate(page.awards, start=1)
        ]),
        _table("left-out", ("person", "event", "amount", "why", "by", "at"), [
            (
                one.award.person,
                one.award.event,
                money(one.entered_fen),
                one.reason,
                one.left_by,
                moment_text(one.left_at),
            )
            for one in page.left_out
        ]),
    ]  # fmt: skip
    return _page(page, _w("decision"), "".join(parts))


def payments_page(page: BatchPage, made: Iterable[RunPage]) -> str:
    """Return the runs of the batch with their lines, numbers masked."""
    parts = []
    for one in made:
        run = one.run
        about = [
            (_w("fund"), run.fund),
            (_w("year"), str(run.budget_year)),
            (_w("tax"), one.tax_words),
            (_w("total"), f"{money(run.gross_fen)} - {money(run.tax_fen)} = {money(run.net_fen)}"),
            (_w("made"), f"{run.created_by} {moment_text(run.created_at)}"),
            (_w("sha256"), one.sha256),
        ]
        if one.over_budget_reason:
            about.append((_w("over-budget"), one.over_budget_reason))
        lines = [
            (
                line.position,
                line.person if line.payee == line.person else f"{line.person}（{line.payee}）",
                f"{line.bank} {line.card}".strip(),
                money(line.gross_fen),
                money(line.net_fen),
                tr(f"core.payment-line-state.{line.state}"),
                " ".join(filter(None, (_day(line.paid_on), line.reference, line.state_reason))),
            )
            for line in one.lines
        ]
        heads = ("number", "person", "card", "gross", "net", "state", "answer")
        parts.append(f"<h2>{escape(_w('run', number=run.number))}</h2>{_facts(about)}")
        parts.append(_rows(heads, lines))
    return _page(page, _w("payments"), "".join(parts) or f"<p>{escape(_w('none'))}</p>")


def reconciliation_page(page: BatchPage, found: Reconciliation, back: Iterable[RecoveryRow]) -> str:
    """Return the three sums, every difference by name, and the recoveries."""
    sums = [
        (_w(f"sum-{key}"), money(fen))
        for key, fen in (
            ("decided", found.decided),
            ("listed", found.listed),
            ("paid", found.paid),
            ("to-recover", found.to_recover),
            ("recovered", found.recovered),
        )
    ]
    differences = [(one.person, one.run, one.words) for one in found.differences]
    recovered = [
        (
            row.person,
            row.event,
            money(row.demanded_fen),
            money(row.repaid_fen),
            money(row.balance_fen),
            row.reason,
        )
        for row in back
    ]
    body = _facts(sums) + _table("differences", ("person", "run-number", "difference"), differences)
    body += _table("recoveries", ("person", "event", "demanded", "repaid", "balance", "why"), recovered)
    return _page(page, _w("reconciliation"), body)


def audit_page_of(page: BatchPage, lines: Iterable[AuditEntry]) -> str:
    """Return the lines of the audit chain that speak of the batch, with their seals."""
    rows = [
        (
            line.id,
            moment_text(line.at),
            line.actor,
            line.act,
            line.record,
            "；".join(filter(None, (line.change, line.reason))),
            line.seal,
        )
        for line in map(line_of, lines)
    ]
    heads = ("number", "at", "by", "act", "record", "detail", "seal")
    return _page(page, _w("audit"), _rows(heads, rows))


# -- HTML


def _page(page: BatchPage, title: str, body: str, *, is_index: bool = False) -> str:
    name = escape(f"{page.facts.name} · {title}")
    back = "" if is_index else f'<p><a href="index.html">{escape(_w("title"))}</a></p>'
    head = f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{name}</title>'
    return f"{head}<style>{_STYLE}</style></head><body>{back}<h1>{name}</h1>{body}</body></html>\n"


def _gaps(gaps: Sequence[str]) -> str:
    lines = "".join(f"<li>{escape(gap)}</li>" for gap in gaps)
    said = f"<ul>{lines}</ul>" if gaps else f"<p>{escape(_w('no-gaps'))}</p>"
    return f"<h2>{escape(_w('gaps'))}</h2>{said}"


def _facts(pairs: Iterable[tuple[str, str]]) -> str:
    rows = "".join(f"<tr><th>{escape(label)}</th><td>{escape(text)}</td></tr>" for label, text in pairs)
    return f"<table>{rows}</table>"


def _table(title: str, heads: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    return f"<h2>{escape(_w(title))}</h2>" + (_rows(heads, rows) if rows else f"<p>{escape(_w('none'))}</p>")


def _rows(heads: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    listed = list(rows)
    numbers = [bool(listed) and all(_is_number(row[at]) for row in listed) for at in range(len(heads))]
    head = "".join(
        f"<th{_NUMBER if is_number else ''}>{escape(_w(f'head.{key}'))}</th>"
        for key, is_number in zip(heads, numbers, strict=True)
    )
    body = "".join("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in listed)
    return f"<table><tr>{head}</tr>{body}</table>"


def _cell(cell: Cell) -> str:
    return f"<td{_NUMBER if _is_number(cell) else ''}>{escape(str(cell))}</td>"


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, int) or cell.lstrip("-").startswith("¥")


def _day(day: date | None) -> str:
    return "" if day is None else day.isoformat()
