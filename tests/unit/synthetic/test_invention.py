"""The invented authority: the same from the same seed, true to the record model, and whole as a story."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pytest

from lightwell.journey import RECORDS, Record, record_named
from lightwell.periods import Month
from lightwell.synthetic import Authority, invent, settings, write_annex_a, write_tables_extract
from lightwell.synthetic.ledger import KNOWN, schema_of

_BY_RECORD = pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.table)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


_PROGRAM = """
import sys
from datetime import date
from itertools import pairwise
from pathlib import Path
from lightwell.synthetic import invent, write_tables_extract
write_tables_extract(invent(11, scale=0.02), date(2023, 11, 30), Path(sys.argv[1]))
"""


def test_the_same_seed_gives_the_same_bytes_in_another_process(tmp_path: Path) -> None:
    here = write_tables_extract(invent(11, scale=0.02), date(2023, 11, 30), tmp_path / "here.zip")
    there = tmp_path / "there.zip"
    paths = [path for path in sys.path if path]
    subprocess.run(
        [sys.executable, "-c", _PROGRAM, str(there)],
        check=True,
        env={"PYTHONPATH": ":".join(paths), "PYTHONHASHSEED": "12345"},
    )
    assert _digest(here) == _digest(there)


def test_another_seed_gives_other_children(authority: Authority) -> None:
    other = invent(8, scale=0.02)
    assert (
        other.journey["people"].column("family_name").to_pylist()[:50] != authority.journey["people"].column("family_name").to_pylist()[:50]
    )


def test_the_workbook_has_the_same_bytes_each_time(authority: Authority, tmp_path: Path) -> None:
    first = write_annex_a(authority, date(2024, 1, 31), tmp_path / "a.xlsx")
    second = write_annex_a(authority, date(2024, 1, 31), tmp_path / "b.xlsx")
    assert _digest(first) == _digest(second)


def test_progress_rises_to_the_whole() -> None:
    told: list[float] = []
    invent(3, lambda _step, part: told.append(part), scale=0.02)
    assert told == sorted(told)
    assert told[-1] == 1.0


@_BY_RECORD
def test_every_record_type_has_rows_of_its_columns(authority: Authority, record: type[Record]) -> None:
    table = authority.journey[record.table]
    assert table.num_rows > 0
    assert table.schema == schema_of(record)


@_BY_RECORD
def test_what_is_required_is_there_and_codes_are_of_their_list(authority: Authority, record: type[Record]) -> None:
    table = authority.journey[record.table]
    for column in record.columns:
        values = table[column.name]
        if column.required:
            assert values.null_count == 0, column.name
        if column.codes is not None:
            assert set(pc.unique(values).to_pylist()) - {None} <= set(column.codes.labels), column.name


@_BY_RECORD
def test_no_day_comes_before_the_day_it_follows(authority: Authority, record: type[Record]) -> None:
    table = authority.journey[record.table]
    for column in record.columns:
        if column.not_before:
            wrong = pc.sum(pc.less(table[column.name], table[column.not_before])).as_py() or 0
            assert wrong == 0, column.name


@_BY_RECORD
def test_everything_that_is_referred_to_exists(authority: Authority, record: type[Record]) -> None:
    for column in record.columns:
        if column.refers_to:
            target = authority.journey[column.refers_to][record_named(column.refers_to).key[0]]
            assert set(pc.unique(authority.journey[record.table][column.name]).to_pylist()) - {None} <= set(target.to_pylist()), column.name


@_BY_RECORD
def test_each_record_is_identified_once(authority: Authority, record: type[Record]) -> None:
    table = authority.journey[record.table]
    if "id" in table.column_names:
        assert len(pc.unique(table["id"])) == table.num_rows
    elif record.table != "disabilities":
        assert len(pc.unique(table[record.key[0]])) == table.num_rows


_ONE_AT_A_TIME = (
    "periods_of_care",
    "child_protection_plans",
    "child_in_need_plans",
    "care_leavers",
    "episodes_of_need",
    "placements",
    "legal_statuses",
)


@pytest.mark.parametrize("table", _ONE_AT_A_TIME)
def test_no_child_has_two_at_once(authority: Authority, table: str) -> None:
    spans = _spans(authority.journey[table])
    for child, held in spans.items():
        for (_, end), (start, _) in pairwise(held):
            assert end is not None, (child, held)
            assert end <= start, (child, held)


def test_no_child_has_two_primary_caseholders_at_once(authority: Authority) -> None:
    table = authority.journey["allocations"]
    spans = _spans(table.filter(pc.equal(table["role"], "primary")))
    assert all(end is not None and end <= start for held in spans.values() for (_, end), (start, _) in pairwise(held))


def _spans(table: pa.Table) -> dict[str, list[tuple[date, date | None]]]:
    found: dict[str, list[tuple[date, date | None]]] = {}
    for child, start, end in zip(*(table[name].to_pylist() for name in ("child", "started_on", "ended_on")), strict=True):
        found.setdefault(child, []).append((start, end))
    return {child: sorted(held, key=lambda span: (span[0], span[1] or date.max)) for child, held in found.items()}


@pytest.mark.parametrize("table", ["periods_of_care", "child_protection_plans", "child_in_need_plans"])
def test_stock_and_flow_agree(authority: Authority, table: str) -> None:
    rows = authority.journey[table]
    starts, ends = rows["started_on"].to_pylist(), rows["ended_on"].to_pylist()

    def open_at(day: date) -> int:
        return sum(1 for start, end in zip(starts, ends, strict=True) if start <= day and (end is None or end > day))

    for month in authority.months[-25:]:
        started = sum(1 for day in starts if Month.of(day) == month)
        ended = sum(1 for day in ends if day is not None and Month.of(day) == month)
        assert open_at(month.plus(-1).end) + started - ended == open_at(month.end), month.name


def test_every_child_in_care_has_a_placement_a_legal_status_and_a_caseholder(authority: Authority) -> None:
    last = authority.months[-1].end
    in_care = {child for child, held in _spans(authority.journey["periods_of_care"]).items() if held[-1][1] is None}
    for table in ("placements", "legal_statuses", "allocations"):
        held = {child for child, spans in _spans(authority.journey[table]).items() if any(end is None or end > last for _, end in spans)}
        assert in_care <= held, table


def test_children_leave_care_by_their_eighteenth_birthday(authority: Authority) -> None:
    people = authority.journey["people"]
    born = dict(zip(people["child"].to_pylist(), people["born_on"].to_pylist(), strict=True))
    for child, spans in _spans(authority.journey["periods_of_care"]).items():
        last = spans[-1][1] or authority.months[-1].end
        assert (last - born[child]).days <= 6_576, child


def test_teams_restructured_in_september_2023_name_their_predecessor(authority: Authority) -> None:
    teams = {row["team"]: row for row in authority.journey["teams"].to_pylist()}
    new = [team for team in teams.values() if team["predecessor"]]
    assert len(new) == 12
    assert all(teams[team["predecessor"]]["ended_on"] == date(2023, 8, 31) and team["started_on"] == date(2023, 9, 1) for team in new)
    assert sum(1 for team in teams.values() if team["ended_on"] is None) == 40


def test_settings_name_the_authority_and_its_populations(authority: Authority) -> None:
    given = settings(authority)
    assert (given["authority"], given["name"]) == (authority.code, authority.name)
    populations = given["populations"]
    assert isinstance(populations, list)
    days = [entry["from"] for entry in populations]
    assert days == sorted(days)
    assert days[0] < authority.months[0].start
    assert all(47_000 < entry["children_under_18"] < 52_000 for entry in populations)


def test_known_day_is_kept_beside_each_row(authority: Authority) -> None:
    visits = authority.journey["visits"]
    assert visits[KNOWN].to_pylist() == visits["recorded_on"].to_pylist()
