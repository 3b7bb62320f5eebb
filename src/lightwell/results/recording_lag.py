"""Recording lag: how many working days from happening to recorded to authorised, by kind, month and place.

A record that waits to be authorised has a lag of which only the beginning is known. Leaving it out would make the median too short, so
medians are those of Kaplan and Meier (1958), in which it counts for as long as it has waited. What happened and is not recorded at all is
in no snapshot: the lag to recording of the last month or two is therefore too short in every source.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lightwell.errors import NotFound
from lightwell.periods import Month, months_between
from lightwell.results.model import AUTHORITY
from lightwell.results.opened import reading
from lightwell.results.recording import LAG_PARTS, STEPS, Lag, LagPart, RecordList, Step
from lightwell.results.recording_first import AUTHORISED_WITHIN, RECORDED_WITHIN, standard
from lightwell.results.recording_kinds import KINDS, Kind, kind_named
from lightwell.results.recording_records import COLUMNS, records
from lightwell.store import Snapshot

PLACES = ("team", "worker", "service", "locality")
"""By what a lag can be broken down: the worker who did it, and the team responsible for the child on that day, with where it stands."""


def lag_kinds(snapshot: Snapshot) -> tuple[Kind, ...]:
    """Give the kinds whose lag can be known from a snapshot: the source holds the records, and fills the day on which they were made."""
    held, lacks = snapshot.manifest.coverage, snapshot.manifest.lacks
    return tuple(kind for kind in KINDS.values() if kind.recorded and kind.table in held and f"{kind.table}.{kind.recorded}" not in lacks)


def steps_of(snapshot: Snapshot, kind: Kind) -> tuple[Step, ...]:
    """Give the steps of a kind that can be measured: only the first where nobody authorises or the source does not say when."""
    authorised = bool(kind.authorised) and f"{kind.table}.{kind.authorised}" not in snapshot.manifest.lacks
    return STEPS if authorised else STEPS[:1]


def lags(snapshot: Snapshot, kind: str, step: Step, *, months: Iterable[Month] = (), breakdown: str = AUTHORITY) -> tuple[Lag, ...]:
    """Measure a step of everything of one kind that happened in each month, or those named, at every member of a breakdown.

    Raises `NotFound` for a kind, step or breakdown that cannot be measured in the snapshot.
    """
    found, wanted = _asked(snapshot, kind, step, breakdown, months)
    if not wanted:
        return ()
    member = "''" if breakdown == AUTHORITY else f"r.{breakdown}"
    query = f"with {records(found, step, wanted[0], wanted[-1], snapshot.manifest.as_at)} select {_GROUPED.format(member=member)}"
    counted: dict[tuple[Month, str], list[_Wait]] = defaultdict(list)
    with reading(snapshot) as connection:
        for month, who, days, done, many, since in connection.execute(query).fetchall():
            counted[Month.of(month), who].append(_Wait(days, bool(done), int(many), since))
    limits = {month: _standard(snapshot, step, month) for month in wanted}
    return tuple(
        _lag(found.id, step, month, breakdown, who, waits, limits[month])
        for (month, who), waits in sorted(counted.items())
        if month in limits
    )


def lag_records(
    snapshot: Snapshot, kind: str, step: Step, month: Month, *, part: LagPart = "all", breakdown: str = AUTHORITY, member: str = ""
) -> RecordList:
    """List the records behind one number of a `Lag`, as many as it says; raises `NotFound` as `lags` does."""
    if part not in LAG_PARTS:
        raise NotFound(f"“{part[:40]}” is no part of a lag. The parts are {', '.join(LAG_PARTS)}.")
    found, wanted = _asked(snapshot, kind, step, breakdown, [month])
    limit = _standard(snapshot, step, month)
    rows: list[tuple[object, ...]] = []
    if wanted:
        where, given = ("", []) if breakdown == AUTHORITY else (f" and r.{breakdown} = ?", [member])
        shown = ", ".join(f"r.{name}" for name in COLUMNS)
        query = (
            f"with {records(found, step, month, month, snapshot.manifest.as_at)} select {shown} "
            f"from records r where ({_LISTED[part].format(limit=limit)}){where} order by r.happened_on, r.child, r.id"
        )
        with reading(snapshot) as connection:
            rows = connection.execute(query, given).fetchall()
    return RecordList(found.id, step, month, breakdown, member, part, snapshot.manifest.as_at, snapshot.id, COLUMNS, tuple(rows))


def _asked(snapshot: Snapshot, kind: str, step: Step, breakdown: str, months: Iterable[Month]) -> tuple[Kind, list[Month]]:
    found, manifest = kind_named(kind), snapshot.manifest
    if found not in lag_kinds(snapshot):
        raise NotFound(f"{found.name}: the source does not say on which day they were recorded.")
    if step not in steps_of(snapshot, found):
        raise NotFound(f"{found.name}: the source does not say on which day they were authorised.")
    if breakdown not in (AUTHORITY, *PLACES):
        raise NotFound(f"A lag is not broken down by “{breakdown[:40]}”. Its breakdowns: {', '.join(PLACES)}.")
    if manifest.first_month is None or manifest.last_month is None:
        return found, []
    complete = manifest.coverage[found.table]
    held = [each for each in months_between(manifest.first_month, manifest.last_month) if complete is None or each.start >= complete]
    asked = set(months) or set(held)
    return found, [month for month in held if month in asked]


def _standard(snapshot: Snapshot, step: Step, month: Month) -> int:
    """Give the standard of a step: that for recording, and for the whole way; between the two lies what is left for authorising."""
    recorded, authorised = (standard(snapshot, name, month.end) for name in (RECORDED_WITHIN, AUTHORISED_WITHIN))
    return {"recorded": recorded, "authorised": max(authorised - recorded, 0), "both": authorised}[step]


_GROUPED = """
r.month, {member} as member, r.working_days, r.done, count(*) as many, min(r.since_on) as since
from records r group by r.month, {member}, r.working_days, r.done
"""

_LISTED: dict[LagPart, str] = {
    "all": "true",
    "within": "r.done and r.working_days <= {limit}",
    "late": "r.working_days > {limit}",
    "waiting": "not r.done and r.working_days is not null",
    "unknown": "r.working_days is null",
}


@dataclass(frozen=True)
class _Wait:
    """How many records took, or have waited, so many working days; None where a day is blank. `since` is the earliest of them."""

    days: int | None
    done: bool
    many: int
    since: date | None


def _lag(kind: str, step: Step, month: Month, breakdown: str, member: str, waits: Sequence[_Wait], limit: int) -> Lag:
    known = [(wait.days, wait.done, wait.many) for wait in waits if wait.days is not None]
    waiting = [wait for wait in waits if wait.days is not None and not wait.done]
    return Lag(
        kind=kind,
        step=step,
        month=month,
        breakdown=breakdown,
        member=member,
        records=sum(wait.many for wait in waits),
        done=sum(many for _, done, many in known if done),
        waiting=sum(wait.many for wait in waiting),
        unknown=sum(wait.many for wait in waits if wait.days is None),
        within=sum(many for days, done, many in known if done and days <= limit),
        late=sum(many for days, _, many in known if days > limit),
        median=quantile(known, 0.5),
        ninetieth=quantile(known, 0.9),
        standard=limit,
        waiting_since=min((wait.since for wait in waiting if wait.since is not None), default=None),
    )


def quantile(known: Sequence[tuple[int, bool, int]], share: float) -> int | None:
    """Give the working days within which a share of records was done, of (days, whether done, how many): Kaplan and Meier's estimate.

    The least number of days by which the estimated share still waiting is no more than the rest; None where too many wait to say. Those who
    wait are taken to have waited beyond the day up to which they are known.
    """
    at_risk = sum(many for _, _, many in known)
    ended: dict[int, int] = defaultdict(int)
    left: dict[int, int] = defaultdict(int)
    for days, done, many in known:
        (ended if done else left)[days] += many
    waiting = 1.0
    for days in sorted(ended.keys() | left.keys()):
        waiting *= 1 - ended[days] / at_risk
        if waiting <= 1 - share + 1e-12:
            return days
        at_risk -= ended[days] + left[days]
    return None
