"""The letters of a payment: the request to finance (请示), and the recovery letter to a person (追回通知)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from app.awards import award_page
from app.batches import ApprovalRow, batch_page
from app.capitals import capitals
from app.clock import office_day
from app.documents import atomic_output
from app.done_alone import paper_settings
from app.errors import ConflictError, InputError, NotFoundError
from app.formats import chinese_date, money_in_yuan
from app.frozen_runs import details_of
from app.leak_gate import people_on_paper, refuse_leaking
from app.papers.batch_facts import bases_of
from app.papers.marks import paper_marks
from app.papers.sign_off import payable_run
from app.papers.word_templates import fill_word_template
from app.payments import RecoveryRow, RunPage, recoveries
from app.personal_numbers import PersonalKind, numbers_written_in
from app.printing import Letter, annex_lines, papers_pdf
from app.words import scoped
from models import PaymentLine

REQUEST_TEMPLATE, RECOVERY_TEMPLATE = "payment-request", "recovery-letter"
_REQUIRED = frozenset(("title", "state", "addressee", "paragraphs", "issuer", "date"))
_ANNEXES = ("sheet", "list", "sign-off")
_request, _recovery = scoped("papers.request"), scoped("papers.recovery")


@dataclass(frozen=True, slots=True)
class LetterReport:
    """What a letter asks for, in fen, and whom."""

    path: Path
    addressee: str
    amount_fen: int


def request_letter(
    session: Session, run_id: int, out: Path | str, *, addressee: str, now: datetime
) -> LetterReport:
    """Write the request for the money of a run as docx or pdf, by the name of `out`.

    Raises NotFoundError, ConflictError for a run that does not stand or names no fund, InputError without an
    addressee.
    """
    page = payable_run(session, run_id)
    settings = paper_settings(session, [line.award_id for line in page.lines])
    if not page.run.fund.strip():
        raise ConflictError("request-without-fund", number=page.run.number)
    if not addressee.strip():
        raise InputError("letter-addressee")
    letter = Letter(
        title=_request("title", batch=page.run.batch),
        addressee=_request("addressee", name=addressee.strip()),
        paragraphs=_request_paragraphs(session, page),
        annexes=tuple(
            _request(f"annex-{name}", number=page.run.number) for name in ("sheet", "list", "sign-off")
        ),
        issuers=(settings.issuer,),
        day=chinese_date(office_day(now)),
        state=paper_marks(settings),
    )
    _write(letter, Path(out), template=REQUEST_TEMPLATE, author=settings.issuer, now=now)
    return LetterReport(Path(out), addressee.strip(), page.run.net_fen + page.run.tax_fen)


def _request_paragraphs(session: Session, page: RunPage) -> tuple[str, ...]:
    run = page.run
    bases, approved = "", ""
    if run.batch_id is not None:
        rows = award_page(session, [line.award_id for line in page.lines])
        bases = "、".join(bases_of(session, rows))
        approved = _approval_words(batch_page(session, run.batch_id).approvals)
    money = {"gross": money_in_yuan(run.gross_fen), "gross_capitals": capitals(run.gross_fen)}
    money |= {"tax": money_in_yuan(run.tax_fen), "net": money_in_yuan(run.net_fen)}
    money |= {"net_capitals": capitals(run.net_fen)}
    tax = _request("taxed" if run.tax_fen else "untaxed", tax_words=page.tax_words, **money)
    budget = _request("fund", fund=run.fund.strip(), year=run.budget_year)
    over = page.over_budget_reason.strip().rstrip("。")
    if over:
        budget += _request("over-budget", reason=over)
    by = _request("by", basis=bases) if bases else ""
    return (
        _request("decision", by=by, batch=run.batch, approved=approved),
        _request("amount", lines=run.lines, people=run.people, number=run.number, tax_part=tax, **money),
        budget,
        _request("closing"),
    )


def _approval_words(approvals: Sequence[ApprovalRow]) -> str:
    granted = [one for one in approvals if one.is_granted and not one.is_void]
    if not granted:
        return _request("not-approved")
    last = granted[-1]
    key = "approved-by-document" if last.document else "approved"
    return _request(key, day=chinese_date(last.decided_on), document=last.document)


def recovery_letter(
    session: Session,
    award_id: int,
    out: Path | str,
    *,
    account: str,
    contact: str,
    pay_by: date,
    now: datetime,
) -> LetterReport:
    """Write to a person why an award is taken back, how much, and how and by when to repay it; docx or pdf.

    `account` is where to pay, `contact` whom to ask. The letter holds no number of the person: the finished
    file is checked. Raises NotFoundError where nothing of the award is to be recovered, ConflictError where
    all came back already, InputError where a text is missing or the day has passed.
    """
    row, settings = _open_recovery(session, award_id), paper_settings(session, [award_id])
    if not account.strip() or not contact.strip():
        raise InputError("recovery-letter-texts")
    if pay_by <= office_day(now):
        raise InputError("recovery-letter-day", day=pay_by)
    line = session.get_one(PaymentLine, row.line_id)
    paid = session.get_one(PaymentLine, line.mirrors_id)
    letter = Letter(
        title=_recovery("title"),
        addressee=_recovery("addressee", name=row.person),
        paragraphs=_recovery_paragraphs(row, paid, account=account, contact=contact, pay_by=pay_by),
        issuers=(settings.issuer,),
        day=chinese_date(office_day(now)),
        state=paper_marks(settings),
    )
    people = people_on_paper(session, [int(line.person_id)])
    kinds = (PersonalKind.PHONE, PersonalKind.CARD)
    offices = numbers_written_in([account, contact], kinds=kinds) - people.numbers
    target = Path(out)

    def check(finished: Path) -> None:
        refuse_leaking(session, finished, replace(people, allowed=offices))

    _write(letter, target, template=RECOVERY_TEMPLATE, author=settings.issuer, now=now, check=check)
    return LetterReport(target, row.person, row.balance_fen)


def _open_recovery(session: Session, award_id: int) -> RecoveryRow:
    found = recoveries(session, [award_id])
    if not found:
        raise NotFoundError("recovery-letter-none", id=award_id)
    for row in found:
        if row.balance_fen > 0:
            return row
    raise ConflictError("recovery-letter-repaid", id=award_id, person=found[-1].person)


def _recovery_paragraphs(
    row: RecoveryRow, paid: PaymentLine, *, account: str, contact: str, pay_by: date
) -> tuple[str, ...]:
    details = details_of(paid)
    document = details.get("document", "").strip()
    facts = {"contest": row.contest, "event": row.event, "place": details.get("place", "")}
    granted = {"gross": money_in_yuan(paid.gross_fen), "net": money_in_yuan(paid.net_fen)}
    by = _recovery("granted-by", document=document) if document else ""
    day = _recovery("paid-on", day=chinese_date(paid.paid_on)) if paid.paid_on else ""
    net = _recovery("net", **granted) if paid.tax_fen else ""
    demanded = {"amount": money_in_yuan(row.demanded_fen), "capitals": capitals(row.demanded_fen)}
    how_much = _recovery("demanded", **demanded)
    if row.tax_fen:
        how_much += _recovery("tax", tax=money_in_yuan(row.tax_fen))
    if row.repaid_fen:
        balance = {"amount": money_in_yuan(row.balance_fen), "capitals": capitals(row.balance_fen)}
        how_much += _recovery("balance", repaid=money_in_yuan(row.repaid_fen), **balance)
    return (
        _recovery("granted", by=by, day=day, net_part=net, **facts, **granted),
        _recovery("reason", reason=row.reason.strip().rstrip("。")),
        how_much,
        _recovery("how", day=chinese_date(pay_by), account=account.strip().rstrip("。")),
        _recovery("contact", contact=contact.strip().rstrip("。")),
    )


def _write(
    letter: Letter, out: Path, *, template: str, author: str, now: datetime, check: Any = None
) -> None:
    """Write a letter as docx or pdf, whole or not at all. Raises InputError for another kind of file."""
    kind = out.suffix.lower().removeprefix(".")
    if kind not in ("docx", "pdf"):
        raise InputError("letter-kind", path=out)
    with atomic_output(out, kind=kind) as unfinished:
        if kind == "pdf":
            pdf = papers_pdf([letter], title=letter.title, author=author, made_at=now, numbering="official")
            unfinished.write_bytes(pdf)
        else:
            required = _REQUIRED | ({"annexes"} if letter.annexes else set())
            fields = _fields(letter)
            facts: dict[str, Any] = {"title": letter.title, "author": author, "made_at": now}
            fill_word_template(template, unfinished, fields, required=required, **facts)
        if check is not None:
            check(unfinished)


def _fields(letter: Letter) -> dict[str, Any]:
    return {
        "title": letter.title,
        "state": letter.state,
        "addressee": letter.addressee,
        "paragraphs": list(letter.paragraphs),
        "annexes": annex_lines(letter.annexes),
        "issuer": "".join(letter.issuers),
        "date": letter.day,
    }
