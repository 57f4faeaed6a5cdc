"""The last good copy of a pack, used when its files have become faulty, and then said so."""

from __future__ import annotations

import logging
import shutil
import tempfile
from pathlib import Path

from app.paths import DOCUMENTS, user_data_folder
from app.policy.model import Policy

_DIGEST = "digest"
_log = logging.getLogger(__name__)


def kept_pack(key: str) -> Path | None:
    """Return the folder of the last good copy of the pack `key`, None where there is none."""
    try:
        folder = _shelf() / key
    except OSError:
        return None
    return folder if (folder / _DIGEST).is_file() else None


def keep_pack(pack: Path, policy: Policy) -> None:
    """Keep a copy of a good `pack` with the documents it cites, unless this very state is kept already.

    A copy that cannot be written is no reason not to work: it is only logged.
    """
    try:
        kept = _shelf() / policy.key
        if not _is_kept(kept, policy):
            _replace(kept, pack, policy)
    except OSError as error:
        _log.debug("no copy of policy %s kept: %s", policy.key, error)


def _shelf() -> Path:
    return user_data_folder() / "last-good-policies"


def _is_kept(kept: Path, policy: Policy) -> bool:
    digest = kept / _DIGEST
    return digest.is_file() and digest.read_text("utf-8") == policy.sha256


def _replace(kept: Path, pack: Path, policy: Policy) -> None:
    """Write the copy beside the old one and put it in its place at once."""
    kept.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=kept.parent) as place:
        fresh = Path(place) / "fresh"
        fresh.mkdir()
        for file in pack.iterdir():
            if file.is_file():
                shutil.copyfile(file, fresh / file.name)
        _copy_documents(fresh, policy)
        (fresh / _DIGEST).write_text(policy.sha256, "utf-8")
        if kept.exists():
            kept.replace(Path(place) / "old")
        fresh.replace(kept)


def _copy_documents(fresh: Path, policy: Policy) -> None:
    for document in policy.documents:
        source = DOCUMENTS / document.file
        if document.file and source.is_file():
            shutil.copyfile(source, fresh / document.file)
