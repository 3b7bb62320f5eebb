"""Findings as they are asked for: by rule, team and age, against the snapshot before, one child's in the order to mend them."""

from __future__ import annotations

import functools
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Literal

import duckdb
import pyarrow as pa

from lightwell.errors import NotFound
from lightwell.results.finding_model import FINDINGS, RULESETS, Asked, Finding, FindingSet, OpenOn, RuleState, Tally
from lightwell.results.names import member_order
from lightwell.results.responsible import EVERYWHERE, Condition
from lightwell.store import Home, Snapshot, of_one_kind, snapshot_in, snapshots

By = Literal["code", "team", "age_band", "worker", "severity"]
Order = Literal["rule", "child", "team", "mend"]

_ORDERS: dict[Order, str] = {
    "rule": 'code, record, "row", record_id, child',
    "child": "child, severity <> 'error', place, \"row\", record_id, code",
    "team": "team_name, worker_name, child, code",
    "mend": "severity <> 'error', place, \"row\", record_id, code",
}

ANY = Asked()
"""Every finding."""


def finding_sets(home: Home) -> tuple[FindingSet, ...]:
    """Give each set of rules that the home has findings of, by the latest snapshot held against it; empty where there is none.

    The service's own rules are those of the current snapshot's kind: a statutory return has them too, and they stand back there.
    """
    found = [each for each in snapshots(home) if _has_rules(each)]
    given = []
    for ruleset in RULESETS:
        held = [each for each in found if ruleset in _rulesets(each.path, each.manifest.fingerprint)]
        own = [each for each in held if not each.manifest.collection] or held
        given += [FindingSet(ruleset, each, _before(home, each)) for each in own[-1:]]
    return tuple(given)


def sets_of(snapshot: Snapshot) -> tuple[FindingSet, ...]:
    """Give the sets of rules that one snapshot was held against, by themselves."""
    held = _rulesets(snapshot.path, snapshot.manifest.fingerprint) if _has_rules(snapshot) else frozenset()
    return tuple(FindingSet(ruleset, snapshot, None) for ruleset in RULESETS if ruleset in held)


def finding_set(home: Home, ruleset: str, snapshot: Snapshot | None = None) -> FindingSet:
    """Give one set of rules by name, of the latest snapshot or of one that is given; raises `NotFound`, naming what there is."""
    if snapshot is not None and _has_rules(snapshot) and ruleset in _rulesets(snapshot.path, snapshot.manifest.fingerprint):
        return FindingSet(ruleset, snapshot, _before(home, snapshot))
    found = {each.ruleset: each for each in finding_sets(home)}
    if ruleset not in found or snapshot is not None:
        there = ", ".join(found) or "none"
        where = f"The snapshot {snapshot.id}" if snapshot else str(home.path)
        raise NotFound(f"{where} has no findings of “{ruleset[:40]}”. The sets of rules with findings are: {there}.")
    return found[ruleset]


def rule_states(of: FindingSet) -> tuple[RuleState, ...]:
    """Tell of every rule of a set whether it ran, and why not."""
    with _told(of) as cursor:
        rows = cursor.execute("select code, severity, message, record, state, reason, title from rules order by code").fetchall()
    return tuple(RuleState(*row) for row in rows)


def tally(
    of: FindingSet, by: By, *, asked: Asked = ANY, within: Condition = EVERYWHERE, acknowledged: Collection[str] = ()
) -> tuple[Tally, ...]:
    """Count the findings asked for within a part of the service, by rule, team, age band, worker or severity; most open first.

    `acknowledged` are the keys of known problems today. Age bands stand in their own order.
    """
    where, values = _where(asked, within, counting=True)
    name = {"team": "any_value(team_name)", "worker": "any_value(worker_name)"}.get(by, by)
    query = f"""
        select
            {by} as key, {name} as name,
            count(*) filter (where not mended and not acknowledged) as open,
            count(*) filter (where not mended and not acknowledged and state = 'new') as new,
            count(*) filter (where mended) as mended,
            count(*) filter (where not mended and acknowledged) as acknowledged,
            count(distinct child) filter (where not mended and not acknowledged) as children
        from ({_LISTED}) where {where} group by {by} order by open desc, key"""
    with _told(of) as cursor:
        found = tuple(Tally(*row) for row in cursor.execute(query, [list(acknowledged), *values]).fetchall())
    return tuple(sorted(found, key=lambda each: member_order("age_band", each.key))) if by == "age_band" else found


