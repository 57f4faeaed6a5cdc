"""Who has an account: questions to the registry, and the account that stands behind an actor."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, false, select
from sqlalchemy.orm import Session

from app.accounts.actor import Actor, actor_key
from app.accounts.rights import AccountRole
from app.errors import ConflictError, NotFoundError
from models import Account, Setting
from models.setting import ONE_PERSON, REHEARSAL


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account as it is listed. `locked_until` is None where nothing keeps it from logging in."""

    id: int
    name: str
    roles: tuple[AccountRole, ...]
    is_disabled: bool
    has_password: bool
    has_pin: bool
    locked_until: datetime | None
    last_seen_at: datetime | None

    @property
    def actor(self) -> Actor:
        """Return the account as an actor. It proves nothing: `authenticate` does."""
        return Actor(self.id, self.name, frozenset(self.roles))


def account_rows(session: Session) -> tuple[AccountRow, ...]:
    """Return every account, in the order in which they were made."""
    return tuple(_row(account) for account in session.scalars(select(Account).order_by(Account.id)))


def has_accounts(session: Session) -> bool:
    """Return whether the registry has an account that is not disabled: then every writer needs one."""
    return bool(session.scalar(select(exists().where(Account.is_disabled == false()))))


def account_named(session: Session, name: str) -> AccountRow:
    """Return the account of this name, however it is spelled. Raises NotFoundError."""
    return _row(find_account(session, name))


def find_account(session: Session, name: str) -> Account:
    """Return the account of this name, however it is spelled. Raises NotFoundError."""
    account = session.scalar(select(Account).where(Account.name_key == actor_key(name)))
    if account is None:
        raise NotFoundError("account-unknown", name=name)
    return account


def roles_of(account: Account) -> frozenset[AccountRole]:
    """Return an account's roles."""
    return frozenset(AccountRole(role) for role in account.roles.split(",") if role)


def present_actor(session: Session, actor: Actor) -> Actor:
    """Return `actor` with the roles its account has now.

    Raises ConflictError where the account is disabled or gone, and where nobody's account stands behind
    the actor in a registry that has accounts. Called by the unit of work only.
    """
    if actor.id is not None:
        account = session.get(Account, actor.id)
        if account is None or account.name_key != actor_key(actor.name):
            raise ConflictError("account-gone", user=actor.name)
        if account.is_disabled:
            raise ConflictError("account-disabled", user=actor.name)
        return Actor(account.id, account.name, roles_of(account))
    if not actor.is_program and has_accounts(session):
        raise ConflictError("account-needed", user=actor.name)
    return actor


def is_rehearsal(session: Session) -> bool:
    """Return whether the registry is a rehearsal, whose accounts may have no password."""
    return _says_yes(session, REHEARSAL)


def is_one_person(session: Session) -> bool:
    """Return whether the registry lets one person do what needs two."""
    return _says_yes(session, ONE_PERSON)


def _says_yes(session: Session, key: str) -> bool:
    return session.scalar(select(Setting.value).where(Setting.key == key)) == "1"


def _row(account: Account) -> AccountRow:
    roles = roles_of(account)
    return AccountRow(
        id=account.id,
        name=account.name,
        roles=tuple(role for role in AccountRole if role in roles),
        is_disabled=account.is_disabled,
        has_password=bool(account.password_hash),
        has_pin=bool(account.pin_hash),
        locked_until=account.locked_until,
        last_seen_at=account.last_seen_at,
    )
