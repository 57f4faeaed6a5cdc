"""Logging in: a password, or a PIN on a machine where the account logged in before; lockout on guesses.

After `FREE_ATTEMPTS` wrong ones the account is locked, for half a minute first and twice as long each
further time, an hour at most. Count and end stand in the registry, so that a restart changes nothing.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from app.accounts.actor import Actor
from app.accounts.known import find_account, is_rehearsal, roles_of
from app.accounts.passwords import holds, is_outdated, rehashed
from app.accounts.work import Registry, Work
from app.errors import AppError, ConflictError, NotFoundError, ReadOnlyError
from app.words import tr
from models import Account

FREE_ATTEMPTS = 5
FIRST_LOCK, LONGEST_LOCK = timedelta(seconds=30), timedelta(hours=1)


def authenticate(registry: Registry, name: str, password: str) -> Actor:
    """Return the account of this name as an actor where its password is this one.

    An account without a password, in a rehearsal, is proved by its name. Raises ConflictError where the
    password is wrong, nobody has that name, the account is disabled, or locked.
    """
    return _prove(registry, name, password, with_pin=False)


def switch_account(registry: Registry, name: str, pin: str, *, logged_in: Collection[int]) -> Actor:
    """Return the account as an actor where its PIN is this one.

    `logged_in` are the ids of the accounts that logged in by `authenticate` in this run of the program:
    of another one no PIN is taken (ConflictError). Wrong PINs count as wrong passwords do.
    """
    with registry.reading() as session:
        try:
            account = find_account(session, name)
        except NotFoundError:
            raise ConflictError("login-refused", name=name) from None
        needs_password = account.id not in logged_in or not account.pin_hash
        if needs_password and account.password_hash:
            raise ConflictError("pin-needs-password", name=account.name)
    return _prove(registry, name, pin, with_pin=not needs_password)


def _prove(registry: Registry, name: str, secret: str, *, with_pin: bool) -> Actor:
    """Check and record in one unit of work: whoever guesses in parallel waits for the one before."""
    try:
        with registry.writing(actor=Actor.program(tr("cli.actor"))) as work:
            outcome = _tried(work, name, secret, with_pin=with_pin)
    except ReadOnlyError:  # for reading one may log in where nothing can be recorded
        with registry.reading() as session:
            account, problem = _verdict(session, name, secret, now=registry.clock(), with_pin=with_pin)
            outcome = problem or _actor(account)
    if isinstance(outcome, AppError):  # raised here, so that what was recorded of it is kept
        raise outcome
    return outcome


def _verdict(
    session: Session, name: str, secret: str, *, now: datetime, with_pin: bool
) -> tuple[Account, AppError | None]:
    """Return the account of this name and why it is not let in, None where it is.

    Raises _UnknownError for a name that nobody has; users are told the same as of a wrong password.
    """
    try:
        account = find_account(session, name)
    except NotFoundError:
        raise _UnknownError("login-refused", name=name) from None
    if account.locked_until is not None and now < account.locked_until:
        return account, _locked(account, account.locked_until, now=now)
    return account, _problem(account, secret, with_pin=with_pin, is_free=is_rehearsal(session))


class _UnknownError(ConflictError):
    """Nobody has the name that was tried."""


def _tried(work: Work, name: str, secret: str, *, with_pin: bool) -> Actor | AppError:
    try:
        account, problem = _verdict(work.session, name, secret, now=work.now, with_pin=with_pin)
    except _UnknownError as unknown:
        # Not the name that was tried: often it is a password typed in the wrong place.
        work.audit("login-unknown", "account")
        return unknown
    if problem is None:
        return _let_in(work, account, secret, with_pin=with_pin)
    if problem.code == "login-refused":
        _count(account, now=work.now)
        work.audit("login-refused", "account", account.id, detail={"attempts": account.failed_attempts})
        if account.locked_until is not None and work.now < account.locked_until:
            return _locked(account, account.locked_until, now=work.now)
    return problem


def _problem(account: Account, secret: str, *, with_pin: bool, is_free: bool) -> AppError | None:
    kept = account.pin_hash if with_pin else account.password_hash
    if not kept and not is_free:
        return ConflictError("account-without-password", name=account.name)
    if kept and not holds(kept, secret):
        return ConflictError("login-refused", name=account.name)
    if account.is_disabled:  # said only to whoever knows the password
        return ConflictError("account-disabled", user=account.name)
    return None


def _let_in(work: Work, account: Account, secret: str, *, with_pin: bool) -> Actor:
    account.failed_attempts, account.locked_until = 0, None
    account.last_seen_at = work.now
    if with_pin and is_outdated(account.pin_hash):
        account.pin_hash = rehashed(secret)
    elif not with_pin and account.password_hash and is_outdated(account.password_hash):
        account.password_hash = rehashed(secret)
    work.actor = _actor(account)
    work.audit("login", "account", account.id, detail={"by": _means(account, with_pin=with_pin)})
    return _actor(account)


def _means(account: Account, *, with_pin: bool) -> str:
    if with_pin:
        return "pin"
    return "password" if account.password_hash else "name"


def _count(account: Account, *, now: datetime) -> None:
    """Count a wrong one, and lock from the latest moment known: a clock set back gains nothing."""
    account.failed_attempts += 1
    beyond = account.failed_attempts - FREE_ATTEMPTS
    if beyond < 0:
        return
    latest = max(filter(None, (now, account.last_seen_at, account.locked_until)))
    account.locked_until = latest + min(FIRST_LOCK * 2 ** min(beyond, 16), LONGEST_LOCK)


def _locked(account: Account, until: datetime, *, now: datetime) -> ConflictError:
    minutes = -(-(until - now) // timedelta(minutes=1))
    return ConflictError("account-locked", name=account.name, minutes=minutes)


def _actor(account: Account) -> Actor:
    return Actor(account.id, account.name, roles_of(account))
