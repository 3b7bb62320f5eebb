"""Holds what the lock files name against the known vulnerabilities, with pip-audit; says plainly what could not be held against them.

    python -m tools.audit              where the advisories cannot be reached, says so and goes on
    LIGHTWELL_AUDIT=must               ... and fails, as a machine that releases should

pip-audit itself ends well, with “No known vulnerabilities found”, where it could look none of the packages up: a mirror without advisories
is enough. So its answer is read package by package. The advisories are those of PyPI and, for what is missing there, of OSV.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LOCKS = ("requirements.txt", "requirements-dev.txt")
SERVICES = ("pypi", "osv")
_SECONDS = 120


@dataclass(frozen=True)
class Audited:
    """What came of an audit: packages that were looked up, those that were not, and what is known against them, a line for each."""

    looked_up: frozenset[str] = frozenset()
    not_looked_up: frozenset[str] = frozenset()
    known: tuple[str, ...] = ()
    why_not: str = ""


def audit(lock: str, service: str) -> Audited:
    """Audit one lock file with one service."""
    command = [sys.executable, "-m", "pip_audit", f"--requirement={ROOT / lock}", "--require-hashes", "--disable-pip", "--timeout=10"]
    command += [f"--vulnerability-service={service}", "--format=json", "--progress-spinner=off"]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=_SECONDS)  # noqa: S603 - fixed words
    except subprocess.TimeoutExpired:
        return Audited(why_not=f"{service} took more than {_SECONDS} seconds")
    return read(done.stdout, done.stderr)


def read(answer: str, said: str) -> Audited:
    """Read the answer of pip-audit, package by package; `said` is what it wrote beside it, whose last line says why there is none."""
    try:
        packages = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return Audited(why_not=next((line.strip() for line in reversed(said.splitlines()) if line.strip()), "it said nothing")[:300])
    skipped = frozenset(each["name"] for each in packages if "skip_reason" in each)
    known = [
        f"{each['name']} {each['version']}: {one['id']}, mended in {', '.join(one['fix_versions']) or 'no version yet'}"
        for each in packages
        for one in each.get("vulns", ())
    ]
    return Audited(frozenset(each["name"] for each in packages) - skipped, skipped, tuple(known), "its advisories were not found")


def judge(lock: str, results: list[Audited]) -> tuple[str, bool, bool]:
    """Give the sentence on a lock file, whether anything is known against it, and whether some of it was not looked up anywhere."""
    known = sorted({line for result in results for line in result.known})
    looked_up = frozenset().union(*(result.looked_up for result in results))
    missing = frozenset().union(*(result.not_looked_up for result in results)) - looked_up
    if known:
        return "\n  ".join([f"{lock} names versions with known vulnerabilities. Raise them with: make lock", *known]), True, bool(missing)
    if not looked_up:
        return f"NOT AUDITED: {lock} was not held against the known vulnerabilities: {results[-1].why_not}.", False, True
    if missing:
        return f"PARTLY AUDITED: of {lock}, these were not looked up: {', '.join(sorted(missing))}.", False, True
    return f"{lock}: nothing is known against its {len(looked_up)} packages.", False, False


def main() -> int:
    """Audit both lock files; 1 where something is known against one of them, or it could not be audited and must be."""
    failed = False
    for lock in LOCKS:
        results: list[Audited] = []
        for service in SERVICES:
            results.append(audit(lock, service))
            if results[-1].looked_up and not results[-1].not_looked_up:
                break
        sentence, known, missing = judge(lock, results)
        print(sentence, file=sys.stderr if known or missing else sys.stdout)
        failed = failed or known or (missing and os.environ.get("LIGHTWELL_AUDIT") == "must")
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
