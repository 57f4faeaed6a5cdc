"""The publicity notice (公示): what the public is told of a batch, with the list as its annex.

The same sentences make the Word file (from a template that the office may edit), the PDF and the workbook. It
holds no number of a person and no instruction to the office; the finished file passes the leak gate.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from app.batches import PublicityRow
from app.capitals import capitals
from app.documents import atomic_output
from app.done_alone import paper_settings
from app.errors import ConflictError, InputError
from app.formats import chinese_date, money_in_yuan
from app.leak_gate import people_on_paper, refuse_leaking
from app.papers.batch_facts import BatchFacts, PaperAward, batch_facts, namesakes
from app.papers.marks import paper_marks
from app.papers.word_templates import fill_word_template
from app.printing import (
    ClosingLine,
    Column,
    Letter,
    ListPaper,
    ListSheet,
    Section,
    money_column,
    papers_pdf,
    running_number,
    write_list_workbook,
)
from app.settings import RegistrySettings
from app.words import scoped, tr

NOTICE_TEMPLATE = "publicity-notice"
REQUIRED_FIELDS = frozenset(("title", "state", "annex", "issuer", "date", "rows", "namesakes"))
FACTS_OF_PARAGRAPHS = frozenset(("total", "starts_on", "ends_on", "working_days", "contact"))
_MOST_CONTESTS = 3  # named in the text; the list names them all
_w = scoped("papers.notice")


@dataclass(frozen=True, slots=True)
class NoticeReport:
    """What a notice says: how many awards and people, and what they come to in fen."""

    path: Path
    awards: int
    people: int
    total_fen: int


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice in sentences, with the rows of its annex. `namesakes` tells people of one name apart."""

    title: str
    paragraphs: tuple[str, ...]
    annex: str
    issuer: str
    date: str
    state: str
    rows: tuple[PaperAward, ...]
    namesakes: str
    facts: Mapping[str, str]


def publicity_notice(
    session: Session,
    batch_id: int,
    out: Path | str,
    *,
    now: datetime,
    told_apart: Mapping[int, str] | None = None,
) -> NoticeReport:
    """Write the notice of a batch as docx, pdf or xlsx (the list), by the name of `out`; whole or not at all.

    `told_apart` gives, by award, what is put behind a name where people of one name have one unit and one
    event. Raises NotFoundError, ConflictError where the batch has no awards or is not published yet or people
    cannot be told apart, InputError for another kind of file, DocumentError where personal facts are found.
    """
    target = Path(out)
    kind = target.suffix.lower().removeprefix(".")
    if kind not in _WRITERS:
        raise InputError("notice-kind", path=target)
    facts = batch_facts(session, batch_id)
    settings = paper_settings(session, [award.award_id for award in facts.awards])
    notice = notice_of(facts, settings, told_apart=told_apart or {})
    contact = facts.publication.contact if facts.publication else ""
    people = people_on_paper(session, [row.person_id for row in facts.awards], allowed_in=[contact])
    with atomic_output(target, kind=kind) as unfinished:
        _WRITERS[kind](notice, unfinished, now)
        refuse_leaking(session, unfinished, people)
    return NoticeReport(target, len(facts.awards), facts.people, facts.total_fen)


def notice_of(facts: BatchFacts, settings: RegistrySettings, *, told_apart: Mapping[int, str]) -> Notice:
    """Return the notice of a batch in sentences. Raises ConflictError."""
    published = facts.publication
    if published is None:
        raise ConflictError("notice-not-published", batch=facts.name)
    if not published.contact.strip():
        raise ConflictError("notice-without-contact", batch=facts.name)
    rows = tuple(_told_apart(award, told_apart) for award in facts.awards)
    return Notice(
        title=_w("title", batch=facts.name),
        paragraphs=_paragraphs(facts, published, settings),
        annex=_w("annex"),
        issuer=settings.issuer,
        date=chinese_date(published.starts_on),
        state=paper_marks(settings),
        rows=rows,
        namesakes=_namesakes_line(rows),
        facts=_facts(facts, published),
    )


def _facts(facts: BatchFacts, published: PublicityRow) -> dict[str, str]:
    """Return the single facts, for templates that word the notice themselves."""
    return {
        "batch": facts.name,
        "basis": "、".join(facts.bases),
        "contests": "、".join(facts.contests),
        "people": str(facts.people),
        "count": str(len(facts.awards)),
        "total": money_in_yuan(facts.total_fen),
        "capitals": capitals(facts.total_fen),
        "starts_on": chinese_date(published.starts_on),
        "ends_on": chinese_date(published.ends_on),
        "working_days": str(published.working_days),
        "place": published.place.strip(),
        "contact": published.contact.strip(),
    }


