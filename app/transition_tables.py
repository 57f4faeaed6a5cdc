"""The states of each noun and the ways between them (状态与流转): one table per noun.

A table says from where to where a record may go, what the move is called in the audit chain, which right it
needs, and whether a reason or a document must be given. `app.transitions.move` goes by them.

Awards that are not frozen (none, blocked, proposed) follow from an assessment: they change among themselves
without history, thousands at a time, and their table says only what is possible.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.accounts import Right
from models.adjustment import AdjustmentState
from models.batch import BatchState
from models.designation import DesignationState
from models.honour import HonourState
from models.introduction import IntroductionState
from models.payment import LineState
from models.policy_pack import PackState
from models.publicity import ObjectionState
from models.recognition import RecognitionState
from models.subsidy import SubsidyState
from models.types import AwardState, CertificateState, ResultState


class Noun(StrEnum):
    """What has states whose moves are recorded."""

    RESULT = "result"
    AWARD = "award"
    ADJUSTMENT = "adjustment"
    CERTIFICATE = "certificate"
    DESIGNATION = "designation"
    RECOGNITION = "recognition"
    HONOUR = "honour"
    INTRODUCTION = "introduction"
    SUBSIDY = "subsidy"
    POLICY_PACK = "policy-pack"
    BATCH = "batch"
    OBJECTION = "objection"
    PAYMENT_LINE = "payment-line"


@dataclass(frozen=True, slots=True)
class Transition:
    """One way a record may go: the audit chain's word for it, the right it needs, and a reason or not.

    `right` None: the move only follows from other moves, nobody makes it by itself.
    """

    action: str
    right: Right | None = None
    needs_reason: bool = False


Ways = dict[str, Transition]
Moves = Mapping[str, Ways]
T = Transition


def _results() -> Moves:
    s = ResultState
    ended: Ways = {
        s.SUPERSEDED: T("supersede", Right.RECORD),
        s.ANNULLED: T("annul", Right.ANNUL, needs_reason=True),
    }
    return {
        s.DRAFT: {s.CONFIRMED: T("confirm", Right.CONFIRM), **ended},
        s.CONFIRMED: ended,
        s.SUPERSEDED: {s.DRAFT: T("reinstate", Right.RECORD), s.CONFIRMED: T("reinstate", Right.RECORD)},
        s.ANNULLED: {s.CONFIRMED: T("restore", Right.ANNUL, needs_reason=True)},
    }


def _awards() -> Moves:
    """Back to «reviewed» is a cancelled step (撤回), allowed until money has moved; only a review itself goes
    back to a proposal. «Withdrawn» is the end of what was decided and never paid, unless its result returns.
    """
    s = AwardState
    computed = T("assess", Right.ASSESS)
    withdrawn: Ways = {s.WITHDRAWN: T("withdraw", Right.ANNUL, needs_reason=True)}
    cancelled: Ways = {s.REVIEWED: T("cancel", Right.APPROVE, needs_reason=True)}
    approved: Ways = {s.APPROVED: T("approve", Right.APPROVE)}
    return {
        s.NONE: {s.BLOCKED: computed, s.PROPOSED: computed},
        s.BLOCKED: {s.NONE: computed, s.PROPOSED: computed},
        s.PROPOSED: {s.NONE: computed, s.BLOCKED: computed, s.REVIEWED: T("review", Right.REVIEW)},
        s.REVIEWED: {
            s.PUBLICISED: T("publicise", Right.ASSEMBLE),
            s.PROPOSED: T("withdraw-review", Right.REVIEW, needs_reason=True),
            **withdrawn,
        },
        s.PUBLICISED: {
            s.HELD: T("hold", Right.ASSEMBLE, needs_reason=True),
            **approved,
            **cancelled,
            **withdrawn,
        },
        s.HELD: {
            s.PUBLICISED: T("release", Right.APPROVE, needs_reason=True),
            **approved,
            **cancelled,
            **withdrawn,
        },
        s.APPROVED: {
            s.IN_PAYMENT: T("send-to-bank", Right.PAY),
            s.PUBLICISED: T("void-approval", Right.APPROVE, needs_reason=True),
            **cancelled,
            **withdrawn,
        },
        s.IN_PAYMENT: {s.PAID: T("pay", Right.PAY), s.APPROVED: T("return", Right.PAY, needs_reason=True)},
        s.PAID: {s.TO_RECOVER: T("recover", Right.ANNUL, needs_reason=True)},
        s.TO_RECOVER: {
            s.RECOVERED: T("recovered", Right.PAY),
            s.PAID: T("lift-recovery", Right.ANNUL, needs_reason=True),  # its result stands again
        },
        s.RECOVERED: {},
        s.WITHDRAWN: {s.PROPOSED: T("reopen")},  # its result stands again
    }


def _adjustments() -> Moves:
    s = AdjustmentState
    return {
        s.OPEN: {s.SETTLED: T("settle", Right.PAY), s.DROPPED: T("drop", needs_reason=True)},
        s.SETTLED: {},
        s.DROPPED: {},
    }


def _certificates() -> Moves:
    s = CertificateState
    return {
        s.ISSUED: {
            s.SUPERSEDED: T("certificate-superseded", Right.ISSUE, needs_reason=True),
            s.REVOKED: T("certificate-revoked", Right.ISSUE, needs_reason=True),
        },
        s.SUPERSEDED: {},
        s.REVOKED: {},
    }


def _designations() -> Moves:
    s = DesignationState
    named = T("designate", Right.NAME)
    return {
        s.BLOCKED: {s.PROPOSED: T("propose"), s.DESIGNATED: T("take-over", Right.NAME)},  # as a successor
        s.PROPOSED: {s.BLOCKED: T("block"), s.DESIGNATED: named},
        s.DESIGNATED: {
            s.UNDER_REVIEW: T("review"),
            s.PASSED_ON: T("pass-on", Right.NAME),
            s.REVOKED: T("revoke", Right.NAME, needs_reason=True),
        },
        s.UNDER_REVIEW: {
            s.DESIGNATED: T("reinstate", Right.NAME),
            s.REVOKED: T("revoke", Right.NAME, needs_reason=True),
        },
        s.PASSED_ON: {},
        s.REVOKED: {},
    }


def _recognitions() -> Moves:
    s = RecognitionState
    revoked = T("revoke", Right.NAME, needs_reason=True)
    return {
        s.PROPOSED: {
            s.RECOGNISED: T("recognise", Right.NAME),
            s.WITHDRAWN: T("withdraw", Right.RECORD, needs_reason=True),
        },
        s.RECOGNISED: {s.UNDER_REVIEW: T("review"), s.REVOKED: revoked},
        s.UNDER_REVIEW: {s.RECOGNISED: T("reinstate", Right.NAME, needs_reason=True), s.REVOKED: revoked},
        s.REVOKED: {},
        s.WITHDRAWN: {},
    }


def _honours() -> Moves:
    s = HonourState
    revoked = T("revoke", Right.NAME, needs_reason=True)
    return {
        s.STANDING: {s.UNDER_REVIEW: T("review"), s.REVOKED: revoked},
        s.UNDER_REVIEW: {s.STANDING: T("reinstate", Right.NAME, needs_reason=True), s.REVOKED: revoked},
        s.REVOKED: {},
    }


def _introductions() -> Moves:
    s = IntroductionState
    return {s.STANDING: {s.WITHDRAWN: T("withdraw", Right.RECORD, needs_reason=True)}, s.WITHDRAWN: {}}


def _subsidies() -> Moves:
    s = SubsidyState
    withdrawn: Ways = {s.WITHDRAWN: T("withdraw", Right.RECORD, needs_reason=True)}
    return {
        s.CLAIMED: {s.APPROVED: T("approve", Right.APPROVE), **withdrawn},
        s.APPROVED: {s.PAID: T("pay", Right.PAY), **withdrawn},
        s.PAID: {s.TO_RECOVER: T("demand-back", Right.ANNUL, needs_reason=True)},
        s.TO_RECOVER: {s.RECOVERED: T("recover", Right.PAY)},
        s.RECOVERED: {},
        s.WITHDRAWN: {},
    }


def _policy_packs() -> Moves:
    s = PackState
    return {
        s.SUBMITTED: {
            s.ACCEPTED: T("accept", Right.RULE),
            s.REFUSED: T("refuse", Right.RULE, needs_reason=True),
            s.REPLACED: T("replace"),
        },
        s.ACCEPTED: {s.REPLACED: T("replace"), s.WITHDRAWN: T("withdraw", Right.RULE, needs_reason=True)},
        s.REFUSED: {},
        s.REPLACED: {},
        s.WITHDRAWN: {},
    }


def _batches() -> Moves:
    """Forward step by step, each by the role whose step it is; back one step with a reason."""
    s = BatchState
    dissolved: Ways = {s.DISSOLVED: T("dissolve", Right.ASSEMBLE, needs_reason=True)}
    return {
        s.DRAFT: {s.REVIEW: T("submit", Right.ASSEMBLE), **dissolved},
        s.REVIEW: {
            s.PUBLICITY: T("review", Right.REVIEW),
            s.DRAFT: T("send-back", Right.REVIEW, needs_reason=True),
            **dissolved,
        },
        s.PUBLICITY: {
            s.APPROVAL: T("close-publicity", Right.ASSEMBLE),
            s.REVIEW: T("send-back", Right.ASSEMBLE, needs_reason=True),
            **dissolved,
        },
        s.APPROVAL: {
            s.PAYMENT: T("approve", Right.APPROVE),
            s.PUBLICITY: T("send-back", Right.APPROVE, needs_reason=True),
            **dissolved,
        },
        s.PAYMENT: {
            s.ARCHIVED: T("archive", Right.ASSEMBLE),
            s.APPROVAL: T("send-back", Right.PAY, needs_reason=True),
        },
        s.ARCHIVED: {},
        s.DISSOLVED: {},
    }


def _objections() -> Moves:
    s = ObjectionState
    decided = T("decide-objection", Right.APPROVE, needs_reason=True)
    return {
        s.OPEN: {
            s.UPHELD: decided,
            s.DISMISSED: decided,
            s.TAKEN_BACK: T("take-objection-back", Right.ASSEMBLE, needs_reason=True),
        },
        s.UPHELD: {},
        s.DISMISSED: {},
        s.TAKEN_BACK: {},
    }


def _payment_lines() -> Moves:
    """A recovery goes from pending to paid when all of it is back; it never goes to the bank."""
    s = LineState
    return {
        s.PENDING: {
            s.EXPORTED: T("export", Right.PAY),
            s.CANCELLED: T("cancel", Right.PAY, needs_reason=True),
            s.PAID: T("repaid", Right.PAY),
        },
        s.EXPORTED: {
            s.PAID: T("pay", Right.PAY),
            s.FAILED: T("fail", Right.PAY, needs_reason=True),
        },
        s.PAID: {},
        s.FAILED: {
            s.REISSUED: T("re-issue", Right.PAY),
            s.CANCELLED: T("give-up", Right.PAY, needs_reason=True),
        },
        s.REISSUED: {},
        s.CANCELLED: {},
    }


TRANSITIONS: Mapping[Noun, Moves] = {
    Noun.RESULT: _results(),
    Noun.AWARD: _awards(),
    Noun.ADJUSTMENT: _adjustments(),
    Noun.CERTIFICATE: _certificates(),
    Noun.DESIGNATION: _designations(),
    Noun.RECOGNITION: _recognitions(),
    Noun.HONOUR: _honours(),
    Noun.INTRODUCTION: _introductions(),
    Noun.SUBSIDY: _subsidies(),
    Noun.POLICY_PACK: _policy_packs(),
    Noun.BATCH: _batches(),
    Noun.OBJECTION: _objections(),
    Noun.PAYMENT_LINE: _payment_lines(),
}
