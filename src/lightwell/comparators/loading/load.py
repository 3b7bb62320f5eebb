"""Loads a new release of published statistics: a file as downloaded in, its values beside those that are shipped, and an account of it.

A release may come in several files. Loading another adds to it, the same again changes nothing, and one that says another value for
something that the release has already is refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from filelock import FileLock, Timeout

from lightwell.comparators.loading.publication_files import publications
from lightwell.comparators.loading.publications import Publication, plain_value
from lightwell.comparators.loading.reading import NothingKept, TableRead, read_table, say_value
from lightwell.comparators.loading.recognising import Match, recognise
from lightwell.comparators.loading.stored import StoredFile, StoredRelease, read_stored, write_stored
from lightwell.comparators.loading.tidy import MOST_PROBLEMS, TidyFile, open_tidy, refused
from lightwell.comparators.model import Release
from lightwell.comparators.releases import shipped_releases
from lightwell.errors import LightwellError, NotFound, Problem
from lightwell.periods import say_date

_LONGEST_NAME = 60
_WAIT_SECONDS = 60.0


@dataclass(frozen=True)
class Loaded:
    """What became of a file: the release, each table that was read, and how many values were new or there already.

    `not_read` are the files of a zip that were left, with why; `notes` examples of rows left out.
    """

    release: Release
    publication: Publication
    tables: tuple[TableRead, ...]
    new: int
    there: int
    not_read: tuple[Problem, ...]

    @property
    def rows(self) -> int:
        """How many rows were read."""
        return sum(table.rows for table in self.tables)

    @property
    def kept(self) -> int:
        """How many of them were kept."""
        return sum(table.kept for table in self.tables)

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many were left out, by reason; with those kept they come to those read."""
        return sum((Counter(table.left_out) for table in self.tables), Counter())

    @property
    def series(self) -> Mapping[str, int]:
        """How many values each series has in what was read, markers among them."""
        return sum((Counter(table.series) for table in self.tables), Counter())

    @property
    def notes(self) -> tuple[Problem, ...]:
        """Examples of rows that were left out and that a person may want to look at."""
        return tuple(note for table in self.tables for note in table.notes)

    def lines(self) -> tuple[str, ...]:
        """Say what became of the file, for a terminal."""
        told = [line for table in self.tables for line in _lines_of(table)]
        added = (
            f"{self.new:,} of {self.new + self.there:,} values are new."
            if self.new
            else "Every value was there already; nothing was changed."
        )
        return (
            f"{self.release.title} ({self.release.id}), published on {say_date(self.release.published)}.",
            *told,
            *(f"Not read: {problem}" for problem in self.not_read),
            *(f"Note: {note}" for note in self.notes),
            added,
        )


def _lines_of(table: TableRead) -> Iterator[str]:
    yield f"{table.file.name}: {table.table}"
    yield f"  {table.rows:,} rows read = {table.kept:,} kept + {table.rows - table.kept:,} left out"
    for reason, count in table.left_out.items():
        yield f"  left out: {count:,} {reason}"
    width = max(len(series) for series in table.series)
    for series, count in table.series.items():
        yield f"  {series.ljust(width)}  {count:>6,} {_values(count)}"
    if table.not_read:
        yield f"  columns not read: {', '.join(table.not_read)}"


def _values(count: int) -> str:
    return "value" if count == 1 else "values"


def load_release(folder: Path, file: Path, *, published: date, said: bool = True, release: str = "", publication: str = "") -> Loaded:
    """Load one file, or a zip of them, as a release or a part of one into a folder.

    `published` is the day on which the release came out. Where nobody has `said` it, it is the day of the load, from which on the release
    is known here, and a release that is there already keeps its own. The release is named by its publication and newest year unless
    `release` names it; `publication` says which one it is where the columns leave that open, or a zip holds several. Raises `Refused`, with
    every reason found and nothing changed, for a file that is no known table, that cannot be read throughout, or that contradicts what the
    release has already; `NotFound` for a publication that there is not; `LightwellError` where the folder cannot be used.
    """
    among = _chosen(publications(folder), publication)
    files, aside = open_tidy(file)
    tables, not_recognised = _read(file, files, among)
    of = _one_publication(file, tables)
    newest = max(year for table in tables for _, year, _ in table.cells)
    if newest > published.year:
        what = f"It holds figures of {newest}, so it cannot have been published on {say_date(published)}. Say when it was."
        raise refused(file.name, what)
    found = _release(file, of, newest + of.years_later, release, published)
    with _one_at_a_time(folder):
        before = read_stored(folder, found.id)
        if before is not None and not said:
            found = before.release
        stored = _joined(file, before, found, of, tables)
        new = len(stored.cells) - (len(before.cells) if before else 0)
        if stored != before:
            write_stored(folder, stored)
    cells = len({key for table in tables for key in table.cells})
    return Loaded(stored.release, of, tables, new, cells - new, (*aside, *not_recognised))


def _chosen(among: Sequence[Publication], name: str) -> tuple[Publication, ...]:
    wanted = plain_value(name)
    chosen = tuple(one for one in among if not wanted or wanted in (plain_value(one.id), plain_value(one.short), plain_value(one.title)))
    if not chosen:
        said = ", ".join(f"{one.id} ({one.title})" for one in among)
        raise NotFound(f"No publication is called “{name[:60]}”. There are: {said}.")
    return chosen


