"""The most memory that a process has held."""

from __future__ import annotations

import re
import resource
from pathlib import Path


def peak_mib() -> float:
    """Give the most memory that this process held since its program began, in MiB.

    Where the kernel keeps it, it is that of the program; `ru_maxrss` also counts what the process held before it became this program.
    """
    status = Path("/proc/self/status")
    found = re.search(r"VmHWM:\s+(\d+) kB", status.read_text(encoding="ascii")) if status.exists() else None
    return (int(found[1]) if found else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024
