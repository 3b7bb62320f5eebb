"""Snapshots: what is written is what is read, `current` follows the latest day, and damage is reported."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pytest

from lightwell.errors import LightwellError, NotFound, Problem
from lightwell.extracts.model import QUARANTINE
from lightwell.journey import RECORDS
from lightwell.periods import Month
from lightwell.store import (
    Check,
    Home,
    LoadedFile,
    connect_folder,
    damaged,
    default_home,
    draft,
    existing,
    identifying_columns,
    open_snapshot,
    snapshots,
    verify,
)
from lightwell.store.manifest import read_manifest, write_manifest
from tests.unit.store.samples import FEBRUARY, JANUARY, load, manifest, table, write


def columns(connection: duckdb.DuckDBPyConnection, view: str) -> list[str]:
    return [str(row[0]) for row in connection.execute(f'DESCRIBE "{view}"').fetchall()]


def test_every_record_has_a_view_and_those_not_written_are_empty(tmp_path: Path) -> None:
    connection = load(Home(tmp_path)).connect()
    counts = {record.table: connection.execute(f"SELECT count(*) FROM {record.table}").fetchall()[0][0] for record in RECORDS}
    assert {name: count for name, count in counts.items() if count} == {"people": 2, "placements": 1}
    assert columns(connection, "visits")[:4] == ["id", "authority", "child", "happened_on"]
    assert connection.execute(
        "SELECT typeof(happened_on), typeof(child_seen) FROM visits UNION ALL SELECT 'DATE', 'BOOLEAN'"
    ).fetchall() == [("DATE", "BOOLEAN")]


def test_empty_views_have_the_columns_and_types_of_written_ones(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with draft(home, as_at=JANUARY, fingerprint="aaaaaaaa1") as build:
        build.write_journey({record.table: table(record.table) for record in RECORDS}, QUARANTINE.empty_table())
        written = build.connect()
        empty = connect_folder(tmp_path / "nothing")
        for record in RECORDS:
            views = [record.table] + ([f"identity_{record.table}"] if identifying_columns(record) else [])
            for view in views:
                assert written.execute(f"DESCRIBE {view}").fetchall() == empty.execute(f"DESCRIBE {view}").fetchall()


def test_what_identifies_a_person_is_only_in_the_identity_tables(tmp_path: Path) -> None:
    connection = load(Home(tmp_path)).connect()
    for record in RECORDS:
        assert not {column.name for column in identifying_columns(record)} & set(columns(connection, record.table))
    assert columns(connection, "identity_placements") == ["id", "child", "postcode"]
    assert connection.execute("SELECT child, family_name, born_on FROM identity_people ORDER BY child").fetchall() == [
        ("1", "Invented", date(2012, 5, 1)),
        ("2", None, None),
    ]


def test_facts_results_and_quarantine_have_views(tmp_path: Path) -> None:
    with draft(Home(tmp_path), as_at=JANUARY, fingerprint="aaaaaaaa1") as build:
        write(build)
        relation = duckdb.connect().sql("SELECT range AS n FROM range(200000)")
        assert build.write("results", "cells", relation) == 200_000
        reader = pa.table({"n": [1, 2]}).to_reader()
        assert build.write("", "findings", reader) == 2
        snapshot = build.commit(manifest())
    connection = snapshot.connect()
    assert connection.execute("SELECT count(*) FROM fact_calendar").fetchall() == [(3,)]
    assert connection.execute("SELECT count(*) FROM result_cells").fetchall() == [(200_000,)]
    assert connection.execute("SELECT count(*) FROM quarantine").fetchall() == [(0,)]
    assert connection.execute("SELECT sum(n)::INT FROM findings").fetchall() == [(3,)]
    assert snapshot.manifest.files_of_snapshot["results/cells.parquet"].rows == 200_000


@pytest.mark.parametrize(("stage", "name"), [("", "anything"), ("journey", "people"), ("facts", "../people"), ("facts", "A")])
def test_a_table_that_has_no_place_in_a_snapshot_is_a_defect(tmp_path: Path, stage: str, name: str) -> None:
    with draft(Home(tmp_path), as_at=JANUARY, fingerprint="a" * 64) as build, pytest.raises(ValueError, match="no place"):
        build.write(stage, name, pa.table({"n": [1]}))


def test_a_folder_with_quotes_and_glob_characters_in_its_name_can_hold_snapshots(tmp_path: Path) -> None:
    home = Home(tmp_path / "the [children]'s *home?")
    assert load(home).connect().execute("SELECT count(*) FROM people").fetchall() == [(2,)]


def test_a_failed_load_leaves_nothing(tmp_path: Path) -> None:
    home = Home(tmp_path)

    def fail() -> None:
        with draft(home, as_at=JANUARY, fingerprint="a" * 64) as build:
            write(build)
            raise RuntimeError("stop")

    with pytest.raises(RuntimeError, match="stop"):
        fail()
    assert [path.name for path in home.snapshots.iterdir()] == [".lock"]
    assert snapshots(home) == []


def test_a_file_that_does_not_read_back_as_written_stops_the_load(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with draft(home, as_at=JANUARY, fingerprint="a" * 64) as build:
        write(build)
        build.written["facts/calendar.parquet"] = 4
        with pytest.raises(LightwellError, match=r"4 rows were written to facts/calendar.parquet and 3 can be read back"):
            build.commit(manifest())
    assert snapshots(home) == []


def test_a_disk_that_cannot_be_written_to_is_said_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(LightwellError, match=r"The snapshot could not be written \(.+\)\. Nothing was changed\."):
        load(Home(tmp_path / "file" / "home"))


def test_the_same_extract_is_found_again_and_another_is_not(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made = load(home, JANUARY, "aaaaaaaa1")
    assert existing(home, JANUARY, "aaaaaaaa1") == made
    assert existing(home, JANUARY, "aaaaaaaa2") is None
    assert existing(home, FEBRUARY, "aaaaaaaa1") is None


def test_two_extracts_whose_fingerprints_begin_alike_are_not_mixed(tmp_path: Path) -> None:
    home = Home(tmp_path)
    first = load(home, JANUARY, "aaaaaaaa1")
    with pytest.raises(LightwellError, match="made from another extract whose fingerprint begins alike"):
        load(home, JANUARY, "aaaaaaaa2")
    assert snapshots(home) == [first]
    assert verify(first) == []


def test_current_is_the_latest_day_and_of_one_day_the_last_made(tmp_path: Path) -> None:
    home = Home(tmp_path)
    february = load(home, FEBRUARY, "bbbbbbbb1")
    load(home, JANUARY, "aaaaaaaa1")
    assert open_snapshot(home) == february
    newer = load(home, FEBRUARY, "aaaaaaaa9", hour=10)
    assert open_snapshot(home) == newer
    assert existing(home, FEBRUARY, "bbbbbbbb1") == february
    assert open_snapshot(home) == newer
    assert [snapshot.manifest.as_at for snapshot in snapshots(home)] == [JANUARY, FEBRUARY, FEBRUARY]


def test_a_snapshot_opens_by_the_beginning_of_its_id(tmp_path: Path) -> None:
    home = Home(tmp_path)
    with pytest.raises(NotFound, match=r"There is no snapshot in .* yet"):
        open_snapshot(home)
    january, february = load(home, JANUARY, "aaaaaaaa1"), load(home, FEBRUARY, "bbbbbbbb1")
    assert open_snapshot(home, "2024-01") == january
    assert open_snapshot(home, february.id) == february
    with pytest.raises(NotFound, match="is the beginning of 2 snapshots: 2024-01-31-aaaaaaaa, 2024-02-29-bbbbbbbb"):
        open_snapshot(home, "2024")
    with pytest.raises(NotFound, match=r"There is no snapshot “2023”\. The snapshots are 2024-01-31-aaaaaaaa"):
        open_snapshot(home, "2023")
    with pytest.raises(NotFound, match=r"There is no snapshot “\.\./x”"):
        open_snapshot(home, "../x")


def test_without_a_readable_current_the_latest_is_opened(tmp_path: Path) -> None:
    home = Home(tmp_path)
    made = load(home)
    home.current.write_bytes(b"\xff\xfe")
    assert open_snapshot(home) == made
    home.current.unlink()
    assert open_snapshot(home) == made


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", '{"as_at": 1}', "[" * 100_000])
def test_a_damaged_manifest_is_reported_and_the_others_still_open(tmp_path: Path, text: str) -> None:
    home = Home(tmp_path)
    good, bad = load(home, JANUARY, "aaaaaaaa1"), load(home, FEBRUARY, "bbbbbbbb1")
    (bad.path / "manifest.json").write_text(text)
    assert snapshots(home) == [good]
    assert open_snapshot(home) == good
    assert [problem.where for problem in damaged(home)] == [bad.id]
    assert "is damaged. Remove the folder" in damaged(home)[0].what
    assert load(home, FEBRUARY, "bbbbbbbb1") == bad
    assert damaged(home) == []


def test_verify_names_what_is_missing_changed_or_strange(tmp_path: Path) -> None:
    snapshot = load(Home(tmp_path))
    (snapshot.path / "journey" / "people.parquet").unlink()
    (snapshot.path / "journey" / "placements.parquet").write_bytes(b"PAR1")
    other = snapshot.path / "identity" / "people.parquet"
    (snapshot.path / "facts" / "calendar.parquet").write_bytes(other.read_bytes())
    (snapshot.path / "facts" / "stray.parquet").write_bytes(other.read_bytes())
    found = {problem.where.removeprefix(f"{snapshot.id}/"): problem.what for problem in verify(snapshot)}
    assert found == {
        "journey/people.parquet": "This file is missing.",
        "journey/placements.parquet": "This file cannot be read as Parquet.",
        "facts/calendar.parquet": "This file has 2 rows, and had 3 when the snapshot was made.",
        "facts/stray.parquet": "This file is not in the manifest.",
    }


def test_verify_notices_other_bytes_with_the_same_number_of_rows(tmp_path: Path) -> None:
    import pyarrow.parquet as pq

    snapshot = load(Home(tmp_path))
    pq.write_table(pa.table({"day": [1, 2, 4]}), snapshot.path / "facts" / "calendar.parquet")
    assert [problem.what for problem in verify(snapshot)] == ["This file has been changed since the snapshot was made."]


def test_a_manifest_says_the_same_after_being_written_and_read(tmp_path: Path) -> None:
    full = replace(
        manifest(),
        id="2024-01-31-aaaaaaaa",
        files=(LoadedFile("people.csv", "0" * 64, 3, 2, 1, "people"),),
        rows={"people": 2},
        coverage={"people": None, "visits": date(2023, 1, 1)},
        notes=(Problem("Something was noticed.", where="people.csv", row=3),),
        definitions={"contacts": 1},
        checks=(Check("Children in care: stock and flow", passed=False, detail="1 child"),),
        first_month=Month(2022, 1),
        last_month=Month(2024, 1),
    )
    file = tmp_path / "manifest.json"
    file.write_text(write_manifest(full), encoding="utf-8")
    assert read_manifest(file) == full
    assert (full.rows_read, full.rows_quarantined) == (3, 1)


def test_the_home_is_named_by_the_environment_or_is_in_the_users_data_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("LIGHTWELL_HOME", str(tmp_path))
    assert default_home() == Home(tmp_path)
    monkeypatch.setenv("LIGHTWELL_HOME", " ")
    assert default_home().path.name == "lightwell"
    load(Home(tmp_path / "new"))
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0
