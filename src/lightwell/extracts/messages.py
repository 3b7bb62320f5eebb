"""The sentences in which a row's problems are told."""

from __future__ import annotations

from datetime import date

from lightwell.journey import Column, Record
from lightwell.periods import say_date

CORRECT = "Correct {what} in the case system and load again; the row is in quarantine until then."

VERBS = {
    "started_on": "starts",
    "ended_on": "ends",
    "completed_on": "is completed",
    "received_on": "is received",
    "decided_on": "is decided",
    "happened_on": "happens",
    "recorded_on": "is recorded",
    "authorised_on": "is authorised",
    "referred_on": "is referred",
    "agreed_on": "is agreed",
    "reversed_on": "is reversed",
    "assessment_started_on": "has its assessment started",
    "assessment_completed_on": "has its assessment completed",
    "initial_conference_on": "has its initial conference",
    "stage_1_started_on": "starts stage 1",
    "stage_1_ended_on": "ends stage 1",
    "stage_2_started_on": "starts stage 2",
    "stage_2_ended_on": "ends stage 2",
}
"""What happens on each day that is held against another, as it is said in a sentence."""

_BREAKS = str.maketrans({"\r": " ", "\n": " ", "\t": " "})


def title_of(record: type[Record]) -> str:
    """Give a record's name in plain words at the head of a sentence: `Care review`."""
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in record.__name__).strip()
    return words.replace("section47", "section 47").capitalize()


def place(row: int, where: str, child: str | None) -> str:
    """Say whose row it is and where it stands: `(child 1042, row 17 of placements.csv)`."""
    return f"(child {child}, row {row:,} of {where})" if child else f"(row {row:,} of {where})"


def too_early(title: str, column: Column, day: date, first: date, at: str) -> str:
    """Say that something happens before what has to come first."""
    verb, first_verb = VERBS[column.name], VERBS[column.not_before]
    return f"{title} {verb} on {say_date(day)}, before it {first_verb} on {say_date(first)} {at}."


def unreadable(value: str, heading: str, what: str, at: str) -> str:
    """Say that a value cannot be read, and why."""
    shown = value if len(value) <= 60 else f"{value[:57]}..."
    return f"“{shown}” in “{heading}” {what} {at}."


def missing(title: str, heading: str, at: str) -> str:
    """Say that a cell is blank that may not be."""
    return f"{title} has a blank “{heading}”, which has to be filled in {at}."


def misfit(cells: int, expected: int, at: str) -> str:
    """Say that a row has too few or too many cells."""
    return f"The row has {cells:,} {'cell' if cells == 1 else 'cells'} where the heading has {expected:,} {at}."


def repeated(title: str, first: int, same: bool, at: str) -> str:
    """Say that a row is there twice, or that two rows are about one record and differ."""
    if same:
        return f"{title} repeats row {first:,} {at}."
    return f"{title} has the identifier or the key of row {first:,}, with other values {at}."


def one_line(text: str | None) -> str | None:
    """Keep a value on one line and short enough to show."""
    return None if text is None else text.translate(_BREAKS)[:200]
