"""A provision (条款提示): a clause the program cites where it works by it, without computing from it."""

from __future__ import annotations

from dataclasses import dataclass

from app.policy.model import Rule


@dataclass(frozen=True, slots=True)
class ProvisionRule(Rule):
    """A clause with the honours it names, if it names any."""

    honours: tuple[str, ...] = ()
