"""Pre-flight: everything that would go wrong on paper, found before a number is taken."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from sqlalchemy.orm import Session

from app.certificates.due import due_certificates
from app.certificates.numbering import number_prefix, number_text
from app.certificates.outcomes import DueCertificate, Obstacle, Preflight
from app.certificates.templates import composer_for
from app.certificates.wording import face_of
from app.errors import DocumentError, MissingGlyphError
from app.printing import Composer, FontPool
from app.progress import Progress
from app.settings import registry_settings
from app.words import tr

_LISTED = 20  # obstacles named in one message
_EVERY = 200
_SAMPLE = 99_999  # a number as wide as any, for a page that has none yet


def preflight_report(
    session: Session, *, contest: str | None = None, progress: Progress | None = None
) -> Preflight:
    """Return what stands in the way of printing all that is due; nothing is numbered."""
    dues = due_certificates(session, contest=contest)
    fresh = [each for each in dues if not each.number]
    issuable = [each for each in fresh if each.can_be_issued]
    composer = composer_for(FontPool(), registry_settings(session))
    return Preflight(
        due=len(dues),
        already_issued=len(dues) - len(fresh),
        unconfirmed=sum(not each.is_confirmed for each in fresh),
        held=sum(each.is_confirmed and each.is_held for each in fresh),
        obstacles=tuple(obstacles(session, issuable, composer, progress=progress)),
    )


def obstacles(
    session: Session,
    dues: Sequence[DueCertificate],
    composer: Composer,
    *,
    progress: Progress | None = None,
) -> list[Obstacle]:
    """Return what stands in the way of the whole run, then of each certificate, in their order."""
    found = shared_obstacles(composer)
    prefix, label = number_prefix(session), tr("certificates.checking")
    for index, each in enumerate(dues):
        if progress is not None and index % _EVERY == 0:
            progress.report(index, len(dues), label)
        found += _of_one(each, composer, number=number_text(each, _SAMPLE, prefix=prefix))
    return found


def shared_obstacles(composer: Composer) -> list[Obstacle]:
    """Return what is wrong with the text that is the same on every page: the issuer's name."""
    label = tr("certificates.field.issuer")
    return [
        Obstacle(code, composer.constants.get("issuer", ""), label, _detail(code, detail))
        for code, detail in composer.static_problems()
    ]


def _of_one(due: DueCertificate, composer: Composer, *, number: str) -> list[Obstacle]:
    fields = face_of(due).fields(number=number, issuer=composer.constants.get("issuer", ""))
    problems = [("empty-field", tr(f"certificates.field.{name}")) for name in _empty(due)]
    problems += [
        ("private-use", code_point(character)) for character in fields["name"] if _is_private(character)
    ]
    problems += [
        (code, _detail(code, detail))
        for code, detail in composer.problems(fields)
        if not (code == "missing-glyph" and _is_private(detail))
    ]
    return [Obstacle(code, due.person_name, due.event, detail, due.result_id) for code, detail in problems]


def _detail(code: str, detail: str) -> str:
    return code_point(detail) if code == "missing-glyph" else detail


def _empty(due: DueCertificate) -> list[str]:
    face = face_of(due)
    facts = {
        "name": face.name,
        "contest": face.contest,
        "event": due.event.strip(),
        "achievement": face.achievement,
    }
    return [name for name, text in facts.items() if not text]


def _is_private(character: str) -> bool:
    return unicodedata.category(character) == "Co"


def code_point(character: str) -> str:
    """Return a character with its number: 䶮（U+4DAE）."""
    return f"{character}（U+{ord(character):04X}）"


def refuse(found: Sequence[Obstacle]) -> None:
    """Raise the error that stops a run: MissingGlyphError names the first person and character."""
    if not found:
        return
    listed = "\n".join(each.text for each in found[:_LISTED])
    missing = next((each for each in found if each.code == "missing-glyph"), None)
    if missing is not None:
        character, _, code = missing.detail.partition("（")
        raise MissingGlyphError(
            "certificate-missing-glyph",
            person=missing.person_name,
            character=character,
            unicode=code.rstrip("）"),
            obstacles=listed,
        )
    raise DocumentError("certificate-obstacles", count=len(found), obstacles=listed)
