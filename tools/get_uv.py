"""Gives the path of uv, the installer: the one on the machine, or one brought into .tools/ with whatever this Python has to hand.

Run by the Makefile with nothing but Python's own library. The version is pinned; its packages come locked with hashes from the lock files.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

VERSION = "uv==0.13.9"
TOOLS = Path(__file__).resolve().parent.parent / ".tools"


def run(*command: str) -> bool:
    """Run a command quietly; say whether it succeeded."""
    return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603 - our own commands


def by_virtual_environment() -> bool:
    """Bring uv into a virtual environment, where this Python can make one."""
    try:
        venv.create(TOOLS / "venv", with_pip=True, clear=True)
    except (subprocess.CalledProcessError, ImportError, OSError, SystemExit):
        return False
    return run(str(TOOLS / "venv" / "bin" / "python"), "-m", "pip", "install", "--quiet", VERSION)


def by_pip() -> bool:
    """Bring uv into a folder with the pip of this Python, where it has one."""
    return run(sys.executable, "-m", "pip", "install", "--quiet", "--target", str(TOOLS / "pip"), VERSION)


def by_debian() -> bool:
    """Install Debian's python3-venv, which it keeps apart from python3, where we may."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    return (
        run("apt-get", "update") and run("apt-get", "install", "-y", "--no-install-recommends", "python3-venv") and by_virtual_environment()
    )


def find() -> str:
    """Give the path of uv where there is one already."""
    places = (TOOLS / "venv" / "bin" / "uv", TOOLS / "pip" / "bin" / "uv")
    return next((str(place) for place in places if place.exists()), shutil.which("uv") or "")


def main() -> None:
    """Print the path of uv, bringing it first if need be."""
    if not find() and not any(bring() for bring in (by_virtual_environment, by_pip, by_debian)):
        sys.exit("uv cannot be brought: this Python has neither venv nor pip. On Debian, install python3-venv and run make again.")
    print(find())


if __name__ == "__main__":
    main()
