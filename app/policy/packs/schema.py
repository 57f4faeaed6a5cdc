"""What a policy file may contain. Every part but `policy` may stand in any file of the pack."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Any

from annotated_types import Ge, MinLen
from pydantic import Discriminator, Field, Tag

from app.policy.rules.base import Strict, Word
from app.policy.rules.eligibility import EligibilityData
from app.policy.rules.frequency import FrequencyData
from app.policy.rules.introduction import IntroductionData
from app.policy.rules.prize import PrizeData
from app.policy.rules.promotion import PromotionData
from app.policy.rules.provision import ProvisionData
from app.policy.rules.recognition import RecognitionData
from app.policy.rules.standard import StandardData
from app.policy.rules.subsidies import CappedShareData, MonthlyData, TrainingLimitData
from app.policy.rules.title import TitleData
from app.policy.values import Day, ReadBy, Whole, resolved
from app.policy.vocabulary import Form, Level, Medal, Series

DOCUMENT_NUMBER = r"^[\u4e00-\u9fff]+〔\d{4}〕\d+号$"


@dataclass(kw_only=True)
class DocumentData(Strict):
    """An official document. `number` is empty for a paper without a 文号; `file` holds its text.

    A document whose original nobody has seen has no file but says in `reported_by` who told of it. Where not
    even its title is known, `title` is left out and `known_as` describes it; `known_of_date` says what is
    known of its day.
    """

    number: Annotated[str, Field(pattern=rf"^$|{DOCUMENT_NUMBER}")] = ""
    title: str = ""
    signed_on: Day | None = None
    issued_by: str = ""
    file: str = ""
    reported_by: str = ""
    known_as: str = ""
    known_of_date: str = ""
    received_as: str = ""
    left_out: str = ""
    supersedes: list[Word] = field(default_factory=list)
    superseded_by: str = ""
    based_on: list[Word] = field(default_factory=list)
    last_checked_in_force: Day | None = None


@dataclass(kw_only=True)
class QuestionData(Strict):
    """What the document leaves open (`silence`), or the answer it gives (`settled`, with its text).

    `series` are those that the question is about: a ruling for the whole policy reaches no contest that is
    known to be of another.
    """

    id: Word
    clause: Word
    text: str = ""
    silence: str = ""
    answers: Annotated[list[Word], MinLen(2)] | None = None
    settled: str = ""
    series: list[Series] = field(default_factory=list)


@dataclass(kw_only=True)
class MedalRanksData(Strict):
    """Which rank a medal stands for in the contests of a series, and the document that says so (`basis`)."""

    basis: Word
    ranks: Annotated[dict[Medal, Annotated[Whole, Ge(1)]], MinLen(1)]


@dataclass(kw_only=True)
class SignsData(Strict):
    """Words in a name that raise a question, and what counts as home and as elsewhere at each level."""

    selection: list[Word] = field(default_factory=list)
    kept_events: dict[Word, list[Word]] = field(default_factory=dict)
    demonstration: list[Word] = field(default_factory=list)
    forms: dict[Word, Form] = field(default_factory=dict)
    home: dict[Level, list[Word]] = field(default_factory=dict)
    elsewhere: dict[Level, list[Word]] = field(default_factory=dict)
    medal_ranks: dict[Series, MedalRanksData] = field(default_factory=dict)


@dataclass(kw_only=True)
class CaseData(Strict):
    """A case in a policy officer's words: what is given, what is expected.

    With `rule` it asks that rule alone; without, it gives results and expects awards.
    """

    name: Word
    rule: str = ""
    given: Annotated[dict[str, Any], ReadBy(resolved)]
    expect: Annotated[dict[str, Any], ReadBy(resolved)]


def _kind_of(rule: Any) -> str:
    """Return a rule's kind, as written or as its values show it."""
    if not isinstance(rule, dict):
        return str(getattr(rule, "kind", ""))
    if "kind" in rule:
        return str(rule["kind"])
    values = rule.get("values")
    first = next(iter(values.values()), None) if isinstance(values, dict) else None
    keys = first if isinstance(first, dict) else {}
    return "title" if "designation" in keys else "standard" if "by_medal" in keys else "prize"


RuleVariant = Annotated[
    Annotated[PrizeData, Tag("prize")]
    | Annotated[TitleData, Tag("title")]
    | Annotated[StandardData, Tag("standard")]
    | Annotated[EligibilityData, Tag("eligibility")]
    | Annotated[PromotionData, Tag("promotion")]
    | Annotated[FrequencyData, Tag("frequency")]
    | Annotated[CappedShareData, Tag("capped-share")]
    | Annotated[MonthlyData, Tag("monthly")]
    | Annotated[TrainingLimitData, Tag("training-limit")]
    | Annotated[IntroductionData, Tag("introduction")]
    | Annotated[RecognitionData, Tag("recognition")]
    | Annotated[ProvisionData, Tag("provision")],
    Discriminator(_kind_of),
]


@dataclass(kw_only=True)
class PolicyFile(Strict):
    """One file of a pack. `documents` describes further documents that values of its rules rest on."""

    policy: Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]*$")]
    title: str = ""
    city: str = ""
    based_on: str = ""
    document: str | DocumentData | None = None
    documents: list[DocumentData] = field(default_factory=list)
    rules: list[RuleVariant] = field(default_factory=list)
    questions: list[QuestionData] = field(default_factory=list)
    signs: SignsData | None = None
    cases: list[CaseData] = field(default_factory=list)


@dataclass(kw_only=True)
class LibraryFile(Strict):
    """The index of the documents that come with the program."""

    documents: list[DocumentData]
