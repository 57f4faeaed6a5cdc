"""Load a policy by its key, or read one from a file or folder the user names."""

from __future__ import annotations

import logging
from contextlib import suppress
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import NotFoundError, PolicyFileError
from app.paths import POLICIES, user_data_folder
from app.policy.faults import faulty
from app.policy.model import Policy
from app.policy.pack.last_good import keep_pack, kept_pack
from app.words import tr

if TYPE_CHECKING:
    from app.policy.pack.reading import ReadPack

_log = logging.getLogger(__name__)


def installed_policies() -> dict[str, Path]:
    """Return the folders of all policies by key: the program's own, and those a city added.

    A city's folder in the user's data takes the place of the program's of the same name.
    """
    folders = [POLICIES]
    with suppress(OSError):
        folders.append(user_data_folder() / "policies")
    return {
        folder.name: folder
        for place in folders
        if place.is_dir()
        for folder in sorted(place.iterdir())
        if folder.is_dir()
    }


@cache
def load_policy(key: str = "xinxiang-2023") -> Policy:
    """Return the installed policy `key`, read once.

    Where its files have become faulty, the last good copy serves, and `notes` says so. Raise
    NotFoundError for a key nobody knows, PolicyFileError with every fault where no good copy is left.
    """
    folder = installed_policies().get(key)
    if folder is None:
        raise NotFoundError("policy-unknown", policy=key, known="、".join(installed_policies()))
    try:
        policy = read_policy(folder)
    except PolicyFileError as error:
        return _last_good(key, error)
    keep_pack(folder, policy)
    return policy


def _last_good(key: str, error: PolicyFileError) -> Policy:
    kept = kept_pack(key)
    if kept is None:
        raise error
    note = tr("policy.last-good", policy=key, text=error.params["text"])
    _log.warning("%s", note)
    return replace(read_policy(kept), notes=(note,))


def read_policy(place: Path) -> Policy:
    """Return the policy in the folder or single file `place`, checked.

    A single file that names an installed policy, as its own key or as `based_on`, replaces that policy's
    rules of the same id and keeps the rest: so another prize table is one short file.
    """
    from app.policy.pack.compiling import compile_pack
    from app.policy.pack.reading import read_pack

    pack = read_pack(place)
    policy, faults = compile_pack(pack, base=_base(pack, place))
    if faults:
        raise faulty(faults, source=place.name)
    return policy


def _base(pack: ReadPack, place: Path) -> Policy | None:
    if not pack.files:
        return None
    named = next((file.data.based_on for file in pack.files if file.data.based_on), "")
    if not named and place.is_file():
        named = pack.key
    return load_policy(named) if named in installed_policies() else None
