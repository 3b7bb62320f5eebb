"""What the operating system says of a file: who else may read it, and whether it lies on another machine."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

_NETWORK = ("nfs", "cifs", "smb", "afs", "ncp", "ceph", "gluster", "lustre", "fuse.sshfs", "fuse.davfs", "fuse.glusterfs", "9p", "davfs")
_MOUNTS = Path("/proc/self/mountinfo")


def open_to_others(path: Path) -> bool:
    """Say whether someone who is neither the owner nor of the group may read a file or look into a folder; Windows is not asked."""
    if sys.platform == "win32" or not path.exists():
        return False
    return bool(path.stat().st_mode & stat.S_IRWXO)


def on_network(path: Path, mounts: Path = _MOUNTS) -> str:
    """Name the kind of network share that a path lies on (`nfs4`); empty if on none, or where the operating system does not say."""
    if sys.platform == "win32":
        return _windows_share(path)
    try:
        lines = mounts.read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    place = path.resolve()
    held = [(point, kind) for point, kind in map(_mount, lines) if place.is_relative_to(point)]
    kind = max(held, key=lambda each: len(each[0].parts), default=(Path("/"), ""))[1]
    return kind if kind.startswith(_NETWORK) else ""


def _mount(line: str) -> tuple[Path, str]:
    """Read one line of mountinfo (Linux, proc(5)): the fifth field is where, the one after the dash which kind."""
    before, _, after = line.partition(" - ")
    place = before.split(" ")[4].replace("\\040", " ")
    return Path(place), after.split(" ")[0]


def _windows_share(path: Path) -> str:
    import ctypes

    place = str(path.resolve())
    remote = 4
    if place.startswith("\\\\"):
        return "a share of Windows"
    kind = ctypes.windll.kernel32.GetDriveTypeW(f"{place[:2]}\\")  # type: ignore[attr-defined,unused-ignore]  # on Windows alone
    return "a share of Windows" if kind == remote else ""
