"""Accounts are added, given roles, passwords and PINs, disabled and enabled, and never removed."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import false, select

from app.accounts.actor import actor_key, normalised_name
from app.accounts.known import has_accounts, is_rehearsal, roles_of
from app.accounts.passwords import hash_of_password, hash_of_pin
from app.accounts.rights import AccountRole, Right
from app.accounts.work import Work
from app.changes import Changes
from app.errors import ConflictError, InputError, NotFoundError
from app.words import tr
from models import Account

_LONGEST_KEY = 80  # characters, as the column that holds it
_SEPARATORS = (",", "，", "、", ";", "；")  # they part the names of several accounts


def add_account(work: Work, name: str, roles: Collection[AccountRole], *, password: str = "") -> int:
    """Add an account and return its id.

    Whoever makes the first one needs no account, and it must hold `administrator`. Without a password an
    account can be used in a rehearsal only. Raises InputError for a name, roles or password that will not
    do, ConflictError for a name that is taken, also by a disabled account or in another spelling.
    """
    work.require(Right.MANAGE_ACCOUNTS)
    clean = _new_name(work, name)
    chosen = _chosen(roles)
    if AccountRole.ADMINISTRATOR not in chosen and not has_accounts(work.session):
        raise InputError("account-first-role", name=clean)
    if not password and not is_rehearsal(work.session):
        raise InputError("password-missing", name=clean)
    account = Account(
        name=clean,
        name_key=actor_key(clean),
        roles=_stored(chosen),
        password_hash=hash_of_password(password, name=clean) if password else "",
        created_by=work.actor.name,
        created_at=work.now,
    )
    work.session.add(account)
    work.session.flush()
    _record(work, "add", account, name=clean, roles=account.roles)
    return account.id


def change_roles(work: Work, account_id: int, roles: Collection[AccountRole]) -> None:
    """Give an account these roles instead of those it has. The last administrator stays one."""
    work.require(Right.MANAGE_ACCOUNTS)
    account = _account(work, account_id)
    chosen = _chosen(roles)
    if chosen == roles_of(account):
        return
    if AccountRole.ADMINISTRATOR not in chosen:
        _require_other_administrator(work, account)
    before, account.roles = account.roles, _stored(chosen)
    _record(work, "change-roles", account, before=before, after=account.roles)


def set_password(work: Work, account_id: int, password: str) -> None:
    """Set a password: one's own, or anybody's by who manages accounts; then a PIN and a lock are gone."""
    account = _account(work, account_id)
    is_own = work.actor.id == account_id
    if not is_own:
        work.require(Right.MANAGE_ACCOUNTS)
    account.password_hash = hash_of_password(password, name=account.name)
    if not is_own:
        account.pin_hash = ""
    account.failed_attempts, account.locked_until = 0, None
    _record(work, "set-password", account)


def set_pin(work: Work, account_id: int, pin: str) -> None:
    """Set one's own PIN of 4 to 8 digits for switching accounts on one machine; "" takes it away."""
    account = _account(work, account_id)
    if work.actor.id != account_id:
        raise ConflictError("pin-not-own", name=account.name)
    account.pin_hash = hash_of_pin(pin) if pin else ""
    _record(work, "set-pin" if pin else "drop-pin", account)


def disable_account(work: Work, account_id: int, *, reason: str = "") -> None:
    """Keep an account from acting; what it did stays under its name. Not the last administrator's."""
    work.require(Right.MANAGE_ACCOUNTS)
    account = _account(work, account_id)
    if account.is_disabled:
        return
    _require_other_administrator(work, account)
    account.is_disabled = True
    _record(work, "disable", account, reason=reason)


def enable_account(work: Work, account_id: int, *, reason: str = "") -> None:
    """Let a disabled account act again, with the password and roles it had."""
    work.require(Right.MANAGE_ACCOUNTS)
    account = _account(work, account_id)
    if not account.is_disabled:
        return
    account.is_disabled = False
    account.failed_attempts, account.locked_until = 0, None
    _record(work, "enable", account, reason=reason)


def _new_name(work: Work, name: str) -> str:
    clean = normalised_name(name)
    key = actor_key(clean)
    if any(sign in clean for sign in _SEPARATORS):
        raise InputError("account-name-separator", name=clean)
    if len(key) > _LONGEST_KEY:
        raise InputError("account-name-long", name=clean)
    taken = work.session.scalar(select(Account.name).where(Account.name_key == key))
    if taken is not None or key == actor_key(tr("cli.actor")):
        raise ConflictError("account-name-taken", name=clean, taken=taken or tr("cli.actor"))
    return clean


def _chosen(roles: Collection[AccountRole]) -> frozenset[AccountRole]:
    if not roles:
        raise InputError("account-roles-missing")
    return frozenset(roles)


def _stored(roles: Collection[AccountRole]) -> str:
    return ",".join(role.value for role in AccountRole if role in roles)


def _account(work: Work, account_id: int) -> Account:
    account = work.session.get(Account, account_id)
    if account is None:
        raise NotFoundError("account-missing", id=account_id)
    return account


def _require_other_administrator(work: Work, account: Account) -> None:
    """Raise ConflictError where this is the only enabled account that is an administrator."""
    others = select(Account).where(Account.is_disabled == false(), Account.id != account.id)
    is_administrator = AccountRole.ADMINISTRATOR in roles_of(account) and not account.is_disabled
    if is_administrator and not any(
        AccountRole.ADMINISTRATOR in roles_of(other) for other in work.session.scalars(others)
    ):
        raise ConflictError("account-last-administrator", name=account.name)


def _record(work: Work, action: str, account: Account, *, reason: str = "", **detail: object) -> None:
    work.audit(action, "account", account.id, detail=detail, reason=reason)
    work.touched(Changes.ACCOUNTS)
