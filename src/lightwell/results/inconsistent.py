"""What cannot all be true of one child's records, said for the person who can put it right."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise

from lightwell.periods import say_date
from lightwell.results.held import NOBODY
from lightwell.results.journey_model import Event, Finding, Span
from lightwell.results.people import Named
from lightwell.results.responsible import OpenStatus, Responsible

_ONE_AT_A_TIME = ("In our care", "Child protection plan", "Child in need plan", "Placement", "Caseholder")
"""The kinds of span of which a child can have one at a time."""

_AFTER_BIRTH = frozenset({"In our care", "Placement", "Care leaver", "Missing"})
"""The kinds that cannot begin before a child is born."""

_CORRECT = "Correct the dates in the case system and load again."


def inconsistencies(
    named: Named,
    spans: Sequence[Span],
    chronology: Sequence[Event],
    statuses: Sequence[OpenStatus],
    responsible: Responsible,
    as_at: date,
) -> list[Finding]:
    """List what is plainly inconsistent in one child's records as known on the as-at day."""
    return [
        *_overlaps(spans),
        *_before_birth(named, spans),
        *_in_future(chronology, as_at),
        *_in_care(spans, as_at),
        *_nobody(statuses, responsible),
        *_unnamed(named),
    ]


def _overlaps(spans: Iterable[Span]) -> list[Finding]:
    found = []
    for kind in _ONE_AT_A_TIME:
        of_kind = sorted((span for span in spans if span.kind == kind), key=lambda span: (span.start, span.end or date.max))
        for earlier, later in pairwise(of_kind):
            if earlier.end is None or earlier.end > later.start:
                until = f"ended on {say_date(earlier.end)}" if earlier.end else "is still open"
                found.append(
                    Finding(
                        f"{kind}: one that started on {say_date(earlier.start)} {until}, and another started on {say_date(later.start)}.",
                        "A child can have one at a time. End the first, or take out the second, in the case system.",
                        _where(later),
                    )
                )
    return found


def _before_birth(named: Named, spans: Iterable[Span]) -> list[Finding]:
    born = named.born_on
    return [
        Finding(f"{span.kind} starts on {say_date(span.start)}, before the child was born on {say_date(born)}.", _CORRECT, _where(span))
        for span in spans
        if born and span.kind in _AFTER_BIRTH and span.start < born
    ]


def _in_future(chronology: Iterable[Event], as_at: date) -> list[Finding]:
    return [
        Finding(
            f"{event.what} is dated {say_date(event.on)}, after {say_date(as_at)}, the day that these records were taken.",
            _CORRECT,
            f"{event.source.name} {event.source.id}",
        )
        for event in chronology
        if event.on > as_at
    ]


def _in_care(spans: Sequence[Span], as_at: date) -> list[Finding]:
    """Compare care with placements and legal status on the as-at day."""
    today = {kind: [span for span in spans if span.kind == kind and span.covers(as_at)] for kind in _IN_CARE}
    care, placements, statuses = (today[kind] for kind in _IN_CARE)
    if care:
        lacking = [words for words, held in (("placement", placements), ("legal status", statuses)) if not held]
        return [
            Finding(f"In our care since {say_date(care[0].start)}, with no {words} recorded now.", f"Record the {words}.", _where(care[0]))
            for words in lacking
        ]
    return [
        Finding(
            f"Placement that started on {say_date(span.start)} is open, and the child is not in our care.",
            "End the placement, or record the period of care.",
            _where(span),
        )
        for span in placements
    ]


_IN_CARE = ("In our care", "Placement", "Legal status")


def _nobody(statuses: Sequence[OpenStatus], responsible: Responsible) -> list[Finding]:
    if not statuses or responsible.worker != NOBODY:
        return []
    return [
        Finding(
            f"{statuses[0].label} since {say_date(statuses[0].since)}, and no worker is allocated.",
            "Allocate a worker, or close the case if the work is done.",
        )
    ]


def _unnamed(named: Named) -> list[Finding]:
    missing = [
        words
        for words, value in (("name", named.filed), ("day of birth or expected birth", named.born_on or named.expected_on))
        if not value
    ]
    return [Finding(f"No {' and no '.join(missing)} is recorded.", "Record it in the case system.")] if missing else []


def _where(span: Span) -> str:
    return f"{span.source.name} {span.source.id}"
