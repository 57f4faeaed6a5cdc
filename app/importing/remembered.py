"""What the import remembers (记住的读法): headers, words, columns of lists; who said so, how often it served.

Who and when stand in the audit trail, since every act of remembering is recorded; how many imports used a
thing is counted here when they are written. All of it can be revoked, and then lists are read without it.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.clock import BEIJING
from app.errors import NotFoundError
from app.importing.cleaning.word_aliases import set_word_alias, word_aliases
from app.importing.columns.fields import field_titles, header_key
from app.importing.columns.header_aliases import header_aliases, set_header_alias
from app.importing.columns.recipes import Recipe, forget_recipe, stored_recipes
from app.importing.columns.replaying import replay
from app.importing.plan import Plan
from app.importing.reading.cells import compact
from app.importing.reading.sheet import letter
from app.importing.stored_words import store_words, stored_words
from app.printing import Column, ListSheet, Section, running_number
from app.register_workbook import RegisterReport, write_registers
from app.unit_of_work import UnitOfWork
from app.words import scoped, tr
from models import AuditEntry

_w = scoped("importing.remembered")
_USES = "import-uses"


class Remembered(StrEnum):
    """What kind of thing is remembered."""

    HEADER = "header"  # a header: which field its columns hold
    WORD = "word"  # a word of a column: what it means
    COLUMNS = "columns"  # the columns somebody chose for lists with one header


_SUBJECTS = {"import_header": Remembered.HEADER, "import_word": Remembered.WORD}
_SUBJECTS |= {"import_recipe": Remembered.COLUMNS}


@dataclass(frozen=True, slots=True)
class RememberedThing:
    """One thing: its `key`, by which it is revoked (`header:参赛代表`); what it is about and what it means.

    `by` is "" and `at` None where nothing tells who said so; `uses` counts the imports written with it.
    """

    id: int
    key: str
    kind: Remembered
    about: str
    meaning: str
    by: str = ""
    at: datetime | None = None
    uses: int = 0
    used_at: datetime | None = None

    @property
    def said_on(self) -> str:
        """Return when it was said, by the office's clock; "" where that is not known."""
        return _moment(self.at)

    @property
    def last_used(self) -> str:
        """Return when an import used it last, by the office's clock; "" where none did."""
        return _moment(self.used_at)


def _moment(at: datetime | None) -> str:
    return at.astimezone(BEIJING).strftime("%Y-%m-%d %H:%M") if at else ""


def remembered_things(
    session: Session, *, kinds: Collection[str] = (), words: str = ""
) -> list[RememberedThing]:
    """Return everything that is remembered, headers first; `words` are looked for in what it is about."""
    said, uses = _said(session), stored_words(session, _USES)
    things = []
    for number, (kind, key, about, meaning) in enumerate(_things(session), 1):
        whole = f"{kind}:{key}"
        by, at = said.get(whole, ("", None))
        count, used = uses.get(whole, (0, ""))
        used_at = datetime.fromisoformat(used) if used else None
        things.append(RememberedThing(number, whole, kind, about, meaning, by, at, count, used_at))
    wanted = words.casefold()
    return [
        one
        for one in things
        if (not kinds or one.kind in kinds) and wanted in f"{one.about} {one.meaning} {one.by}".casefold()
    ]


def forget_remembered(work: UnitOfWork, key: str) -> RememberedThing:
    """Revoke what is remembered under a key; return what it was. Raises NotFoundError."""
    thing = next((one for one in remembered_things(work.session) if one.key == key), None)
    if thing is None:
        raise NotFoundError("import-remembered-missing", key=key)
    _kind, _, rest = key.partition(":")
    if thing.kind is Remembered.HEADER:
        set_header_alias(work, rest, field=None)
    elif thing.kind is Remembered.WORD:
        field, _, word = rest.partition(":")
        set_word_alias(work, field, word=word, meaning="")
    else:
        forget_recipe(work, rest)
    uses = stored_words(work.session, _USES)
    if uses.pop(key, None) is not None:
        store_words(work, _USES, uses)
    return thing


