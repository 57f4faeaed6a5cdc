"""A pack's files as one value: their texts by name, the digest of all, and the policy that they say."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from app.policy.packs.loading import read_policy
from app.policy.policy import Policy

_SUFFIXES = {".yaml", ".txt"}  # rules and cases, and the documents beside them


def pack_content(folder: Path) -> dict[str, str]:
    """Return the texts of a pack's files by their name within its folder; nothing else in it counts."""
    files = sorted(path for path in folder.rglob("*") if path.suffix in _SUFFIXES and path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8-sig") for path in files}


def content_digest(content: Mapping[str, str]) -> str:
    """Return the SHA-256 of a pack's files, in hexadecimal: it changes with any character of any of them."""
    canonical = json.dumps(dict(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def policy_of_content(key: str, content: Mapping[str, str]) -> Policy:
    """Return the policy that a pack's files say, checked. Raise PolicyFileError with every fault."""
    return _policy(key, tuple(sorted(content.items())))


@lru_cache(maxsize=16)
def _policy(key: str, content: tuple[tuple[str, str], ...]) -> Policy:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / key
        for name, text in content:
            file = folder / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, "utf-8")
        return read_policy(folder)
