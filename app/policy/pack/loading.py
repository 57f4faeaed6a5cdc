"""Load a policy by its key, or read one from a file or folder the user names."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from app.errors import NotFoundError
from app.paths import POLICIES
from app.policy.faults import faulty
from app.policy.model import Policy

if TYPE_CHECKING:
    from app.policy.pack.reading import ReadPack


def installed_policies() -> dict[str, Path]:
    """Return the folders of the policies that come with the program, by key."""
    return {folder.name: folder for folder in sorted(POLICIES.iterdir()) if folder.is_dir()}


@cache
def load_policy(key: str = "xinxiang-2023") -> Policy:
    """Return the installed policy `key`, read once.

    Raise NotFoundError for a key nobody knows, PolicyFileError with every fault of a faulty pack.
    """
    folder = installed_policies().get(key)
    if folder is None:
        raise NotFoundError("policy-unknown", key=key, known="、".join(installed_policies()))
    return read_policy(folder)


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
