"""Calculation slips (核算单): one page per person, with facts, clauses word for word, steps, rulings, seal.

What stands on it is the explanation itself, the same object as on the screen and the command line.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.accounts import AuditDigest
from app.awards.explain import AwardDetail, award_details
from app.awards.filters import EVERYTHING, WAITING, AwardFilter, award_ids
from app.awards.payable import NOT_PAID_YET, Hindrance, LeftOut, hindrances
from app.awards.rows import AwardRow, award_counts, award_page, place_words
from app.capitals import capitals
from app.clock import office_day
from app.documents import atomic_output
from app.done_alone import done_alone, marked
from app.errors import NotFoundError
from app.formats import chinese_date
from app.known_names import contest_named
from app.policy import Explanation
from app.printing import TextBlock, TextPage, missing_characters, text_pages_pdf
from app.progress import Progress
from app.settings import RegistrySettings, registry_settings
from app.words import tr

MOST_AT_ONCE = 5_000
"""So many awards at most are printed in one file with those that come to nothing: some minutes' work."""


@dataclass(frozen=True, slots=True)
class SlipReport:
    """What was written: how many people, how many awards they have, and which awards have no slip."""

    people: int
    awards: int
    left_out: tuple[LeftOut, ...] = ()


def slip_awards(
    session: Session, *, contest: str | None = None, batch_id: int | None = None
) -> tuple[Sequence[int], int]:
    """Return the awards of which everybody gets a slip, and how many of «nothing» are left out of them.

    Where all awards, or all of the contest or batch named, are more than `MOST_AT_ONCE`, only those that
    are due or wait are chosen. Raises NotFoundError where there is no such contest.
    """
    of_contest = EVERYTHING if contest is None else AwardFilter(contest_id=contest_named(session, contest))
    everything = replace(of_contest, batch_id=batch_id)
    chosen = award_ids(session, everything, limit=MOST_AT_ONCE + 1)
    if len(chosen) <= MOST_AT_ONCE:
        return chosen, 0
    waiting = award_ids(session, replace(everything, statuses=WAITING.statuses))
    return waiting, sum(count.awards for count in award_counts(session, everything)) - len(waiting)


def slips_pdf(
    session: Session,
    award_ids: Sequence[int],
    *,
    now: datetime,
    digest: AuditDigest,
    progress: Progress | None = None,
) -> bytes:
    """Return the slips of these awards as a PDF, a person's awards on one page. Raises NotFoundError."""
    people = _by_person(session, award_ids, progress)
    facts = _settings_of(session, people)
    pages = [_page(details, facts[details[0].row.person_id], now=now, digest=digest) for details in people]
    return text_pages_pdf(pages, title=tr("awards.slip.title"), made_at=now)


def export_slips(
    session: Session,
    out: Path | str,
    *,
    award_ids: Sequence[int],
    now: datetime,
    digest: AuditDigest,
    progress: Progress | None = None,
) -> SlipReport:
    """Write the slips of these awards to `out`, whole or not at all; `digest` stands at their feet.

    An award whose result no longer stands, or that comes out otherwise today, is left out and named, and so
    are the awards of a person whose slip holds a character that no font has. Raises NotFoundError where
    nothing is left, MissingGlyphError where nothing is left that can be printed.
    """
    rows = award_page(session, award_ids)
    open_ones = [row for row in rows if row.state in NOT_PAID_YET]
    stopped = hindrances(session, open_ones, progress=progress)
    wanted = [row.id for row in rows if row.id not in stopped]
    if not wanted:
        raise NotFoundError("slip-nothing")
    people = _by_person(session, wanted, progress)
    facts = _settings_of(session, people)
    pages = [
        (details, _page(details, facts[details[0].row.person_id], now=now, digest=digest))
        for details in people
    ]
    printable = [page for page in pages if not missing_characters(page[1])] or pages
    with atomic_output(out, kind="pdf") as temporary:
        pdf = text_pages_pdf([page for _, page in printable], title=tr("awards.slip.title"), made_at=now)
        temporary.write_bytes(pdf)
    left_out = [stopped[row.id] for row in rows if row.id in stopped]
    left_out += [one for details, page in pages for one in _unprintable(details, page)]
    return SlipReport(len(printable), sum(len(details) for details, _ in printable), tuple(left_out))


