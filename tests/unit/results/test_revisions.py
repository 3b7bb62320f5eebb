from __future__ import annotations

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pytest

from lightwell.errors import NotFound
from lightwell.periods import Month, last_complete_month
from lightwell.results.revisions import triangle, triangles
from lightwell.results.settling import nowcasts, parents_of, settling_places
from lightwell.signals.restated import Reason, restated
from lightwell.signals.stitched import stitched
from lightwell.signals.triangle import KNOWN, NOT_HELD, STATES, age_of
from lightwell.store import Home, Snapshot, snapshots
from lightwell.store.manifest import write_manifest

PERCENT, COUNT = "cp_visit_10_working_days", "contacts"
KEPT = 4

Row = tuple[str, str, str, Month, float, float | None]


def known(day: date) -> list[Row]:
    """Give what the snapshot of a day knows: 100 children a month, 10 of them in one team, of whom 60, 68 and 70 were visited in time."""
    last = last_complete_month(day)
    rows: list[Row] = []
    for back in range(KEPT):
        month = last.plus(-back)
        visited = (60.0, 68.0, 70.0, 70.0)[min(age_of(month, day), 3)]
        rows += [(PERCENT, "authority", "", month, visited, 100.0), (PERCENT, "team", "T03", month, visited / 10, 10.0)]
        rows += [(COUNT, "authority", "", month, 50.0, None)]
        rows += [(COUNT, "team", "T01", month, 50.0, None)] if month.number % 2 else []
    return rows


def made(home: Home, small: Snapshot, day: date, rows: list[Row], *, tables: tuple[str, ...] = ("values",), order: int = 0) -> None:
    """Put a snapshot into a home: that of the small extract in all but its day and its results."""
    name = f"{day.isoformat()}-{order:08d}"
    folder = home.snapshots / name
    shutil.copytree(small.path, folder, ignore=shutil.ignore_patterns("results", "facts", "identity"))
    last = last_complete_month(day)
    manifest = replace(
        small.manifest,
        id=name,
        as_at=day,
        fingerprint=f"{name}{order}",
        first_month=last.plus(1 - KEPT),
        last_month=last,
        made_at=small.manifest.made_at.replace(second=order),
    )
    (folder / "manifest.json").write_text(write_manifest(manifest), encoding="utf-8")
    (folder / "results").mkdir()
    for table in tables:
        _write(folder / "results" / f"{table}.parquet", rows, manifest.definitions)


def _write(file: Path, rows: list[Row], versions: object) -> None:
    assert isinstance(versions, dict)
    with duckdb.connect() as connection:
        connection.execute(
            "create table v (indicator varchar, version integer, month date, period_type varchar, breakdown varchar, member varchar,"
            " numerator double, denominator double, value double, state varchar, population varchar)"
        )
        for indicator, breakdown, member, month, numerator, denominator in rows:
            value = 100 * numerator / denominator if denominator else numerator
            row = [indicator, versions[indicator], month.start, "month", breakdown, member, numerator, denominator, value, "known", None]
            connection.execute(f"insert into v values ({', '.join('?' * len(row))})", row)
        connection.execute(f"copy v to '{file}' (format parquet)")


