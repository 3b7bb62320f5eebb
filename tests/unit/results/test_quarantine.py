"""What is told of rows in quarantine: the kind of problem without a word of what was written, and whose team each row is for."""

from __future__ import annotations

from datetime import date

import pyarrow as pa
import pytest

from lightwell.extracts import messages
from lightwell.extracts.model import QUARANTINE
from lightwell.extracts.values import Reader, Unreadable, read_number, read_whole
from lightwell.journey import RECORDS, record_named
from lightwell.results import Chosen, quarantine_counts, quarantine_page
from lightwell.results.quarantine import UNKNOWN, kinds_of_problem
from lightwell.store import Snapshot

SECRET = "Ada ” in “born_on” is not a date (child"
AT = messages.place(17, "visits.csv", SECRET)


def kind(column: str, reason: str) -> str:
    row = {"record": "visits", "file": "visits.csv", "sheet": "", "row": 17, "column": column, "value": SECRET, "child": SECRET}
    table = pa.Table.from_pylist([{**row, "reason": reason, "remedy": "Mend it."}], schema=QUARANTINE)
    return kinds_of_problem(table)[0].kind


def unreadable() -> list[str]:
    """Every sentence that a reader of values says of one that it cannot read."""
    attempts = [
        *((Reader().day, text) for text in ("x", "31/02/2024", "01/01/24", "01/01/1066", "3 Xyz 2024")),
        (Reader(dates="iso").day, "01/02/2024"),
        (Reader().flag, "x"),
        (read_whole, "x"),
        (read_whole, "9999999999"),
        (read_number, "x"),
        *((Reader().of(column), SECRET) for record in RECORDS for column in record.columns if column.kind == "code"),
    ]
    found = []
    for reader, text in attempts:
        try:
            reader(text)
        except Unreadable as reason:
            found.append(reason.what)
    assert len(found) == len(attempts)
    return sorted(set(found))


@pytest.mark.parametrize("what", unreadable())
def test_a_value_that_cannot_be_read_is_told_without_the_value(what: str) -> None:
    assert kind("born_on", messages.unreadable(SECRET, "born_on", what, AT)).removeprefix("“born_on” ") in (what, "is not a date")
    assert kind("born_on", messages.unreadable("soon", "born_on", what, messages.place(17, "visits.csv", "1001"))) == f"“born_on” {what}"


def test_every_other_kind_is_told_without_the_value() -> None:
    record = record_named("visits")
    column = record.column("recorded_on")
    early = messages.too_early("Visit", column, date(2024, 1, 1), date(2024, 1, 2), AT)
    told = {
        kind("recorded_on", early): "“recorded_on” is before the day that it has to follow",
        kind("child", messages.missing("Visit", "child", AT)): "“child” is blank and has to be filled in",
        kind("", messages.misfit(3, 4, AT)): "The row has more or fewer cells than the heading",
        kind("", messages.repeated("Visit", 3, True, AT)): "The row repeats another",
        kind("", messages.repeated("Visit", 3, False, AT)): "The row has the identifier of another, with other values",
        kind("", f"Something new of {SECRET}."): "The row cannot be used",
        kind("other", f"Something new of {SECRET}."): "“other” cannot be used",
    }
    assert all(found == expected for found, expected in told.items())
    assert not any("Ada" in found for found in told)


def test_a_row_is_for_the_team_that_holds_its_child(small: Snapshot) -> None:
    (row,) = quarantine_page(small)
    assert (row.file, row.row, row.column, row.value, row.child) == ("referrals.csv", 5, "received_on", "31/02/2024", "1003")
    assert row.members == {"worker": "W1", "team": "T1", "service": "Safeguarding", "locality": "East"}
    assert row.kind == "“received_on” is not a day of the calendar"
    assert quarantine_counts(small).teams[0].name == "East A"


def test_rows_are_narrowed_and_paged(small: Snapshot) -> None:
    assert len(quarantine_page(small, Chosen(team="T1", file="referrals.csv"))) == 1
    assert quarantine_page(small, Chosen(team=UNKNOWN)) == ()
    assert quarantine_page(small, start=1, most=10) == ()
    assert quarantine_counts(small, Chosen(kind="no such kind")).problems == 0
