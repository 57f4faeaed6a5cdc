"""Which records the audit chain keeps digests of (封存的记录), and the digest of one.

A digest is keyed BLAKE2b over the record's table and canonical JSON of its facts (keys sorted, no blanks,
UTF-8). Facts that are empty (NULL or "") are left out, so that a column added later changes no digest as
long as it is empty; a migration that fills or renames a column has to seal the records of its table anew.
The key is the registry's own (`models.AuditKey`): no card or telephone number can be found by trying.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from json.encoder import encode_basestring
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, select, true

import models
from models.bulk import among, batched_ids
from models.designation import DesignationState
from models.types import UNFROZEN_STATES, ResultState

REMOVED = "-"
"""What the chain holds of a record that was removed, or is open again, instead of a digest."""

_DIGEST_BYTES = 16
_BYTES = ("content", "pdf")  # of kept files; their `sha256` is digested instead
_NO_FACTS = frozenset({"lock_version", "failed_attempts", "locked_until", "last_seen_at", *_BYTES}) | {
    "private_key"  # whoever reads a digest must learn nothing of it; the public key tells of an exchange
}
_MOST_AT_ONCE = 20_000


@dataclass(frozen=True, slots=True)
class Sealed:
    """A table of which digests are kept.

    Records in one of `open_states` follow from an assessment or are not vouched for yet, and have none.
    `from_birth`: every other record has one since it was made; else only since a person changed it or
    confirmed a result that rests on it.
    """

    model: Any
    open_states: frozenset[str] = frozenset()
    from_birth: bool = True

    @property
    def table(self) -> Table:
        """Return the table."""
        found: Table = self.model.__table__
        return found

    @property
    def key(self) -> Column[Any]:
        """Return the column by which its records are told apart."""
        (found,) = self.table.primary_key
        return found

    @property
    def facts(self) -> list[Column[Any]]:
        """Return the columns whose values are digested; the first one is the key."""
        key = self.key
        return [key, *(one for one in self.table.c if one.name not in _NO_FACTS and one is not key)]

    @property
    def kept_bytes(self) -> Column[Any] | None:
        """Return the column with what is kept of a file, whose SHA-256 stands beside it; None without.

        Bytes, or text in JSON for a policy pack.
        """
        found = [self.table.c[name] for name in _BYTES if name in self.table.c]
        return found[0] if found and "sha256" in self.table.c else None

    @property
    def is_closed(self) -> ColumnElement[bool]:
        """Return the condition that a record has a digest."""
        if not self.open_states:
            return true()
        return self.table.c.state.not_in(sorted(self.open_states))


_OPEN_AWARDS = frozenset(map(str, UNFROZEN_STATES))
_OPEN_DESIGNATIONS = frozenset({str(DesignationState.BLOCKED), str(DesignationState.PROPOSED)})
SEALED = {
    one.table.name: one
    for one in (
        Sealed(models.Contest, from_birth=False),
        Sealed(models.Event, from_birth=False),
        Sealed(models.Unit, from_birth=False),
        Sealed(models.Person, from_birth=False),
        Sealed(models.Entry, from_birth=False),
        Sealed(models.Result, frozenset({str(ResultState.DRAFT)})),
        Sealed(models.Award, _OPEN_AWARDS),
        Sealed(models.Explanation),
        Sealed(models.Adjustment),
        Sealed(models.Certificate),
        Sealed(models.PrintFile, from_birth=False),
        Sealed(models.SigningKey, from_birth=False),
        Sealed(models.SkillCertificate, from_birth=False),
        Sealed(models.Designation, _OPEN_DESIGNATIONS),
        Sealed(models.Recognition),
        Sealed(models.Honour),
        Sealed(models.Introduction),
        Sealed(models.Assessment),
        Sealed(models.IntroductionSubsidy),
        Sealed(models.Ruling),
        Sealed(models.Standard),
        Sealed(models.PolicyPack),
        Sealed(models.Document),
        Sealed(models.DocumentScan),
        Sealed(models.Account),
        Sealed(models.Batch),
        Sealed(models.BatchAward),
        Sealed(models.BatchPaper),
        Sealed(models.Publicity),
        Sealed(models.Objection),
        Sealed(models.Approval),
        Sealed(models.CalendarDay),
        Sealed(models.PaymentRun),
        Sealed(models.PaymentLine),
        Sealed(models.Repayment),
        Sealed(models.BankReturn),
        Sealed(models.BankReturnLine),
        Sealed(models.BudgetEntry),
        Sealed(models.Setting),
        Sealed(models.ImportBatch),
        Sealed(models.ImportChange),
        Sealed(models.ImportFile),
    )
}
"""Every table with digests, by its name."""


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"no fact of a sealed record: {type(value)}")


_WRITE: dict[type, Callable[[Any], str]] = {
    str: encode_basestring,
    int: str,
    bool: lambda value: "true" if value else "false",
    bytes: lambda value: encode_basestring(value.hex()),
    date: lambda value: encode_basestring(_plain(value)),
    datetime: lambda value: encode_basestring(_plain(value)),
}


def digester(secret: str, table: str, names: Sequence[str]) -> Callable[[Sequence[Any]], str]:
    """Return the function that makes the digest (32 hexadecimal digits) of a row's values, as `names` go.

    The JSON is put together by hand, since a confirmation digests tens of thousands of records.
    """
    start = hashlib.blake2b(f"{table} ".encode(), key=bytes.fromhex(secret), digest_size=_DIGEST_BYTES)
    order = sorted(range(len(names)), key=lambda at: names[at])
    columns = [(at, f"{encode_basestring(names[at])}:") for at in order]

    def digest(row: Sequence[Any]) -> str:
        facts = [
            name + _WRITE[type(value)](value)
            for at, name in columns
            if (value := row[at]) is not None and value != ""
        ]
        whole = start.copy()
        whole.update(f"{{{','.join(facts)}}}".encode())
        return whole.hexdigest()

    return digest


def secret_of(connection: Connection) -> str | None:
    """Return the registry's key; None where somebody removed it."""
    key = models.AuditKey
    return connection.scalar(select(key.secret).order_by(key.id).limit(1))