def _paragraphs(facts: BatchFacts, published: PublicityRow, settings: RegistrySettings) -> tuple[str, ...]:
    contests = "、".join(f"“{name}”" for name in facts.contests[:_MOST_CONTESTS])
    if len(facts.contests) > _MOST_CONTESTS:
        contests = _w("contests", contests=contests, count=len(facts.contests))
    total = {"total": money_in_yuan(facts.total_fen), "capitals": capitals(facts.total_fen)}
    days = {"starts": chinese_date(published.starts_on), "ends": chinese_date(published.ends_on)}
    counts = {"people": facts.people, "awards": len(facts.awards)}
    decision = _w("decision", basis="、".join(facts.bases), contests=contests, **counts, **total)
    where = _w("place", place=published.place.strip()) if published.place.strip() else ""
    return (
        decision if facts.bases else _w("decision-without-basis", contests=contests, **counts, **total),
        _w("period", days=published.working_days, where=where, **days),
        _w("objections", issuer=settings.issuer),
        _w("contact", contact=published.contact.strip()),
    )


def _told_apart(award: PaperAward, told_apart: Mapping[int, str]) -> PaperAward:
    words = told_apart.get(award.award_id, "").strip()
    return replace(award, person=_w("name-with", name=award.person, words=words)) if words else award


def _namesakes_line(rows: Sequence[PaperAward]) -> str:
    """Return who of one name is somebody else, told apart by unit, else by event; "" where nobody is.

    Raises ConflictError where neither tells them apart: a person must say how.
    """
    parts = []
    for same in namesakes(rows):
        for tells in ("unit", "event"):
            people: dict[str, set[int]] = {}
            for row in same:
                people.setdefault(getattr(row, tells), set()).add(row.person_id)
            if all(len(ids) == 1 for ids in people.values()) and "" not in people:
                words = {row.person_id: getattr(row, tells) for row in reversed(same)}
                listed = dict.fromkeys(words[row.person_id] for row in same)
                parts.append(_w("namesakes-one", name=same[0].person, words="、".join(listed)))
                break
        else:
            ids = "、".join(str(row.award_id) for row in same)
            raise ConflictError("notice-namesakes", person=same[0].person, awards=ids)
    return _w("namesakes", people="；".join(parts)) if parts else ""


def _columns() -> list[Column[PaperAward]]:
    title = scoped("papers.notice-columns")
    return [
        running_number(title("number"), width=7),
        Column(title("person"), 13, lambda row: row.person, "center"),
        Column(title("unit"), 34, lambda row: row.unit),
        Column(title("contest"), 34, lambda row: row.contest),
        Column(title("event"), 24, lambda row: row.event),
        Column(title("place"), 10, lambda row: row.place, "center"),
        money_column(title("amount"), 17, lambda row: row.amount_fen, is_summed=True),
    ]


def _sheet(notice: Notice) -> ListSheet[PaperAward]:
    return ListSheet(
        name=_w("sheet"),
        title=notice.annex,
        columns=_columns(),
        sections=[Section(notice.rows)],
        state=notice.state,
        line=tr("papers.unit-of-money"),
        total=_w("total", count=len(notice.rows)),
        closing=[ClosingLine(notice.namesakes, height=40)] if notice.namesakes else [],
    )


def _write_pdf(notice: Notice, file: Path, now: datetime) -> None:
    letter = Letter(
        title=notice.title,
        paragraphs=notice.paragraphs,
        annexes=(notice.annex,),
        issuers=(notice.issuer,),
        day=notice.date,
        state=notice.state,
    )
    annex = ListPaper(_sheet(notice), annex_of=_w("annex-word"))
    file.write_bytes(
        papers_pdf(
            [letter, annex], title=notice.title, author=notice.issuer, made_at=now, numbering="official"
        )
    )


def _write_docx(notice: Notice, file: Path, now: datetime) -> None:
    fields = {
        **notice.facts,
        "title": notice.title,
        "state": notice.state,
        "paragraphs": list(notice.paragraphs),
        "annex": notice.annex,
        "issuer": notice.issuer,
        "date": notice.date,
        "rows": [_row_fields(number, row) for number, row in enumerate(notice.rows, start=1)],
        "namesakes": notice.namesakes,
    }
    fill_word_template(
        NOTICE_TEMPLATE,
        file,
        fields,
        required=REQUIRED_FIELDS,
        instead={"paragraphs": FACTS_OF_PARAGRAPHS},
        title=notice.title,
        author=notice.issuer,
        made_at=now,
    )


def _row_fields(number: int, row: PaperAward) -> dict[str, str]:
    return {
        "number": str(number),
        "person": row.person,
        "unit": row.unit,
        "contest": row.contest,
        "event": row.event,
        "group": row.group,
        "place": row.place,
        "amount": money_in_yuan(row.amount_fen),
    }


def _write_xlsx(notice: Notice, file: Path, now: datetime) -> None:
    write_list_workbook(file, [_sheet(notice)], title=notice.annex, author=notice.issuer, made_at=now)


_WRITERS = {"pdf": _write_pdf, "docx": _write_docx, "xlsx": _write_xlsx}