def findings(
    of: FindingSet,
    *,
    asked: Asked = ANY,
    within: Condition = EVERYWHERE,
    acknowledged: Collection[str] = (),
    order: Order = "rule",
    start: int = 0,
    most: int | None = None,
) -> tuple[Finding, ...]:
    """Read the findings asked for within a part of the service, from the one numbered `start` and `most` of them.

    `mend` is the order in which to mend what is found of a child: errors before queries, and what stands first in the return first.
    """
    where, values = _where(asked, within)
    page = f"limit {int(most)} offset {int(start)}" if most is not None else f"offset {int(start)}"
    query = f"select {_COLUMNS} from ({_LISTED}) where {where} and not mended order by {_ORDERS[order]}, key {page}"
    with _told(of) as cursor:
        rows = cursor.execute(query, [list(acknowledged), *values]).fetchall()
    return tuple(_finding(row) for row in rows)


def count_findings(of: FindingSet, *, asked: Asked = ANY, within: Condition = EVERYWHERE, acknowledged: Collection[str] = ()) -> int:
    """Count the findings that `findings` gives."""
    where, values = _where(asked, within)
    with _told(of) as cursor:
        ((count,),) = cursor.execute(
            f"select count(*) from ({_LISTED}) where {where} and not mended", [list(acknowledged), *values]
        ).fetchall()
    return int(count)


def mended(of: FindingSet, *, within: Condition = EVERYWHERE, code: str = "") -> tuple[Finding, ...]:
    """List what the snapshot before had and this one has no more, by rules that ran in both."""
    where, values = _where(Asked(code=code), within)
    with _told(of) as cursor:
        rows = cursor.execute(f"select {_COLUMNS} from ({_LISTED}) where {where} and mended order by code, child", [[], *values]).fetchall()
    return tuple(_finding(row) for row in rows)


def burn_down(
    home: Home, of: FindingSet, *, since: date, codes: Collection[str] = (), acknowledged: Collection[str] = ()
) -> tuple[OpenOn, ...]:
    """Count what each team had open in each snapshot from the last one before a day on; `codes` narrows it to some rules.

    A snapshot in which none of the rules ran is left out: nothing open there would be no progress.
    """
    kind = _kind(home, of.snapshot)
    shown = [*[each for each in kind if day_of(each) <= since][-1:], *(each for each in kind if day_of(each) > since)]
    found: list[OpenOn] = []
    for each in shown:
        with _told(FindingSet(of.ruleset, each, None)) as cursor:
            chosen = "(select unnest(?))" if codes else "(select code from rules where ? is not null)"
            ran = f"select count(*) from rules where state = 'run' and code in {chosen}"
            ((count,),) = cursor.execute(ran, [list(codes)]).fetchall()
            if not count:
                continue
            query = (
                f"select team_name, count(*) from told where not mended and code in {chosen} "
                "and key not in (select unnest(?)) group by team_name order by team_name"
            )
            rows = cursor.execute(query, [list(codes), list(acknowledged)]).fetchall()
        found += [OpenOn(day_of(each), each.id, team, int(count)) for team, count in rows] or [OpenOn(day_of(each), each.id, "", 0)]
    return tuple(found)


def _finding(row: tuple[Any, ...]) -> Finding:
    given = dict(zip(_FIELDS, row, strict=True))
    others = given["others"] if given["others"] is None else tuple(given["others"])
    return Finding(**{**given, "fields": tuple(given["fields"] or ()), "values": tuple(given["values"] or ()), "others": others})


def _where(asked: Asked, within: Condition, *, counting: bool = False) -> tuple[str, list[object]]:
    parts, values = [f"({within[0]})"], list[object](within[1])
    for name in ("code", "severity", "team", "worker", "age_band", "child"):
        if given := getattr(asked, name):
            parts.append(f"{name} = ?")
            values.append(given)
    if asked.status == "acknowledged":
        parts.append("acknowledged")
    elif asked.status == "open":
        parts.append("not acknowledged")
    elif asked.status and not counting:
        parts.append("state = ? and not acknowledged")
        values.append(asked.status)
    return " and ".join(parts), values


def _has_rules(snapshot: Snapshot) -> bool:
    return "results/rules.parquet" in snapshot.manifest.files_of_snapshot


