"""What goes into an evaluation and what comes out: plain records, without the store.

Facts are copied out of the registry or out of a self-case.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.bases import BasisProblem
from app.contest_series import present_series
from app.policy.vocabulary import CONTESTANT


@dataclass(frozen=True, slots=True)
class ContestFacts:
    """A contest (竞赛). `level` and `contest_class` are the field's own words, such as "provincial".

    `contest_class` is "" where nobody recorded one; `is_outside` is None while nobody has said whether
    another province or city holds it; `cycle` is None while nobody has linked it to other contests.
    `basis_problem` says why what stands as `class_basis` is no basis, None where it is one or nothing stands.
    `series` is the series that a person recorded (`series_by`, on `series_basis`), "" while nobody has.
    `medal_rule` says what a document (`medal_rule_basis`) says of its medals: "by-rank" where each of the
    first three ranks has its own, "apart" where medals do not follow ranks, "" where nobody has recorded it.
    `started_on` is None where nobody recorded the day on which it began.
    `distinct_from` names the contests of which a person said that they are others than this one.
    """

    name: str
    level: str
    contest_class: str
    official_class: str = ""
    class_basis: str = ""
    is_outside: bool | None = None
    is_selection: bool = False
    cycle: str | None = None
    basis_problem: BasisProblem | None = None
    series: str = ""
    series_by: str = ""
    series_basis: str = ""
    medal_rule: str = ""
    medal_rule_basis: str = ""
    started_on: date | None = None
    organiser: str = ""
    distinct_from: frozenset[str] = frozenset()

    @property
    def present_series(self) -> str:
        """Return the series as recorded, else the one its name states; "" where nothing says which."""
        return present_series(self.name, self.series)


@dataclass(frozen=True, slots=True)
class OtherSpelling:
    """The same event of contests that may be one with this one: their names differ in spelling only.

    The contests' names, who has a result there, and which places (ranks as "1", medals) are held.
    """

    contests: tuple[str, ...]
    people: frozenset[int]
    places: frozenset[str]

    def doubles(self, entry: EntryFacts) -> bool:
        """Return whether `entry` may be one of these results again: the same person, or the same place."""
        return entry.person_id in self.people or not places_of([entry]).isdisjoint(self.places)


@dataclass(frozen=True, slots=True)
class EventFacts:
    """An event with the class that holds for it (its own, else its contest's, already in `contest`).

    `groups` are all groups in which this event was held in this contest.
    """

    contest: ContestFacts
    name: str
    group: str = ""
    form: str = ""
    team_size: int | None = None
    occupation: str = ""
    is_demonstration: bool = False
    is_selection: bool = False
    groups: frozenset[str] = frozenset()
    other_spelling: OtherSpelling | None = None


@dataclass(frozen=True, slots=True)
class EntryFacts:
    """One person's current result in an event. `id` is the result version's id, and so the award's.

    `is_annulled`: the result was annulled and nothing took its place. It wins nothing, and yet those who
    stood beside it do not move: without it nobody could tell a share that grew.
    `units` are the units that sent the person, in their listed order: none, one, or several together.
    `no_rank` is why the list gives no rank, medal or grade, "" where it gives one or says nothing of it.
    `says_tied`: the list says that the rank is shared (并列).
    """

    id: int
    person_id: int
    role: str
    rank: int | None
    published_on: date
    medal: str = ""
    grade: str = ""
    team_no: str = ""
    position: int = 0
    units: tuple[int, ...] = (0,)
    unit_is_outside: bool | None = None
    is_annulled: bool = False
    no_rank: str = ""
    says_tied: bool = False


@dataclass(frozen=True, slots=True)
class RulingFacts:
    """A ruling in force. `contest` and `event` are "" where it is not narrowed.

    `shares` are whole percents in the members' order, for a custom split; `plan_fen` are amounts in that
    order instead, which must come to the team's share. `basis_as_written` is the
    basis before its brackets were corrected, "" where nothing was. `replaces` is the basis of a ruling on
    record whose place it takes.
    """

    question: str
    answer: str
    basis: str
    decided_on: date
    contest: str = ""
    event: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    shares: tuple[int, ...] = ()
    policy: str = ""
    basis_as_written: str = ""
    plan_fen: tuple[int, ...] = ()
    decided_by: str = ""
    replaces: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the ruling is valid on `day`, its first and its last day among them."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


@dataclass(frozen=True, slots=True)
class StandardFacts:
    """An amount table entered with its basis: fen by medal (or by kind), for one rule and recipient.

    `replaces` is the basis of a standard on record whose place it takes.
    """

    rule: str
    recipient: str
    amounts_fen: tuple[tuple[str, int], ...]
    basis: str
    valid_from: date
    valid_to: date | None = None
    policy: str = ""
    basis_as_written: str = ""
    replaces: str = ""

    def holds_on(self, day: date) -> bool:
        """Return whether the standard is valid on `day`, its first and its last day among them."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def places_of(entries: Iterable[EntryFacts]) -> frozenset[str]:
    """Return the places that contestants hold: ranks as "1", medals by their word."""
    held = [(entry.rank, entry.medal) for entry in entries if entry.role == CONTESTANT]
    return frozenset(str(place) for places in held for place in places if place)


def is_same_group(one: str, other: str) -> bool:
    """Return whether two groups may be one: the same, or one that a list does not name."""
    return one == other or not one or not other


PROPOSED, BLOCKED, NONE = "proposed", "blocked", "none"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a policy says of one entry: an amount, a question, or nothing with its reason.

    `amount_fen` is None unless proposed. `document` and `clause` name what applied on the governing day: the
    clause of the value in force, which an amending document may have brought.
    `amounts_by_answer` gives, for a blocked one, the amount under each answer, None where an answer
    needs more facts; several open questions are joined with "+". `title` is what the sending unit is to be
    named, `title_status` "proposed", "blocked" or "", `title_units` which units, `title_question` what is
    open of the title alone.
    """

    entry: int
    status: str
    amount_fen: int | None = None
    rule: str = ""
    clause: str = ""
    reason: str = ""
    questions: tuple[str, ...] = ()
    amounts_by_answer: tuple[tuple[str, int | None], ...] = ()
    title: str = ""
    title_status: str = ""
    document: str = ""
    title_units: tuple[int, ...] = ()
    title_question: str = ""