def _settings_of(session: Session, people: Sequence[Sequence[AwardDetail]]) -> dict[int, RegistrySettings]:
    """Return, by person, the registry's settings for the person's slip: only those done alone say so."""
    usual = registry_settings(session)
    alone = done_alone(session, [detail.row.id for details in people for detail in details])
    return {
        details[0].row.person_id: marked(usual) if any(one.row.id in alone for one in details) else usual
        for details in people
    }


def _unprintable(details: Sequence[AwardDetail], page: TextPage) -> list[LeftOut]:
    """Return a person's awards as left out, where no font has some characters of the page."""
    characters = "、".join(f"{sign}（U+{ord(sign):04X}）" for sign in missing_characters(page))
    if not characters:
        return []
    return [LeftOut(detail.row, Hindrance.UNPRINTABLE, characters=characters) for detail in details]


def _by_person(
    session: Session, award_ids: Sequence[int], progress: Progress | None
) -> list[list[AwardDetail]]:
    people: dict[int, list[AwardDetail]] = {}
    for done, detail in enumerate(award_details(session, award_ids)):
        if progress is not None:
            progress.report(done, len(award_ids), tr("awards.slip.making"))
        people.setdefault(detail.row.person_id, []).append(detail)
    return list(people.values())


def _page(
    details: Sequence[AwardDetail], facts: RegistrySettings, *, now: datetime, digest: AuditDigest
) -> TextPage:
    row = details[0].row
    states = [tr("payments.rehearsal-status")] if facts.is_rehearsal else []
    states += [facts.one_person_mark] if facts.one_person_mark else []
    states += [] if all(detail.is_frozen for detail in details) else [tr("awards.slip.draft")]
    day = chinese_date(office_day(now))
    return TextPage(
        title=tr("awards.slip.title"),
        subject=tr("awards.slip.subject", person=row.person, issuer=facts.issuer, day=day),
        state="　　".join(states),
        blocks=(
            *(block for place in range(len(details)) for block in _blocks(details, place)),
            TextBlock("", ("\u3000", tr("awards.slip.signatures"))),
        ),
        holder=_holder(row),
        foot=f"{details[0].explanation.seal}\n{digest.text()}",
    )


def _holder(row: AwardRow) -> str:
    """Return the masked ID number as a further sheet names it, "" where none is recorded."""
    if not row.id_number:
        return ""
    return tr("awards.slip.holder", label=tr("awards.who.id-number"), number=row.id_number)


def _blocks(details: Sequence[AwardDetail], place: int) -> list[TextBlock]:
    """Return what is said of one of a person's awards; who it is stands with the first one alone."""
    row, explanation = details[place].row, details[place].explanation
    said = _said_once(details[0].explanation) if place else frozenset()
    head = tr(
        "awards.slip.award", contest=row.contest, event=row.event, place=place_words(row), number=row.id
    )
    facts = tr("policy.explain.facts")
    parts = [
        TextBlock(heading.strip("【】"), kept, in_columns=heading == facts)
        for heading, lines in explanation.parts()
        if (kept := tuple(line for line in lines if line not in said))
    ]
    seal = TextBlock("", (_reviewed_words(details[place]),), is_note=True)
    return [TextBlock(head, (_conclusion(explanation),), is_section=True), *parts, seal]


def _conclusion(explanation: Explanation) -> str:
    """Return the outcome in one sentence, an amount in capitals too."""
    if explanation.amount_fen is None:
        return explanation.conclusion
    words = {"words": explanation.conclusion, "capitals": capitals(explanation.amount_fen)}
    return tr("awards.slip.in-capitals", **words)


def _reviewed_words(detail: AwardDetail) -> str:
    """Return who reviewed the award and when, if anybody did, and the digest of its explanation."""
    sha = detail.explanation.sha256
    if detail.reviewed_at is None:
        return tr("awards.slip.seal", sha=sha)
    day = chinese_date(office_day(detail.reviewed_at))
    return tr("awards.slip.reviewed", by=detail.reviewed_by, day=day, sha=sha)


def _said_once(explanation: Explanation) -> frozenset[str]:
    """Return the lines that hold for all of a person's awards: who it is, what is known of documents."""
    labels = tuple(tr(f"awards.who.{name}") for name in ("person", "id-number", "unit"))
    lines = [line for _, lines in explanation.parts() for line in lines]
    notes = {f"{name}：" for name, _ in explanation.documents}
    return frozenset(line for line in lines if line.startswith((*labels, *notes)))
