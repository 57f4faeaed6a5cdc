"""What this room hands out: who is due, what stands in the way, what was issued, what a check found."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.types import EntryId, PersonId, ResultId


@dataclass(frozen=True, slots=True)
class DueCertificate:
    """One result that earns a certificate. `number` is "" while none has been issued for it."""

    result_id: ResultId
    entry_id: EntryId
    person_id: PersonId
    person_name: str
    contest: str
    event: str
    level: str
    group: str
    rank: int | None
    medal: str
    grade: str
    published_on: date
    is_confirmed: bool
    is_held: bool = False
    id_type: str = "resident"
    number: str = ""

    @property
    def can_be_issued(self) -> bool:
        """Return whether the result was confirmed and no objection is open."""
        return self.is_confirmed and not self.is_held

    def numbered(self, number: str) -> DueCertificate:
        """Return the same with the number of the certificate that was issued for it."""
        return replace(self, number=number)


@dataclass(frozen=True, slots=True)
class Obstacle:
    """Why a certificate cannot be printed as it stands. `code` picks the text in the room's words."""

    code: str
    person_name: str
    event: str
    detail: str
    result_id: ResultId | None = None

    @property
    def text(self) -> str:
        """Return what is wrong, with whom, and what to do."""
        from app.words import tr

        return tr(
            f"certificates.obstacle.{self.code}",
            person=self.person_name,
            event=self.event,
            detail=self.detail,
        )


@dataclass(frozen=True, slots=True)
class Preflight:
    """What a run would print. `obstacles` must be empty before a number is taken.

    Of what is due, `unconfirmed` and `held` cannot be issued yet and are left out.
    """

    due: int
    already_issued: int
    unconfirmed: int
    held: int = 0
    obstacles: tuple[Obstacle, ...] = ()

    @property
    def issuable(self) -> int:
        """Return how many would get a number now."""
        return self.due - self.already_issued - self.unconfirmed - self.held

    @property
    def light(self) -> str:
        """Return `red` where something stops the run, `amber` where something should be looked at."""
        return "red" if self.obstacles else "amber" if self.unconfirmed or self.held else "green"


@dataclass(frozen=True, slots=True)
class IssueReport:
    """What a run gave. `issued` are the numbers taken now; with none, `pdf` holds a reprint."""

    pdf: bytes
    sha256: str
    pages: int
    issued: tuple[str, ...]
    reprinted: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    print_file_id: int | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """Return the numbers on the pages, in their order."""
        return self.issued or self.reprinted


@dataclass(frozen=True, slots=True)
class IssuedCertificate:
    """A certificate as it was issued, and its state; `page` counts from 1 in its run."""

    number: str
    person_name: str
    award_text: str
    dated_on: date
    state: str
    state_reason: str
    issued_by: str
    issued_at: datetime
    print_file_id: int
    page: int
    result_id: ResultId


@dataclass(frozen=True, slots=True)
class Verification:
    """What a certificate or the text of its QR is worth.

    `state` is `issued`, `superseded`, `revoked`, `altered`, `unknown-key` or `unknown`. `successor` is the
    number of the certificate that took the place of a superseded one, "" where none did.
    """

    valid: bool
    state: str
    number: str = ""
    person: str = ""
    award: str = ""
    issuer: str = ""
    certificates: int = 0
    successor: str = ""


@dataclass(frozen=True, slots=True)
class HonourPaper:
    """A plaque or certificate of an honour. `kind` is `plaque`, `unit` or `person`.

    `title` is printed word for word; `document` is the naming document's number; `id_type` is the kind of the
    person's identity document.
    """

    kind: str
    holder: str
    title: str
    document: str
    dated_on: date
    id_type: str = "resident"
