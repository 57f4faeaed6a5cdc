"""Accept a policy pack of the user's own (政策包审核): put up by one person, accepted by another.

Until then the policy that is in force stays so, and a pack changed afterwards is another pack: what counts
are the bytes that were accepted.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.accounts import Right, require_second_person
from app.awards.assessment.assess import AssessReport, assess_all
from app.changes import Changes
from app.errors import AppError, ConflictError, NotFoundError
from app.policy import (
    Policy,
    PolicyDifference,
    content_digest,
    installed_policies,
    offered_packs,
    pack_content,
    policy_differences,
    policy_of_content,
)
from app.policy_in_force import policy_in_force, policy_keys
from app.progress import Progress
from app.settings import registry_settings
from app.transitions import Noun, move, record_change
from app.unit_of_work import UnitOfWork
from app.words import error_text
from models import PolicyPack
from models.policy_pack import PackState

NEW, CHANGED, FAULTY, MISSING = "new", "changed", "faulty", "missing"


@dataclass(frozen=True, slots=True)
class PackOffer:
    """A pack of the user's own, as it stands in the folder and on record.

    `state` is "new" (never put up), "submitted", "accepted" (in force as it lies there), "changed" (it
    differs from what was put up or accepted, and does not count), "faulty" (`problem` says why) or "missing"
    (accepted and in force, its files are gone from the folder).
    """

    policy: str
    title: str
    sha256: str
    state: str
    replaces_own: bool
    submitted_by: str = ""
    accepted_by: str = ""
    problem: str = ""

    @property
    def counts(self) -> bool:
        """Return whether what lies in the folder is what the registry works by."""
        return self.state == PackState.ACCEPTED


def pack_offers(session: Session) -> list[PackOffer]:
    """Return the packs of the user's folder and those in force from there, with what has become of each."""
    folders = offered_packs()
    accepted = set(session.scalars(select(PolicyPack.policy).where(PolicyPack.state == PackState.ACCEPTED)))
    return [_offer(session, key, folders.get(key)) for key in sorted({*folders, *accepted})]


def pack_differences(session: Session, key: str) -> list[PolicyDifference]:
    """Return what the pack in the user's folder says differently from what is in force.

    Raise NotFoundError where there is no such pack, PolicyFileError where it is faulty.
    """
    return policy_differences(_standing(session, key), offered_policy(key))


def offered_policy(key: str) -> Policy:
    """Return the policy of a pack in the user's folder. Raise NotFoundError, PolicyFileError."""
    return policy_of_content(key, pack_content(_folder(key)))


def submit_pack(work: UnitOfWork, key: str) -> str:
    """Put up the pack as it lies in the user's folder; return its digest. Nothing changes yet.

    Raise NotFoundError, PolicyFileError with every fault, ConflictError where this very state was put up.
    """
    work.require(Right.RECORD)
    content = pack_content(_folder(key))
    policy = policy_of_content(key, content)
    digest = content_digest(content)
    for standing in _rows(work.session, key, PackState.SUBMITTED, PackState.ACCEPTED):
        if standing.sha256 == digest:
            raise ConflictError("pack-submitted-before", policy=key, user=standing.submitted_by)
        if standing.state == PackState.SUBMITTED:
            move(work, Noun.POLICY_PACK, standing, PackState.REPLACED, reason="replaced", follows=True)
    pack = PolicyPack(
        policy=key,
        title=policy.title,
        sha256=digest,
        content=json.dumps(content, ensure_ascii=False, sort_keys=True),
        submitted_by=work.actor.name,
        submitted_at=work.now,
    )
    work.session.add(pack)
    work.session.flush()
    record_change(work, Noun.POLICY_PACK, pack)
    work.audit("submit", Noun.POLICY_PACK, pack.id, detail={"policy": key, "sha256": digest})
    work.touched(Changes.SETTINGS)
    return digest


