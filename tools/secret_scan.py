"""Looks through every file that git keeps for what should be kept nowhere: keys, tokens, passwords in addresses, and people's data.

    python -m tools.secret_scan        lists each with its file and line, never the secret itself, and exits with 1

What is meant to be there (a made-up password in an example) is named in `ALLOWED` with the reason.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
_LARGEST = 3_000_000

PATTERNS = {
    "a private key": r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----|AGE-SECRET-KEY-1[0-9A-Z]{20}",
    "a key of Amazon": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
    "a token of GitHub": r"\b(?:gh[pousr]_[0-9A-Za-z]{36}|github_pat_[0-9A-Za-z_]{60,})",
    "a token of GitLab, Slack, npm or PyPI": r"\b(?:glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|npm_[0-9A-Za-z]{36}|pypi-AgEI[\w-]{40,})",
    "a key of Google or Stripe": r"\b(?:AIza[\w-]{35}|[rs]k_live_[0-9A-Za-z]{20,})",
    "a key of Azure": r"\b(?:AccountKey|SharedAccessKey)=[A-Za-z0-9+/]{40,}={0,2}",
    "a JSON web token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
    "a password in an address": r"\b[a-z][a-z0-9+.-]*://[^\s:/@'\"<>{}$]+:(?!PASSWORD@|password@|\*+@)[^\s:/@'\"<>{}$]{3,}@",
    "a secret that is written out": r"(?i)\b(?:secret|secret_key|api_key|apikey|token|passwd|password)\b[\"']?\s*[:=]\s*"
    r"[\"'][A-Za-z0-9+/_=!@#%^&*-]{20,}[\"']",
    "an insecure key of Django": r"django-insecure-[^\s\"']{20,}",
}
"""What to look for, by what it is."""

_PATTERNS = {what: re.compile(pattern) for what, pattern in PATTERNS.items()}

ALLOWED = {
    ("tests/docs/test_security_tools.py", ""): "the test of this very search, with secrets that open nothing",
}
"""File, and a word that must stand in the line (empty for any), with the reason why what stands there is no secret."""


def found_in(text: str) -> Iterator[tuple[int, str]]:
    """List what a text holds that should be kept nowhere: the line, and what it is."""
    for number, line in enumerate(text.splitlines(), 1):
        for what, pattern in _PATTERNS.items():
            if pattern.search(line):
                yield number, what


def kept_files() -> list[Path]:
    """List the files that git keeps, and those that are about to be."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],  # noqa: S607 - whichever git there is
        cwd=ROOT, capture_output=True, check=True,
    )  # fmt: skip
    return [path for name in listed.stdout.decode().split("\0") if name and (path := ROOT / name).is_file()]


def main() -> int:
    """Look through every file; 1 where something was found."""
    count = looked = 0
    for path in kept_files():
        name = path.relative_to(ROOT).as_posix()
        if path.stat().st_size > _LARGEST:
            continue
        looked += 1
        text = path.read_bytes().decode("utf-8", errors="replace")
        lines = text.splitlines()
        for number, what in found_in(text):
            if not any(name == file and word in lines[number - 1] for file, word in ALLOWED):
                count += 1
                print(f"{name}:{number}: this looks like {what}. Take it out, and make a new one: it is known now.", file=sys.stderr)
    print(f"Secrets: {looked:,} files looked through, {count} found.")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
