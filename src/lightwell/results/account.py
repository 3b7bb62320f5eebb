"""What became of a load, in words. The command line prints these sentences and the upload pages show them, so that both say the same."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from lightwell.extracts import Extract
from lightwell.extracts.model import SOURCES
from lightwell.periods import say_date
from lightwell.results.finding_model import FindingSet
from lightwell.results.findings import rule_states, sets_of, tally
from lightwell.results.load import Loaded
from lightwell.store import Check, Home, Manifest, Snapshot

SHOWN = 10
"""How many rows in quarantine are shown with an account; all of them are kept."""


class Counted(Protocol):
    """A file of an extract or of a snapshot, with the count of its rows."""

    @property
    def name(self) -> str:
        """The file's name."""

    @property
    def sheet(self) -> str:
        """The sheet's name; empty for a file that has none."""

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""

    @property
    def record(self) -> str:
        """The table that its rows go to."""

    @property
    def rows_read(self) -> int:
        """Rows found."""

    @property
    def rows_loaded(self) -> int:
        """Rows that became records."""

    @property
    def rows_quarantined(self) -> int:
        """Rows set aside."""


@dataclass(frozen=True)
class FileRows:
    """The rows of one file or sheet, or of all: `read = loaded + quarantined`. `record` is the table that they go to."""

    name: str
    record: str
    read: int
    loaded: int
    quarantined: int

    def __str__(self) -> str:
        return f"{self.name}: {self.read:,} rows in = {self.loaded:,} loaded + {self.quarantined:,} quarantined"


@dataclass(frozen=True)
class Account:
    """What became of every row of a load, in the order in which it is told.

    `quarantined` holds the first rows in quarantine as sentences and `left` counts the others; `checks` are those that did not pass, and
    `findings` says what each set of rules found; `children` are those of whom the first rows are.
    """

    files: tuple[FileRows, ...]
    total: FileRows
    notes: tuple[str, ...]
    quarantined: tuple[str, ...]
    left: int
    checks: tuple[str, ...]
    findings: tuple[str, ...]
    outcome: str
    children: frozenset[str] = frozenset()

    def lines(self) -> list[str]:
        """Give the whole account as lines of text."""
        told = [str(rows) for rows in (*self.files, self.total)]
        told += [f"Note: {note}" for note in self.notes]
        told += [f"Quarantined: {sentence}" for sentence in self.quarantined]
        if self.left:
            told.append(f"And {self.left:,} more. List them all with: lightwell quarantine")
        told += [f"Check: {check}" for check in self.checks]
        return [*told, *(f"Findings: {sentence}" for sentence in self.findings), self.outcome]


def account_of(loaded: Loaded, extract: Extract) -> Account:
    """Tell what became of every row of an extract that has been loaded."""
    manifest = loaded.snapshot.manifest
    shown = extract.quarantine.slice(0, SHOWN).to_pylist()
    return Account(
        files=file_rows(manifest.files),
        total=all_rows(manifest.files),
        notes=tuple(map(str, extract.notes)),
        quarantined=tuple(map(say_quarantined, shown)),
        left=extract.quarantine.num_rows - len(shown),
        checks=failed_checks(manifest.checks),
        findings=tuple(say_findings(each) for each in sets_of(loaded.snapshot)),
        outcome=say_outcome(loaded.snapshot, new=loaded.new),
    )


def file_rows(files: Iterable[Counted]) -> tuple[FileRows, ...]:
    """Count the rows of each file, named with its sheet where it has one."""
    return tuple(
        FileRows(
            f"{file.name}, {file.sheet}" if file.sheet else file.name,
            file.record,
            file.rows_read,
            file.rows_loaded,
            file.rows_quarantined,
        )
        for file in files
    )


def all_rows(files: Sequence[Counted]) -> FileRows:
    """Count the rows of all files together."""
    read, kept = sum(file.rows_read for file in files), sum(file.rows_quarantined for file in files)
    return FileRows("All files", "", read, read - kept, kept)


def say_quarantined(row: Mapping[str, Any]) -> str:
    """Say why a row is in quarantine and what to do; it quotes what was written about a child."""
    return f"{row['reason']} {row['remedy']}"


def failed_checks(checks: Iterable[Check]) -> tuple[str, ...]:
    """Say what each check found that did not pass."""
    return tuple(check.detail for check in checks if not check.passed)


def say_findings(of: FindingSet) -> str:
    """Say how many findings a set of rules has, and how many of its rules could not be run."""
    counts = {each.key: each.open for each in tally(of, "severity")}
    states = rule_states(of)
    ran, faults = (sum(each.state == state for each in states) for state in ("run", "at_fault"))
    found = " and ".join(_counted(counts.get(severity, 0), *words) for severity, words in _SEVERITIES.items())
    unable = len(states) - ran - faults
    silent = f"; {_counted(unable, 'rule was not run', 'rules were not run')}" if unable else ""
    wrong = f" {_counted(faults, 'rule is', 'rules are')} at fault and found nothing." if faults else ""
    return f"{of.title}: {found} by {_counted(ran, 'rule', 'rules')}{silent}.{wrong}"


_SEVERITIES = {"error": ("error", "errors"), "query": ("query", "queries")}


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"


def say_made_from(manifest: Manifest) -> str:
    """Say what a snapshot was made from: `Annex A workbook, 11 files`."""
    name = SOURCES.get(manifest.source, manifest.source)  # type: ignore[call-overload]  # a manifest may name a source of a later version
    return f"{name}, {len(manifest.files)} {'file' if len(manifest.files) == 1 else 'files'}"


def say_outcome(snapshot: Snapshot, *, new: bool) -> str:
    """Say which snapshot a load came to, new or already there."""
    if new:
        return f"Snapshot {snapshot.id} is made, as known on {say_date(snapshot.manifest.as_at)}."
    return f"Nothing to do: these files are already the snapshot {snapshot.id}."


def say_without_settings(home: Home) -> str:
    """Say what a home without settings cannot tell, and how to mend it."""
    return (
        f"There is no settings.yaml in {home.path}, so rates have no population and nothing has a target. Write it there, as "
        "docs/how-to/set-targets-and-population.md shows, and load again."
    )
