"""`packs`: the user's own policy packs: list, show what differs, put up, accept, refuse, withdraw."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from sqlalchemy.orm import Session

from app.awards import (
    PackOffer,
    accept_pack,
    active_rule_set,
    compare_rule_sets,
    offered_policy,
    pack_differences,
    pack_offers,
    refuse_pack,
    submit_pack,
    withdraw_pack,
)
from app.awards import RuleSet as Rules
from app.commands.acting import acting
from app.commands.console import Console
from app.commands.registry import add_common, opened, require_actor
from app.errors import NotFoundError
from app.formats import money, yuan
from app.policy import WhatIf
from app.words import tr

_ACTIONS = ("list", "show", "submit", "accept", "refuse", "withdraw")
_SHOWN_DIGITS = 16


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar=" | ".join(_ACTIONS), required=True)
    for name in _ACTIONS:
        one = actions.add_parser(name, help=tr(f"cli.option.packs-{name}"))
        add_common(one)
        if name != "list":
            one.add_argument("key", metavar="POLICY", help=tr("cli.option.packs-key"))
        if name in ("submit", "accept", "refuse", "withdraw"):
            require_actor(one)
        if name == "accept":
            one.add_argument("--sha256", metavar="DIGEST", required=True, help=tr("cli.option.packs-sha256"))
        if name in ("refuse", "withdraw"):
            one.add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))


def run(arguments: Namespace, console: Console) -> int:
    """List packs, show one, or move one on."""
    acts = {"list": _list, "show": _show, "submit": _submit, "accept": _accept}
    return acts.get(arguments.action, _end)(arguments, console)


def _list(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        offers = pack_offers(session)
    for offer in offers:
        _say_offer(offer, console)
    if not offers:
        console.say(tr("cli.packs.none"))
    console.tell({"packs": [_json(offer) for offer in offers]})
    return 0


def _show(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.reading() as session:
        offer = next((one for one in pack_offers(session) if one.policy == arguments.key), None)
        if offer is None:
            raise NotFoundError("pack-missing", policy=arguments.key)
        differences = pack_differences(session, arguments.key)
        cost = _cost(session, arguments.key)
    _say_offer(offer, console)
    for one in differences:
        words = {"subject": one.subject, "field": one.key, "before": one.before, "after": one.after}
        console.say(tr("cli.packs.difference", **words))
    if not differences:
        console.say(tr("cli.packs.same"))
    if cost is not None:
        difference = money(cost.after_fen - cost.before_fen)
        figures = {"before": money(cost.before_fen), "after": money(cost.after_fen), "difference": difference}
        console.say(tr("cli.packs.cost", frozen=len(cost.frozen), **figures))
    told = [
        {"subject": one.subject, "key": one.key, "before": one.before, "after": one.after}
        for one in differences
    ]
    amounts = {"before": yuan(cost.before_fen), "after": yuan(cost.after_fen)} if cost else None
    console.tell({**_json(offer), "sha256": offer.sha256, "differences": told, "cost": amounts})
    return 0


def _cost(session: Session, key: str) -> WhatIf | None:
    """Return what the pack would change in money, None where the registry works under another policy."""
    rules = active_rule_set(session)
    if rules.policy.key != key:
        return None
    return compare_rule_sets(session, rules, Rules(offered_policy(key), rules.rulings, rules.standards))


def _submit(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        digest = submit_pack(work, arguments.key)
    console.say(tr("cli.packs.submitted", policy=arguments.key, sha256=digest))
    console.tell({"policy": arguments.key, "sha256": digest, "state": "submitted"})
    return 0


def _accept(arguments: Namespace, console: Console) -> int:
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        accept_pack(work, arguments.key, sha256=arguments.sha256)
    console.say(tr("cli.packs.accepted", policy=arguments.key))
    console.tell({"policy": arguments.key, "state": "accepted"})
    return 0


def _end(arguments: Namespace, console: Console) -> int:
    is_refusal = arguments.action == "refuse"
    with opened(arguments) as store, store.writing(actor=acting(arguments, store)) as work:
        (refuse_pack if is_refusal else withdraw_pack)(work, arguments.key, reason=arguments.reason)
    state = "refused" if is_refusal else "withdrawn"
    console.say(tr(f"cli.packs.{state}", policy=arguments.key))
    console.tell({"policy": arguments.key, "state": state})
    return 0


def _say_offer(offer: PackOffer, console: Console) -> None:
    state = tr(f"policy.pack-state.{offer.state}")
    console.say(
        tr(
            "cli.packs.one",
            policy=offer.policy,
            title=offer.title,
            state=state,
            sha256=offer.sha256[:_SHOWN_DIGITS],
        )
    )
    if offer.problem:
        console.say(tr("cli.packs.problem", problem=offer.problem))


def _json(offer: PackOffer) -> dict[str, object]:
    return {
        "policy": offer.policy,
        "title": offer.title,
        "state": offer.state,
        "counts": offer.counts,
        "replaces_own": offer.replaces_own,
        "sha256": offer.sha256,
        "submitted_by": offer.submitted_by,
        "accepted_by": offer.accepted_by,
        "problem": offer.problem,
    }