def _read(path: Path, files: Sequence[TidyFile], among: Sequence[Publication]) -> tuple[tuple[TableRead, ...], tuple[Problem, ...]]:
    """Read every file that is a known table; refused where none is."""
    tables: list[TableRead] = []
    others: list[Problem] = []
    for file in files:
        match = recognise(file, among)
        if not isinstance(match, Match):
            others.append(match)
            continue
        try:
            tables.append(read_table(file, match))
        except NothingKept:
            if len(files) == 1:
                raise
            others.append(Problem(f"It has the columns of “{match.table.name}” and none of its headline rows.", where=file.name))
    if not tables:
        raise refused(path.name, "Its columns are not those of a table that is read here.", others[:MOST_PROBLEMS])
    return tuple(tables), tuple(others)


def _one_publication(path: Path, tables: Sequence[TableRead]) -> Publication:
    found = {table.publication.id: table.publication for table in tables}
    if len(found) > 1:
        said = " and ".join(f"{one.title} ({one.id})" for one in found.values())
        raise refused(path.name, f"It holds tables of {said}. Load them one after the other, saying each time which publication to read.")
    return next(iter(found.values()))


def _release(path: Path, of: Publication, year: int, name: str, published: date) -> Release:
    """Name the release; refused where the name given is that of one that is shipped.

    Without a name, a file of a shipped release stands beside it as what was loaded here: it may hold more tables than are shipped.
    """
    wanted = name.strip()
    if not wanted and any(shipped.id == f"{of.id}-{year}" for shipped in shipped_releases()):
        return Release(f"{of.id}-{year}-loaded", f"{of.short} {year} (loaded)", f"{of.title}, {year} release, as loaded here", published)
    made = re.sub(r"[^a-z0-9]+", "-", wanted.casefold()).strip("-") if wanted else f"{of.id}-{year}"
    if not made or len(made) > _LONGEST_NAME:
        raise refused(
            path.name, f"“{wanted[:80]}” cannot name a release. Use letters and digits, {_LONGEST_NAME} at most, like {of.id}-{year}."
        )
    usual = re.fullmatch(rf"{of.id}-([0-9]{{4}})", made)
    said = usual[1] if usual else str(year)
    short, title = (f"{of.short} {said}", f"{of.title}, {said} release") if usual else (wanted, f"{of.title}: {wanted}")
    for shipped in shipped_releases():
        names = {plain_value(one) for one in (shipped.id, shipped.short, shipped.title, *shipped.aliases)}
        if names & {plain_value(one) for one in (made, short, title)}:
            why = f"{shipped.title} ({shipped.id}) comes with Lightwell and is never changed."
            raise refused(path.name, f"{why} If it has been revised since, load it as a release of its own, named like {made}-revised.")
    return Release(made, short, title, published)


def _joined(path: Path, before: StoredRelease | None, release: Release, of: Publication, tables: Sequence[TableRead]) -> StoredRelease:
    """Add what was read to what the release has already; refused where they contradict each other."""
    there = before or StoredRelease(release, of.id, of.source, (), {})
    if there.publication != of.id:
        raise refused(
            path.name, f"The release {release.id} is of the publication {there.publication}, not of {of.id}. Give it another name."
        )
    if there.release.published != release.published:
        was, said = say_date(there.release.published), say_date(release.published)
        raise refused(path.name, f"The release {release.id} was loaded as published on {was}, not on {said}. One release has one day.")
    for table in tables:
        there = _with(path, there, table)
    return there


def _with(path: Path, there: StoredRelease, table: TableRead) -> StoredRelease:
    other = [key for key, value in table.cells.items() if there.cells.get(key, value) != value]
    if other:
        problems = []
        for key in sorted(other)[:MOST_PROBLEMS]:
            series, year, area = key
            held = ", ".join(file.name for file in there.files if series in file.series)
            what = f"{series} of {area} in {year} is {say_value(table.cells[key])} here and {say_value(there.cells[key])} in {held}."
            problems.append(Problem(what, where=table.file.name))
        many = f"{len(other):,} {_values(len(other))} here and in the release {there.release.id} contradict each other"
        what = f"{many}. If the publisher has revised it, load it as a release of its own, named like {there.release.id}-revised."
        raise refused(path.name, what, problems)
    entry = StoredFile(table.file.name, table.file.sha256, table.table, table.rows, table.kept, dict(table.left_out), dict(table.series))
    files = tuple(one for one in there.files if one.sha256 != entry.sha256)
    same = len(files) < len(there.files) and {*table.cells} <= {*there.cells}
    return there if same else replace(there, files=(*files, entry), cells={**there.cells, **table.cells})


@contextmanager
def _one_at_a_time(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that two loads into one release do not lose what the other adds."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock = FileLock(folder / ".lock", timeout=_WAIT_SECONDS)
        lock.acquire()
    except Timeout as error:
        raise LightwellError("Another release is being loaded here; nothing was changed. Load again when it has ended.") from error
    except OSError as error:
        raise LightwellError(f"{folder} cannot be written to ({error.strerror or error}); nothing was changed.") from error
    try:
        yield
    finally:
        lock.release()