@pytest.fixture(scope="session")
def home(small: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the month ends of May 2023 to January 2024, the last of them loaded twice."""
    found = Home(tmp_path_factory.mktemp("revisions"))
    found.make()
    for back in range(8, -1, -1):
        day = Month(2024, 1).plus(-back).end
        made(found, small, day, known(day), tables=("values", "months") if back < 2 else ("values",))
    again = [(*row[:4], 61.0, 100.0) if row[:4] == (PERCENT, "authority", "", Month(2024, 1)) else row for row in known(date(2024, 1, 31))]
    made(found, small, date(2024, 1, 31), again, order=1)
    return found


@pytest.fixture(scope="session")
def latest(home: Home) -> Snapshot:
    """The last snapshot of that home."""
    return snapshots(home)[-1]


def test_a_month_is_read_as_every_snapshot_knew_it(home: Home, latest: Snapshot) -> None:
    found = triangle(home, latest, PERCENT)
    assert found is not None
    month = Month(2023, 9)
    readings = found.readings(month)
    assert [(each.age, each.numerator, each.value) for each in readings] == [(0, 60, 60), (1, 68, 68), (2, 70, 70), (3, 70, 70)]
    assert [each.seen.as_at for each in readings] == [month.plus(step).end for step in range(4)]
    revision = next(each for each in restated(found) if each.month == month)
    assert (revision.change, revision.reason) == (10, Reason.LATE)


def test_two_loads_of_one_day_are_both_kept_and_told_apart(home: Home, latest: Snapshot) -> None:
    found = triangle(home, latest, PERCENT)
    assert found is not None
    assert [each.numerator for each in found.readings(Month(2024, 1))] == [60, 61]
    assert restated(found)[-1].reason is Reason.RELOADED


def test_an_earlier_snapshot_knows_nothing_of_later_ones(home: Home) -> None:
    earlier = snapshots(home)[4]
    found = triangles(home, earlier)
    assert found.seen[-1].snapshot == earlier.id
    assert found.months[-1] == earlier.manifest.last_month


def test_a_place_without_a_row_had_nothing_to_count(home: Home, latest: Snapshot) -> None:
    found = triangle(home, latest, COUNT, breakdown="team", member="T01")
    assert found is not None
    row = found.months.index(Month(2023, 8))
    held = found.states[row] != NOT_HELD
    assert held.sum() == KEPT
    assert set(found.states[row][held]) == {KNOWN}
    assert set(found.values[row][held]) == {0.0}
    assert triangle(home, latest, COUNT, breakdown="team", member="T99") is None
    with pytest.raises(NotFound, match="no_such"):
        triangles(home, latest, indicators=["no_such"])


def test_breakdowns_and_members_are_chosen(home: Home, latest: Snapshot) -> None:
    every = triangles(home, latest)
    assert every.keys == ((COUNT, "authority", ""), (COUNT, "team", "T01"), (PERCENT, "authority", ""), (PERCENT, "team", "T03"))
    teams = triangles(home, latest, breakdowns=["team"])
    assert teams.keys == (every.keys[1], every.keys[3])
    np.testing.assert_array_equal(teams.numerators, every.numerators[[1, 3]])
    assert triangles(home, latest, breakdowns=["service"]).keys == ()


def test_months_are_read_from_those_snapshots_that_hold_them(home: Home, latest: Snapshot) -> None:
    found = triangles(home, latest, table="months")
    assert [each.as_at for each in found.seen] == [date(2023, 12, 31), date(2024, 1, 31)]


def test_the_longest_series_reaches_back_to_the_oldest_snapshot(home: Home, latest: Snapshot) -> None:
    found = stitched(triangles(home, latest, indicators=[PERCENT], breakdowns=["authority"]))
    assert (found.months[0], found.months[-1]) == (Month(2023, 2), Month(2024, 1))
    assert found.numerators[0].tolist() == [70.0] * 10 + [68.0, 61.0]


def test_where_the_month_will_settle_is_worked_out_from_a_homes_own_snapshots(home: Home, latest: Snapshot) -> None:
    found = nowcasts(home, latest, PERCENT)
    whole, team = found["authority", ""], found["team", "T03"]
    assert whole.settles_after == 2
    assert [each.status for each in whole.months] == ["settled", "range", "range"]
    newest = whole.months[-1]
    assert newest.estimate == pytest.approx(71, abs=1)  # 61 and the ten that have come in every month before
    assert team.months[-1].estimate is not None
    assert nowcasts(home, snapshots(home)[3], PERCENT)["authority", ""].months[-1].status == "too_short"


def test_what_is_no_place_is_left_out_and_a_team_belongs_to_its_service(home: Home, latest: Snapshot) -> None:
    every = triangles(home, latest, indicators=[PERCENT])
    named = replace(every.keep([0, 1, 1, 1]), keys=tuple((PERCENT, *key) for key in (
        ("team", "T03"), ("team", "Not allocated"), ("service", "Disabilities"), ("authority", "")
    )))  # fmt: skip
    ordered = settling_places(named)
    assert [key[1:] for key in ordered.keys] == [("authority", ""), ("service", "Disabilities"), ("team", "T03")]
    assert parents_of(ordered, {"T03": "Disabilities"}) == [-1, 0, 1]
    assert STATES[ordered.states[0, -1, -1]] == "known"
