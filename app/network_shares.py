"""Whether a file lies on a network share (网络共享), where SQLite's locks do not hold."""

from __future__ import annotations

import re
import sys
from pathlib import Path

_REMOTE = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "ncpfs",
    "afs",
    "ceph",
    "davfs",
    "fuse.davfs2",
    "fuse.sshfs",
}
_WINDOWS_REMOTE_DRIVE = 4  # DRIVE_REMOTE of GetDriveTypeW
_ESCAPED = re.compile(r"\\([0-7]{3})")  # a space in a mount point is written \040
_MOUNTS = Path("/proc/self/mounts")


def is_on_network_share(file: Path) -> bool:
    """Return whether `file`, there or not yet, would lie on another machine's disk."""
    if str(file).startswith(("\\\\", "//")):
        return True
    if sys.platform == "win32":
        import ctypes

        return bool(ctypes.windll.kernel32.GetDriveTypeW(file.anchor) == _WINDOWS_REMOTE_DRIVE)
    return _MOUNTS.exists() and file_system(file, _MOUNTS.read_text("utf-8", "replace")) in _REMOTE


def file_system(file: Path, mounts: str) -> str:
    """Return the kind of file system that holds `file`, by a listing in the form of fstab(5)."""
    place = file.resolve()
    found, kind = -1, ""
    for line in mounts.splitlines():
        _device, where, of_kind, *_ = line.split(" ")
        mount = Path(_ESCAPED.sub(lambda code: chr(int(code[1], 8)), where))
        if place.is_relative_to(mount) and len(mount.parts) >= found:
            found, kind = len(mount.parts), of_kind
    return kind
