"""What the journey of a child is made of: spans, events, and what is found about the records, as frozen values for reports and screens."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from lightwell.results.people import Named
from lightwell.results.responsible import OpenStatus, Responsible


@dataclass(frozen=True)
class Source:
    """The record that something comes from: its type as a table and in plain words, and its identifier."""

    table: str
    name: str
    id: str


@dataclass(frozen=True)
class Detail:
    """One thing that a record says, in plain words: `Recorded`, `3 March 2024`."""

    label: str
    text: str


@dataclass(frozen=True)
class Event:
    """One thing that happened on one day.

    `kind` is a plain word by which a reader filters; `what` a line of text. `counts` says of a visit or supervision whether it counts
    towards an indicator, and `because` why not; None where the question does not arise. `worker` and `team` are names as far as known.
    """

    on: date
    kind: str
    what: str
    source: Source
    worker: str = ""
    team: str = ""
    counts: bool | None = None
    because: str = ""
    details: tuple[Detail, ...] = ()


@dataclass(frozen=True)
class Span:
    """One thing that lasted, from its first day to its end; `end` is None while it is open on the as-at day.

    `kind` is what it is (a child protection plan), `what` what sort (its category), which may be empty.
    """

    kind: str
    what: str
    start: date
    end: date | None
    source: Source
    worker: str = ""
    team: str = ""
    details: tuple[Detail, ...] = ()

    @property
    def open(self) -> bool:
        """Whether it is open on the as-at day."""
        return self.end is None

    def detail(self, label: str) -> str:
        """Give what the record says under a label; empty where it says nothing."""
        return next((detail.text for detail in self.details if detail.label == label), "")

    def covers(self, day: date) -> bool:
        """Say whether it was open at the end of a day."""
        return self.start <= day and (self.end is None or self.end > day)


@dataclass(frozen=True)
class Finding:
    """Something about the child's records that someone should look at: what it is, what to do, and the record where one is known.

    `others` are other children whom `what` quotes; None where that is not known.
    """

    what: str
    remedy: str
    where: str = ""
    others: tuple[str, ...] | None = None


@dataclass(frozen=True)
class ChildJourney:
    """Everything that a snapshot holds about one child, in the order of time, as known on `as_at`.

    `events` are single happenings; `chronology` holds these and the beginnings and ends of spans, the earliest first. `about` says what
    is recorded of the child beside the name: sex, ethnicity, disabilities.
    """

    named: Named
    as_at: date
    snapshot: str
    about: tuple[Detail, ...]
    statuses: tuple[OpenStatus, ...]
    responsible: Responsible
    spans: tuple[Span, ...]
    events: tuple[Event, ...]
    chronology: tuple[Event, ...]
    findings: tuple[Finding, ...]

    @property
    def child(self) -> str:
        """The child's identifier."""
        return self.named.child

    def of_kind(self, kinds: Iterable[str]) -> tuple[Span, ...]:
        """Give the spans of some kinds, in order."""
        wanted = frozenset(kinds)
        return tuple(span for span in self.spans if span.kind in wanted)
