"""Load a policy by its key, or read one from a file or folder the user names.

Of every good pack a copy is saved; it serves while the pack's files are faulty, and the policy says so.
"""

from __future__ import annotations

import logging
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import NotFoundError, PolicyFileError
from app.paths import DOCUMENTS, POLICIES, user_data_folder
from app.policy.packs.faults import policy_file_error
from app.words import tr

if TYPE_CHECKING:
    from app.policy.packs.reading import ReadPack
    from app.policy.policy import Policy

_DIGEST = "digest"
_log = logging.getLogger(__name__)


def installed_policies() -> dict[str, Path]:
    """Return the folders of the policies that come with the program, by key."""
    return _folders(POLICIES)


def offered_packs() -> dict[str, Path]:
    """Return the folders of packs in the user's data, by key. None of them counts before it is accepted."""
    try:
        return _folders(user_data_folder() / "policies")
    except OSError:
        return {}


def _folders(place: Path) -> dict[str, Path]:
    if not place.is_dir():
        return {}
    return {folder.name: folder for folder in sorted(place.iterdir()) if folder.is_dir()}


@cache
def load_policy(key: str = "xinxiang-2023") -> Policy:
    """Return the policy `key` that comes with the program, read once.

    Where its files have become faulty, the last good copy serves, and `notes` says so. Raise
    NotFoundError for a key nobody knows, PolicyFileError with every fault where no good copy is left.
    """
    folder = installed_policies().get(key)
    if folder is None:
        raise NotFoundError("policy-unknown", policy=key, known="、".join(installed_policies()))
    try:
        policy = read_policy(folder)
    except PolicyFileError as error:
        return _from_last_good_copy(key, error)
    _save_last_good_copy(folder, policy)
    return policy


def _from_last_good_copy(key: str, error: PolicyFileError) -> Policy:
    copy = _last_good_copy(key)
    if copy is None:
        raise error
    note = tr("policy.last-good", policy=key, text=error.params["text"])
    _log.warning("%s", note)
    return replace(read_policy(copy), notes=(note,))


def read_policy(place: Path, *, is_trial: bool = False, known: Mapping[str, Policy] | None = None) -> Policy:
    """Return the policy in the folder or single file `place`, checked.

    `known` are the policies that it may rest on, those that come with the program without it.

    A trial may say what its clauses do not (another table to be tried); `notes` names each such number.

    A single file that names an installed policy, as its own key or as `based_on`, replaces that policy's
    rules of the same id and keeps the rest: so another prize table is one short file.
    """
    from app.policy.packs.compiling import compile_pack
    from app.policy.packs.reading import read_pack

    pack = read_pack(place)
    policy, faults = compile_pack(pack, base=_base(pack, place, known), is_trial=is_trial)
    if faults:
        raise policy_file_error(faults, source=place.name)
    return policy


def _base(pack: ReadPack, place: Path, known: Mapping[str, Policy] | None) -> Policy | None:
    if not pack.files:
        return None
    named = next((file.data.based_on for file in pack.files if file.data.based_on), "")
    if not named and place.is_file():
        named = pack.key
    if known is not None:
        return known.get(named)
    return load_policy(named) if named in installed_policies() else None


def _last_good_copy(key: str) -> Path | None:
    """Return the folder of the last good copy of the pack `key`, None where there is none."""
    try:
        folder = _copies() / key
    except OSError:
        return None
    return folder if (folder / _DIGEST).is_file() else None


def _save_last_good_copy(pack: Path, policy: Policy) -> None:
    """Save a copy of a good `pack` with the documents it cites, unless this very state is saved already.

    A copy that cannot be written is no reason not to work: it is only logged.
    """
    try:
        saved = _copies() / policy.key
        if not _is_saved(saved, policy):
            _replace(saved, pack, policy)
    except OSError as error:
        _log.debug("no copy of policy %s saved: %s", policy.key, error)


def _copies() -> Path:
    return user_data_folder() / "last-good-policies"


def _is_saved(saved: Path, policy: Policy) -> bool:
    digest = saved / _DIGEST
    return digest.is_file() and digest.read_text("utf-8") == policy.sha256


def _replace(saved: Path, pack: Path, policy: Policy) -> None:
    """Write the copy beside the old one and put it in its place at once."""
    saved.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=saved.parent) as place:
        fresh = Path(place) / "fresh"
        fresh.mkdir()
        for file in pack.iterdir():
            if file.is_file():
                shutil.copyfile(file, fresh / file.name)
        _copy_documents(fresh, policy)
        (fresh / _DIGEST).write_text(policy.sha256, "utf-8")
        if saved.exists():
            saved.replace(Path(place) / "old")
        fresh.replace(saved)


def _copy_documents(fresh: Path, policy: Policy) -> None:
    for document in policy.documents:
        source = DOCUMENTS / document.file
        if document.file and source.is_file():
            shutil.copyfile(source, fresh / document.file)
