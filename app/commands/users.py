"""`users`: accounts are listed, added, given roles, passwords and PINs, disabled and enabled."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace

from app.accounts import (
    AccountRole,
    AccountRow,
    account_named,
    account_rows,
    add_account,
    change_roles,
    disable_account,
    enable_account,
    role_words,
    set_password,
    set_pin,
)
from app.clock import moment_text
from app.commands.acting import acting, new_password
from app.commands.console import Console
from app.commands.registry import add_common, opened, require_actor
from app.errors import InputError
from app.settings import set_one_person_mode
from app.store import Store
from app.words import tr

_ACTIONS = ("add", "list", "roles", "password", "pin", "disable", "enable", "one-person")
_MODES = ("on", "off")
_ROLES = {role.value: role for role in AccountRole} | {
    tr(f"core.account-role.{role.value}"): role for role in AccountRole
}

_DUTIES = (AccountRole.CLERK, AccountRole.REVIEWER, AccountRole.APPROVER, AccountRole.FINANCE)


def configure(parser: ArgumentParser) -> None:
    """Add the arguments."""
    actions = parser.add_subparsers(dest="action", metavar=" | ".join(_ACTIONS), required=True)
    for name in _ACTIONS:
        one = actions.add_parser(name, help=tr(f"cli.option.users-{name}"))
        add_common(one)
        if name == "one-person":
            one.add_argument("mode", choices=_MODES, metavar="on|off", help=tr("cli.option.users-mode"))
            one.add_argument("--reason", metavar="TEXT", required=True, help=tr("cli.option.reason"))
        elif name != "list":
            one.add_argument("name", metavar="NAME", help=tr("cli.option.users-name"))
        if name in ("add", "roles"):
            one.add_argument(
                "--roles", metavar="ROLE,…", required=True, help=tr("cli.option.users-roles-given")
            )
        if name in ("disable", "enable"):
            one.add_argument("--reason", metavar="TEXT", default="", help=tr("cli.option.reason"))
        if name == "pin":
            require_actor(one)


def run(arguments: Namespace, console: Console) -> int:
    """List accounts, or change one."""
    with opened(arguments) as store:
        if arguments.action == "list":
            with store.reading() as session:
                _say(account_rows(session), console)
            return 0
        if arguments.action == "one-person":
            return _set_mode(arguments, console, store)
        if arguments.action == "add":
            _add(arguments, store)
        else:
            _change(arguments, store)
        with store.reading() as session:
            account = account_named(session, arguments.name)
    act = "pin-dropped" if arguments.action == "pin" and not account.has_pin else arguments.action
    console.say(tr(f"cli.users.{act}", name=account.name, roles=role_words(account.roles)))
    if arguments.action in ("add", "roles"):
        _warn_of_several_duties(account, console)
    console.tell(_json(account))
    return 0


def _set_mode(arguments: Namespace, console: Console, store: Store) -> int:
    """Let one person do what needs two, or stop that."""
    is_on = arguments.mode == "on"
    with store.writing(actor=acting(arguments, store)) as work:
        set_one_person_mode(work, is_on, reason=arguments.reason)
    console.say(tr("cli.users.one-person-on" if is_on else "cli.users.one-person-off"))
    console.tell({"one_person": is_on})
    return 0


def _add(arguments: Namespace, store: Store) -> None:
    roles = _roles(arguments.roles)
    who = acting(arguments, store)
    password = new_password(arguments, arguments.name)
    with store.writing(actor=who) as work:
        add_account(work, arguments.name, roles, password=password)


def _warn_of_several_duties(account: AccountRow, console: Console) -> None:
    """Say of an account that holds several roles of one procedure that it is no second person for itself."""
    duties = [role for role in account.roles if role in _DUTIES]
    if len(duties) > 1:
        words = role_words(duties)
        console.say(tr("cli.users.several-duties", name=account.name, roles=words))


def _change(arguments: Namespace, store: Store) -> None:
    with store.reading() as session:
        account = account_named(session, arguments.name)
    roles = _roles(arguments.roles) if arguments.action == "roles" else frozenset()
    who = acting(arguments, store)
    is_secret = arguments.action in ("password", "pin")
    secret = new_password(arguments, account.name, is_needed=True) if is_secret else ""
    with store.writing(actor=who) as work:
        match arguments.action:
            case "roles":
                change_roles(work, account.id, roles)
            case "password":
                set_password(work, account.id, secret)
            case "pin":
                set_pin(work, account.id, secret)
            case "disable":
                disable_account(work, account.id, reason=arguments.reason)
            case "enable":
                enable_account(work, account.id, reason=arguments.reason)


def _roles(given: str) -> frozenset[AccountRole]:
    """Return the roles of a list of role words, English or Chinese. Raises InputError for another word."""
    words = [word.strip() for word in given.replace("，", ",").split(",") if word.strip()]
    for word in words:
        if word not in _ROLES:
            raise InputError("account-role-unknown", role=word, known="、".join(_ROLES))
    return frozenset(_ROLES[word] for word in words)


def _say(rows: tuple[AccountRow, ...], console: Console) -> None:
    for row in rows:
        state = tr("cli.users.disabled") if row.is_disabled else tr("cli.users.enabled")
        secret = "" if row.has_password else tr("cli.users.without-password")
        seen = moment_text(row.last_seen_at) if row.last_seen_at else ""
        words = {
            "name": row.name,
            "roles": role_words(row.roles),
            "state": state,
            "seen": seen,
            "secret": secret,
        }
        console.say(tr("cli.users.one", **words).rstrip())
    if not rows:
        console.say(tr("cli.users.none"))
    console.tell({"users": [_json(row) for row in rows]})


def _json(row: AccountRow) -> dict[str, object]:
    return {
        "name": row.name,
        "roles": [role.value for role in row.roles],
        "disabled": row.is_disabled,
        "password": row.has_password,
        "pin": row.has_pin,
        "locked_until": row.locked_until.isoformat() if row.locked_until else None,
        "last_seen": row.last_seen_at.isoformat() if row.last_seen_at else None,
    }
