"""Verify a certificate: a PDF by its bytes and its QR, or the QR's text by its signature."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.certificates.outcomes import Verification
from app.certificates.reprinting import certificate_pdf, shows_the_page_of
from app.certificates.revoking import successor_of, worth_of
from app.certificates.statement import Statement, read_statement, signature_holds
from app.errors import DocumentError, InputError
from app.printing import page_texts, qr_texts
from app.words import tr
from models import Certificate, PrintFile

_PDF = b"%PDF-"
_NUMBER = re.compile(r"[^\s：]{1,12}〔\d{4}〕\S?\d{4,}号")
UNKNOWN = Verification(valid=False, state="unknown")


def verify(session: Session, source: str | Path | bytes) -> Verification:
    """Return what a certificate is worth: a PDF (file or bytes), or the text its QR gives.

    Raises InputError where the file cannot be read.
    """
    data = source if isinstance(source, bytes) else _file_bytes(source)
    if data is None:
        return _verify_text(session, str(source))
    if data.lstrip()[:5] == _PDF:
        return _verify_pdf(session, data)
    return _verify_text(session, data.decode("utf-8", errors="replace"))


def _file_bytes(source: str | Path) -> bytes | None:
    """Return the bytes of a file, None where `source` is no file but a text."""
    try:
        is_file = Path(source).is_file()
    except (OSError, ValueError):  # a text is no path: too long, or with strange signs
        is_file = False
    if not is_file:
        if isinstance(source, Path) or source.lower().endswith(".pdf"):
            raise InputError("file-missing", path=source)
        return None
    try:
        return Path(source).read_bytes()
    except OSError as error:
        raise InputError("file-missing", path=source) from error


def _verify_text(session: Session, text: str) -> Verification:
    statement = read_statement(text)
    if statement is None:
        found = _by_number(session, text.strip())
        return _worth(session, [found]) if found else UNKNOWN
    holds = signature_holds(session, statement)
    if holds is not True:
        return _by_statement(statement, "unknown-key" if holds is None else "altered")
    found = _by_number(session, statement.number)
    if found is None:
        return _by_statement(statement, "unknown")
    return _worth(session, [found]) if _agree(found, statement) else _by_statement(statement, "altered")


def _agree(certificate: Certificate, statement: Statement) -> bool:
    stored = read_statement(certificate.statement)
    return stored is not None and stored.signed == statement.signed


def _verify_pdf(session: Session, pdf: bytes) -> Verification:
    digest = hashlib.sha256(pdf).hexdigest()
    file = session.execute(select(PrintFile.id, PrintFile.pages).where(PrintFile.sha256 == digest)).first()
    if file is not None:
        return _worth(session, _certificates_of(session, file.id, pdf))
    try:
        named = _certificates_in(session, pdf)
    except DocumentError:
        return UNKNOWN
    if isinstance(named, Verification):
        return named
    return _worth(session, named) if _is_page_of(session, pdf, named) else _found(named, "altered")


def _is_page_of(session: Session, pdf: bytes, named: Sequence[Certificate]) -> bool:
    """Return whether a file is one issued page: in our bytes, or in another program's with our signature."""
    if len(named) != 1:
        return False
    if certificate_pdf(session, named[0].number) == pdf:
        return True
    statements = [each for each in map(read_statement, qr_texts(pdf)) if each]
    signed = [each for each in statements if signature_holds(session, each) and _agree(named[0], each)]
    return len(signed) == len(statements) == 1 and shows_the_page_of(session, pdf, named[0].number)


def _certificates_of(session: Session, file: int, pdf: bytes) -> list[Certificate]:
    """Return the certificates on the pages of a known file: a run's own, or a merged reprint's."""
    query = select(Certificate).where(Certificate.print_file_id == file).order_by(Certificate.page)
    own = list(session.scalars(query))
    if own:
        return own
    statements = [read_statement(text) for text in qr_texts(pdf)]
    found = [_by_number(session, each.number) for each in statements if each]
    return [each for each in found if each is not None]


def _certificates_in(session: Session, pdf: bytes) -> list[Certificate] | Verification:
    """Return the certificates that an unknown file names, or what it is worth where it names none of ours."""
    statements = [each for each in map(read_statement, qr_texts(pdf)) if each]
    numbers = [each.number for each in statements] or [
        number for text in page_texts(pdf) for number in _NUMBER.findall(text)[:1]
    ]
    known = [each for each in (_by_number(session, number) for number in numbers) if each is not None]
    if known:
        return known
    return _by_statement(statements[0], _doubt(session, statements[0])) if statements else UNKNOWN


def _by_number(session: Session, number: str) -> Certificate | None:
    return session.scalar(select(Certificate).where(Certificate.number == number))


def _worth(session: Session, certificates: Sequence[Certificate]) -> Verification:
    """Return the state of some certificates: the worst one's where they differ."""
    worth = worth_of(session, certificates)
    for state in ("revoked", "superseded"):
        ended = [each for each in certificates if worth[each.id].state == state]
        if ended:
            successor = successor_of(session, ended[0]) if len(ended) == 1 else ""
            return replace(_found(ended, state), successor=successor)
    return _found(certificates, "issued")


def _found(certificates: Sequence[Certificate], state: str) -> Verification:
    if not certificates:
        return UNKNOWN
    first, count = certificates[0], len(certificates)
    number, person = first.number, first.person_name
    if count > 1:
        number = tr("certificates.several", first=number, count=count)
        person = tr("certificates.several-people", first=person, count=count)
    return Verification(
        valid=state == "issued",
        state=state,
        number=number,
        person=person,
        award=first.award_text,
        issuer=first.issuer,
        certificates=count,
    )


def _by_statement(statement: Statement, state: str) -> Verification:
    """Return what a statement says of itself, where the registry cannot vouch for it."""
    return Verification(
        valid=False,
        state=state,
        number=statement.number,
        person=statement.person,
        award=statement.award,
        issuer=statement.issuer,
    )


def _doubt(session: Session, statement: Statement) -> str:
    """Return why a statement whose number is not in the registry is no good."""
    holds = signature_holds(session, statement)
    return {None: "unknown-key", False: "altered", True: "unknown"}[holds]