def accept_pack(
    work: UnitOfWork, key: str, *, sha256: str, progress: Progress | None = None
) -> AssessReport | None:
    """Accept what was put up; it is in force from now on, and proposals are assessed anew.

    `sha256` is the digest that was looked at (its first characters do). Raise NotFoundError where nothing
    waits, ConflictError where something else does or by whoever put it up.
    """
    work.require(Right.RULE)
    pack = _waiting(work.session, key)
    require_second_person(work.actor, pack.submitted_by, code="second-person-pack")
    if len(sha256) < 8 or not pack.sha256.startswith(sha256):
        raise ConflictError("pack-other-digest", policy=key, sha256=pack.sha256[:16])
    policy_of_content(key, json.loads(pack.content))  # what is accepted is still sound under this program
    for standing in _rows(work.session, key, PackState.ACCEPTED):
        move(work, Noun.POLICY_PACK, standing, PackState.REPLACED, reason="replaced", follows=True)
        work.session.flush()
    _decide(work, pack, PackState.ACCEPTED)
    return _assessed(work, key, progress)


def refuse_pack(work: UnitOfWork, key: str, *, reason: str) -> None:
    """Refuse what was put up, with the reason. Raise NotFoundError, InputError without a reason."""
    _decide(work, _waiting(work.session, key), PackState.REFUSED, reason=reason)


def withdraw_pack(
    work: UnitOfWork, key: str, *, reason: str, progress: Progress | None = None
) -> AssessReport | None:
    """Take an accepted pack out of force: the program's own policy of that key counts again, if it has one.

    Raise NotFoundError where none is in force, ConflictError where the registry would be left without a
    policy, InputError without a reason.
    """
    pack = next(iter(_rows(work.session, key, PackState.ACCEPTED)), None)
    if pack is None:
        raise NotFoundError("pack-not-in-force", policy=key)
    if registry_settings(work.session).policy == key and key not in installed_policies():
        raise ConflictError("pack-is-the-policy", policy=key)
    _decide(work, pack, PackState.WITHDRAWN, reason=reason)
    return _assessed(work, key, progress)


def _decide(work: UnitOfWork, pack: PolicyPack, state: PackState, *, reason: str = "") -> None:
    pack.decided_by, pack.decided_at = work.actor.name, work.now
    detail = {"policy": pack.policy, "sha256": pack.sha256, "submitted_by": pack.submitted_by}
    move(work, Noun.POLICY_PACK, pack, state, reason=reason, subject=pack.title, detail=detail)
    work.touched(Changes.EVERYTHING)  # whatever is shown may follow from the policy
    work.session.flush()


def _assessed(work: UnitOfWork, key: str, progress: Progress | None) -> AssessReport | None:
    return assess_all(work, progress) if registry_settings(work.session).policy == key else None


def _folder(key: str) -> Path:
    folder = offered_packs().get(key)
    if folder is None:
        raise NotFoundError("pack-missing", policy=key)
    return folder


def _standing(session: Session, key: str) -> Policy | None:
    return policy_in_force(session, key) if key in policy_keys(session) else None


def _rows(session: Session, key: str, *states: PackState) -> list[PolicyPack]:
    query = select(PolicyPack).where(PolicyPack.policy == key, PolicyPack.state.in_(states))
    return list(session.scalars(query.order_by(PolicyPack.id.desc())))


def _waiting(session: Session, key: str) -> PolicyPack:
    pack = next(iter(_rows(session, key, PackState.SUBMITTED)), None)
    if pack is None:
        raise NotFoundError("pack-not-submitted", policy=key)
    return pack


def _offer(session: Session, key: str, folder: Path | None) -> PackOffer:
    rows = _rows(session, key, PackState.SUBMITTED, PackState.ACCEPTED)
    accepted = next((row for row in rows if row.state == PackState.ACCEPTED), None)
    accepted_by = (accepted.decided_by or "") if accepted else ""
    own = key in installed_policies()
    if folder is None:
        known = (accepted.title, accepted.sha256) if accepted else (key, "")
        by = accepted.submitted_by if accepted else ""
        return PackOffer(key, *known, MISSING, own, by, accepted_by)
    try:
        content = pack_content(folder)
        title, digest = policy_of_content(key, content).title, content_digest(content)
    except (AppError, OSError, UnicodeError) as error:
        problem = error_text(error) if isinstance(error, AppError) else str(error)
        return PackOffer(key, key, "", FAULTY, own, accepted_by=accepted_by, problem=problem)
    same = next((row for row in rows if row.sha256 == digest), None)
    state = same.state if same else CHANGED if rows else NEW
    return PackOffer(key, title, digest, state, own, same.submitted_by if same else "", accepted_by)