def digests(
    connection: Connection, sealed: Sealed, secret: str, keys: Collection[Any] | None = None
) -> Iterator[tuple[str, str]]:
    """Yield key, as text, and digest of the closed records of a table; of these `keys`, or of all."""
    facts = sealed.facts
    digest = digester(secret, sealed.table.name, [column.name for column in facts])
    for condition in _conditions(connection, sealed, keys):
        query = select(*facts).where(condition, sealed.is_closed).order_by(sealed.key)
        with connection.execute(query.execution_options(yield_per=_MOST_AT_ONCE)) as rows:
            for row in rows:
                yield key_text(row[0]), digest(row)


def _conditions(
    connection: Connection, sealed: Sealed, keys: Collection[Any] | None
) -> Iterator[ColumnElement[bool]]:
    if keys is None:
        yield true()
    elif sealed.key.type.python_type is date:
        for start in range(0, len(keys), 500):
            yield sealed.key.in_(sorted(keys)[start : start + 500])
    elif sealed.key.type.python_type is int:
        for some in batched_ids(keys, _MOST_AT_ONCE):
            yield among(connection, sealed.key, some)
    else:
        yield among(connection, sealed.key, sorted(keys))


def key_text(key: object) -> str:
    """Return a record's key as the chain writes it."""
    return _plain(key) if isinstance(key, date) else str(key)


def key_value(sealed: Sealed, key: str) -> Any:
    """Return the key that the chain writes as `key`; None where no record of the table can have it."""
    kind = sealed.key.type.python_type
    try:
        return kind.fromisoformat(key) if hasattr(kind, "fromisoformat") else kind(key)
    except ValueError:
        return None


def sealed_line(table: str, key: str, digest: str) -> str:
    """Return what the chain writes of one record."""
    return f"{table} {key} {digest}"
