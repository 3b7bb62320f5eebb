"""Prints the path of a Chromium for the browser tests, installing Debian's where there is none and this may be done.

Run by the Makefile with nothing but Python's own library. `LIGHTWELL_CHROMIUM` names one that stands elsewhere. Nothing is
downloaded past the machine's own package manager.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "microsoft-edge")

HOW = (
    "The browser tests need Chromium, and none was found. On Debian install it with `apt-get install chromium` (as root), "
    "or put the path of a Chromium, Chrome or Edge into LIGHTWELL_CHROMIUM, and run the tests again."
)


def find() -> str:
    """Give the path of the browser, or nothing where there is none."""
    named = os.environ.get("LIGHTWELL_CHROMIUM", "").strip()
    return named or next((path for name in NAMES if (path := shutil.which(name))), "")


def by_debian() -> bool:
    """Install Debian's chromium, where we may; say whether it succeeded."""
    if os.name != "posix" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    return all(
        subprocess.run(["apt-get", *words], stdout=subprocess.DEVNULL, check=False).returncode == 0  # noqa: S603, S607 - fixed words
        for words in (["update"], ["install", "-y", "--no-install-recommends", "chromium"])
    )


def main() -> None:
    """Print the path, installing the browser first if need be."""
    if not find():
        by_debian()
    if not find():
        sys.exit(HOW)
    print(find())


if __name__ == "__main__":
    main()