def count_uses(work: UnitOfWork, plan: Plan) -> None:
    """Count what a plan that is written now was read with."""
    used = set(_used(work.session, plan))
    if used:
        uses = stored_words(work.session, _USES)
        for key in used:
            uses[key] = [uses.get(key, (0, ""))[0] + 1, work.now.isoformat()]
        store_words(work, _USES, uses)


def write_remembered(session: Session, out: Path | str, *, now: datetime) -> RegisterReport:
    """Write everything that is remembered as a workbook. Raises DocumentError."""
    columns: tuple[Column[RememberedThing], ...] = (
        running_number(tr("importing.batch.number")),
        Column(_w("kind"), 12, lambda one: _w(f"kinds.{one.kind}"), "center"),
        Column(_w("about"), 50, lambda one: one.about),
        Column(_w("meaning"), 50, lambda one: one.meaning),
        Column(_w("by"), 12, lambda one: one.by, "center"),
        Column(_w("at"), 18, lambda one: one.said_on, "center"),
        Column(_w("uses"), 9, lambda one: one.uses, "right", "number"),
        Column(_w("used"), 18, lambda one: one.last_used, "center"),
        Column(_w("key"), 30, lambda one: one.key),
    )
    sheet = ListSheet(_w("title"), columns, [Section(remembered_things(session))], empty=_w("none"))
    return write_registers(session, out, [sheet], now=now)


def _things(session: Session) -> Iterator[tuple[Remembered, str, str, str]]:
    """Yield kind, key within the kind, what it is about, what it means."""
    titles = field_titles()
    for header, field in sorted(header_aliases(session).items()):
        yield Remembered.HEADER, header, header, titles.get(field, field) or tr("importing.text.told-unread")
    for field, words in sorted(word_aliases(session).items()):
        for word, meaning in sorted(words.items()):
            yield Remembered.WORD, f"{field}:{word}", f"{titles.get(field, field)}：{word}", meaning
    for key, recipe in sorted(stored_recipes(session).items()):
        yield Remembered.COLUMNS, key, _w("list", file=recipe.file), _columns(recipe)


def _columns(recipe: Recipe) -> str:
    titles = field_titles()
    said = []
    for column, name in sorted(recipe.columns.items()):
        label = recipe.labels[column] if column < len(recipe.labels) else ""
        place = f"{letter(column)} {label}".strip()
        said.append(f"{place} → {titles.get(name, name) or tr('importing.text.told-unread')}")
    return "，".join(said)


def _said(session: Session) -> dict[str, tuple[str, datetime]]:
    """Return who said each thing last, and when, as the audit trail has it."""
    query = (
        select(AuditEntry.subject, AuditEntry.subject_id, AuditEntry.detail, AuditEntry.actor, AuditEntry.at)
        .where(AuditEntry.subject.in_(_SUBJECTS), AuditEntry.action == "remember")
        .order_by(AuditEntry.id)
    )
    found = {}
    for subject, subject_id, detail, actor, at in session.execute(query):
        kind = _SUBJECTS[subject]
        rest = subject_id
        if kind is Remembered.WORD:
            rest = f"{subject_id}:{compact(str(json.loads(detail).get('word', '')))}"
        found[f"{kind}:{rest}"] = actor, at
    return found


def _used(session: Session, plan: Plan) -> Iterator[str]:
    """Yield the keys of what a plan was read with."""
    headers, recipes = header_aliases(session), stored_recipes(session)
    for sheet in plan.sheets:
        mapping = plan.staged.file.mapping.get(sheet.name)
        for number, region in enumerate(sheet.regions):
            yield from (
                f"{Remembered.HEADER}:{key}"
                for column in region.columns
                if column.found_by == "remembered" and (key := header_key(column.header)) in headers
            )
            used = replay(recipes, [column.header for column in region.columns])
            chosen = mapping.chosen(region.bottom, is_first=number == 0) if mapping is not None else {}
            if used is not None and used.columns and not chosen:
                yield f"{Remembered.COLUMNS}:{used.key}"
    explained = {compact(finding.value) for finding in plan.findings if finding.code == "word-explained"}
    for field, words in word_aliases(session).items():
        yield from (f"{Remembered.WORD}:{field}:{word}" for word in words if word in explained)
