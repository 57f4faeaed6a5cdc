"""What the operating system says of a file, in the office's words: its own are in its own language."""

from __future__ import annotations

import errno

from app.words import tr

_KEYS = {
    errno.ENOENT: "missing",
    errno.EACCES: "no-right",
    errno.EPERM: "no-right",
    errno.EISDIR: "is-folder",
    errno.ENOTDIR: "no-folder",
    errno.ENOSPC: "full",
    errno.EROFS: "read-only",
    errno.ENAMETOOLONG: "long-name",
    errno.EBUSY: "busy",
}


def os_problem(error: OSError) -> str:
    """Return why a file could not be read or written; else in the system's own words."""
    key = _KEYS.get(error.errno or 0)
    return tr(f"core.os-problem.{key}") if key else (error.strerror or str(error))