@functools.lru_cache(maxsize=64)
def _rulesets(path: Path, fingerprint: str) -> frozenset[str]:
    with duckdb.connect() as connection:
        file = str(path / "results" / "rules.parquet")
        return frozenset(row[0] for row in connection.execute("select distinct ruleset from read_parquet(?)", [file]).fetchall())


def _before(home: Home, snapshot: Snapshot) -> Snapshot | None:
    """Give the snapshot just before that findings are held against."""
    kind = [each.id for each in _kind(home, snapshot)]
    place = kind.index(snapshot.id) if snapshot.id in kind else 0
    return _kind(home, snapshot)[place - 1] if place else None


def _kind(home: Home, snapshot: Snapshot) -> list[Snapshot]:
    """List the snapshots whose findings can be compared: of one kind and, for a return, of one collection."""
    collection = snapshot.manifest.collection
    return [each for each in of_one_kind(home, snapshot) if each.manifest.collection == collection and _has_rules(each)]


def day_of(snapshot: Snapshot) -> date:
    """Give the day that a snapshot's findings stand for: its as-at date, but for a return the day on which it was loaded.

    A return is made for one day, 31 March, and made again until it is clean.
    """
    return snapshot.manifest.made_at.date() if snapshot.manifest.collection else snapshot.manifest.as_at


@contextmanager
def _told(of: FindingSet) -> Iterator[duckdb.DuckDBPyConnection]:
    before = of.before
    key = (of.snapshot.path, of.snapshot.manifest.fingerprint)
    connection = _held(of.ruleset, *key, *((before.path, before.manifest.fingerprint) if before else (None, "")))
    with connection.cursor() as cursor:
        yield cursor


@functools.lru_cache(maxsize=8)
def _held(ruleset: str, path: Path, fingerprint: str, before: Path | None, fingerprint_before: str) -> duckdb.DuckDBPyConnection:
    """Hold a set's findings beside those of the snapshot before, once in a process: a snapshot made again has another fingerprint."""
    connection = duckdb.connect(config={"threads": 1})
    given = {"now": _tables(path), "earlier": _tables(before) if before else None}
    for name, tables in given.items():
        for table, rows in zip(("findings", "rules"), tables or _no_tables(path), strict=True):
            connection.register("given", rows)
            connection.execute(f"create table {table}_{name} as select * from given where ruleset = ?", [ruleset])
            connection.unregister("given")
    connection.execute("create table rules as select * from rules_now")
    connection.execute(f"create table told as {_TOLD}")
    connection.execute("create index told_by_child on told (child)")
    return connection


def _tables(path: Path) -> tuple[pa.Table, pa.Table]:
    with snapshot_in(path).connect() as connection:
        found = connection.sql("select * from findings").to_arrow_table()
        if "others" not in found.column_names:  # an older snapshot: nothing is known of whom its findings quote
            found = found.append_column("others", pa.nulls(found.num_rows, pa.list_(pa.string())))
        return found.select(FINDINGS.names), connection.sql("select * from result_rules").to_arrow_table()


def _no_tables(path: Path) -> tuple[pa.Table, pa.Table]:
    found, rules = _tables(path)
    return found.slice(0, 0), rules.slice(0, 0)


_TOLD = """
    select
        f.* exclude (ruleset), r.title, r.severity, r.message, r.place, false as mended,
        case when e.key is not null then 'still_open' when p.code is not null then 'new' else 'first_checked' end as state
    from findings_now f
    left join rules r on r.code = f.code
    left join findings_earlier e on e.key = f.key
    left join rules_earlier p on p.code = f.code and p.state = 'run'
    union all
    select f.* exclude (ruleset), r.title, r.severity, r.message, r.place, true as mended, 'still_open' as state
    from findings_earlier f
    join rules r on r.code = f.code and r.state = 'run'
    where f.key not in (select key from findings_now)"""

_LISTED = "select *, key in (select unnest(?)) as acknowledged from told"

_FIELDS = (
    "key", "code", "severity", "message", "record", "record_id", "row", "child", "fields", "values", "detail", "score", "state",
    "acknowledged", "age_band", "worker", "team", "service", "locality", "worker_name", "team_name", "title", "others",
)  # fmt: skip

_COLUMNS = ", ".join(f"coalesce({name}, '') as {name}" if name in ("record_id", "detail", "child") else f'"{name}"' for name in _FIELDS)
