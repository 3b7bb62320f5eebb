"""What is found when an extract is loaded: by the service's own rules in its records, and by the department's in a statutory return.

Every finding is given whose it is to mend: the worker and team responsible for the child on the as-at day, or else the last who were. A
return knows no teams, so they are taken from the service's latest extract.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa

from lightwell.checks import NotRun, Outcome, Rule, rules_for, run_rules
from lightwell.checks.recording import RecordingOutcome, RecordingRule, recording_rules, run_recording
from lightwell.engines import duckdb as engine
from lightwell.extracts import Extract
from lightwell.facts.statements import AGE_BAND
from lightwell.journey import RECORDS, record_named
from lightwell.results.finding_model import FINDINGS, RECORDING, RULES
from lightwell.results.held import NOBODY
from lightwell.results.quoting import quoted_in
from lightwell.results.telling import label_of
from lightwell.returns import LAST, Shape, shapes
from lightwell.store import Home, Snapshot, identifying_columns, snapshots

_ADDED = ("age_band", "worker", "team", "service", "locality", "worker_name", "team_name")
_FOUND = pa.schema([field for field in FINDINGS if field.name not in _ADDED])


@dataclass(frozen=True)
class Found:
    """The findings and the rules of a load, in the columns of `FINDINGS` and `RULES`."""

    findings: pa.Table
    rules: pa.Table


def own_rules(home: Home) -> Path | None:
    """Give the folder of a council's own recording rules, where there is one."""
    folder = home.path / "checks"
    return folder if folder.is_dir() else None


def make_findings(home: Home, extract: Extract, connection: duckdb.DuckDBPyConnection) -> Found:
    """Run every rule that an extract can be held against, on a connection with its records on which `compute` has run."""
    given = recording_rules(own_rules(home))
    recorded = run_recording(connection, given, as_at=extract.as_at, coverage=extract.coverage, lacks=extract.lacks)
    found = [_recorded(connection, {rule.code: rule for rule in given}, recorded)]
    rules = [_recording_states(given, recorded)]
    if extract.collection is not None:
        held = rules_for(extract.source, extract.collection)
        outcome = run_rules(duckdb.connect(), extract.source, held, extract.returned, extract.collection, extract.authority)
        found.append(_returned(extract, {(rule.code, rule.table): rule for rule in held}, outcome))
        rules.append(_return_states(extract.source, held, outcome))
    findings = _placed(connection, _whose(home, extract), pa.concat_tables(found), extract.as_at)
    return Found(findings, pa.concat_tables(rules))


def _returned(extract: Extract, rules: Mapping[tuple[str, str], Rule], outcome: Outcome) -> pa.Table:
    """Give what the department's rules find with the values of each rule's fields."""
    known = shapes(extract.source)
    parts = [_FOUND.empty_table()]
    for (code, table), rows in _by_rule(outcome.findings):
        shape, given = known[table.removesuffix(LAST)], extract.returned[table]
        places = given.column("row").to_pylist()
        at = {row: place for place, row in enumerate(places)}
        picked = given.take(pa.array([at[row] for row in rows.column("row").to_pylist()], pa.int64()))
        columns = [column for name in rules[code, table].fields if (column := shape.column(name)) is not None]
        values = _rows_of(picked, [column.name for column in columns])
        children = rows.column("child").to_pylist()
        keys = _keys(code, table, children, _rows_of(picked, _identifying(shape)))
        title = f"{shape.title}{' of last year' if table.endswith(LAST) else ''}"
        parts.append(
            _table(
                ruleset=extract.source,
                code=code,
                record=title,
                row=rows.column("row").to_pylist(),
                child=children,
                fields=[[column.field for column in columns]] * len(children),
                values=values,
                others=[[]] * len(children),
                key=keys,
            )
        )
    return pa.concat_tables(parts)


def _by_rule(findings: pa.Table) -> Iterator[tuple[tuple[str, str], pa.Table]]:
    """Split findings by rule and table."""
    places: dict[tuple[str, str], list[int]] = {}
    for place, pair in enumerate(zip(findings.column("code").to_pylist(), findings.column("table").to_pylist(), strict=True)):
        places.setdefault(pair, []).append(place)
    for pair, rows in places.items():
        yield pair, findings.take(pa.array(rows, pa.int64()))


def _identifying(shape: Shape) -> list[str]:
    """Name what tells one record of a child in a return from another, besides its row, which changes from one return to the next."""
    return [column.name for column in shape.columns if column.kind == "day"][:1]


def _recorded(connection: duckdb.DuckDBPyConnection, rules: Mapping[str, RecordingRule], outcome: RecordingOutcome) -> pa.Table:
    """Give what the service's own rules find with the values of each rule's fields."""
    parts = [_FOUND.empty_table()]
    known = {child for (child,) in connection.execute(f"select child from {engine.WORKING}.person").fetchall()}
    for (code, record), rows in _by_rule(outcome.findings.rename_columns({"record": "table"})):
        children, ids, details = (rows.column(name).to_pylist() for name in ("child", "id", "detail"))
        fields = rules[code].fields
        parts.append(
            _table(
                ruleset=RECORDING,
                code=code,
                record=record_named(record).plain_name(),
                record_id=ids,
                child=children,
                fields=[[label_of(record_named(record).column(name)) for name in fields]] * len(children),
                values=_values_of(connection, record, ids, fields),
                detail=details,
                others=[quoted_in(detail, child, known) for detail, child in zip(details, children, strict=True)],
                score=rows.column("score").to_pylist(),
                key=_keys(code, record, children, [[each or ""] for each in ids]),
            )
        )
    return pa.concat_tables(parts)


def _values_of(connection: duckdb.DuckDBPyConnection, table: str, ids: Sequence[str | None], fields: Sequence[str]) -> list[list[str]]:
    """Give the values of journey records by their identifiers, as texts in the order asked for; blank where there is none."""
    apart = {column.name for column in identifying_columns(record_named(table))}
    days = {column.name for column in record_named(table).columns if column.kind == "day"}
    named = [(f"{'i' if name in apart else 'r'}.{name}", name in days) for name in fields]
    cells = ", ".join(f"coalesce({_DAY.format(name) if is_day else f'cast({name} as varchar)'}, '')" for name, is_day in named)
    identity = f"left join identity_{table} i on i.id = r.id" if apart & set(fields) else ""
    asked = pa.table({"place": pa.array(range(len(ids)), pa.int64()), "id": pa.array(ids, pa.string())})
    connection.register("asked", asked)
    query = f"select a.place, [{cells}]::varchar[] from asked a left join {table} r on r.id = a.id {identity} order by a.place"
    found = [row[1] for row in connection.execute(query).fetchall()]
    connection.unregister("asked")
    return found


def _rows_of(table: pa.Table, names: Sequence[str]) -> list[list[str]]:
    """Give some columns of a table of texts row by row; a column that the return does not have is blank."""
    columns = [table.column(name).to_pylist() if name in table.column_names else [None] * table.num_rows for name in names]
    return [[cell or "" for cell in row] for row in zip(*columns, strict=True)] if columns else [[] for _ in range(table.num_rows)]


def _keys(code: str, table: str, children: Sequence[str | None], identified: Sequence[Sequence[str]]) -> list[str]:
    """Give each finding a key by what it is about; those that are about the same are numbered."""
    texts = ["\x1f".join((code, table, child or "", *cells)) for child, cells in zip(children, identified, strict=True)]
    seen: Counter[str] = Counter()
    keys = []
    for text in texts:
        keys.append(hashlib.sha256(f"{text}\x1f{seen[text]}".encode()).hexdigest()[:_KEY])
        seen[text] += 1
    return keys


def _table(**columns: object) -> pa.Table:
    """Make findings of one rule; a column that is not given is null, a single text the same in every row."""
    rows = len(columns["key"])  # type: ignore[arg-type]  # always a list
    given = {name: [value] * rows if isinstance(value, str) else value for name, value in columns.items()}
    return pa.table({field.name: pa.array(given.get(field.name, [None] * rows), field.type) for field in _FOUND}, schema=_FOUND)


def _return_states(of: str, held: Iterable[Rule], outcome: Outcome) -> pa.Table:
    """Tell of the department's rules which ran; one that finds rows in several tables is told once."""
    places = {name: place for place, name in enumerate(shapes(of))}
    rules = {rule.code: rule for rule in held}
    rows = [
        (code, "", rule.severity, rule.message, shapes(of)[rule.table.removesuffix(LAST)].title, places[rule.table.removesuffix(LAST)])
        for code, rule in rules.items()
    ]
    return _states(of, rows, outcome.not_run, outcome.at_fault)


def _recording_states(held: Iterable[RecordingRule], outcome: RecordingOutcome) -> pa.Table:
    places = {record.table: place for place, record in enumerate(RECORDS)}
    rows = [
        (rule.code, rule.title, rule.severity, rule.message, record_named(rule.table).plain_name(), places[rule.table]) for rule in held
    ]
    return _states(RECORDING, rows, outcome.not_run, outcome.at_fault)


def _states(
    of: str, rows: Sequence[tuple[str, str, str, str, str, int]], not_run: Iterable[NotRun], at_fault: Iterable[NotRun]
) -> pa.Table:
    states = {each.code: ("not_run", each.reason) for each in not_run} | {each.code: ("at_fault", each.reason) for each in at_fault}
    told = [(of, *row, *states.get(row[0], ("run", ""))) for row in rows]
    return pa.table([pa.array(list(cells), field.type) for cells, field in zip(zip(*told, strict=True), RULES, strict=True)], schema=RULES)


def _whose(home: Home, extract: Extract) -> Snapshot | None:
    """Give the snapshot that says who is responsible for the children of a return: the latest that is none; else nothing."""
    if extract.collection is None:
        return None
    return next((each for each in reversed(snapshots(home)) if not each.manifest.collection), None)


def _placed(connection: duckdb.DuckDBPyConnection, whose: Snapshot | None, found: pa.Table, as_at: date) -> pa.Table:
    """Add to each finding the child's age band and who is to mend it."""
    holders = _holders(connection, as_at)
    if whose is not None:
        with whose.connect() as other:
            told = _holders(other, whose.manifest.as_at)
        known = set(told.column("child").to_pylist())
        rest = [child not in known for child in holders.column("child").to_pylist()]
        holders = pa.concat_tables([told, holders.filter(pa.array(rest, pa.bool_()))])
    connection.register("found", found)
    connection.register("holders", holders)
    placed = connection.sql(_PLACED, params={"as_at": as_at}).to_arrow_table().cast(FINDINGS)
    connection.unregister("found")
    connection.unregister("holders")
    return placed


def _holders(connection: duckdb.DuckDBPyConnection, as_at: date) -> pa.Table:
    return connection.sql(_HOLDERS, params={"as_at": as_at}).to_arrow_table()


_DAY = "strftime({}, '%d/%m/%Y')"
"""How a day stands among the values of a finding: as in the returns."""

_KEY = 24
"""How many letters of a hash a key has: enough that no two findings of a council are ever alike."""

_HOLDERS = f"""
select
    a.child, coalesce(a.worker, '{NOBODY}') as worker, coalesce(a.team, '{NOBODY}') as team,
    case when a.team is null then '{NOBODY}' else coalesce(t.service, 'Not known') end as service,
    case
        when a.team is null then '{NOBODY}' when t.team is null then 'Not known' else coalesce(t.locality, 'Whole authority')
    end as locality,
    coalesce(w.name, a.worker, '{NOBODY}') as worker_name, coalesce(t.name, a.team, '{NOBODY}') as team_name
from (
    select
        child, worker, team,
        row_number() over (
            partition by child order by (ended_on is null or ended_on > $as_at) desc, started_on desc, id desc
        ) as place
    from allocations
    where role = 'primary' and started_on <= $as_at
) a
left join teams t on t.team = a.team
left join workers w on w.worker = a.worker
where a.place = 1"""

_PLACED = f"""
select
    f.*, coalesce(b.age_band, 'Not known') as age_band,
    coalesce(h.worker, '{NOBODY}') as worker, coalesce(h.team, '{NOBODY}') as team,
    coalesce(h.service, '{NOBODY}') as service, coalesce(h.locality, '{NOBODY}') as locality,
    coalesce(h.worker_name, '{NOBODY}') as worker_name, coalesce(h.team_name, '{NOBODY}') as team_name
from found f
left join (
    select p.child, {AGE_BAND} as age_band from {engine.WORKING}.person p cross join (select cast($as_at as date) as at_day) f
) b on b.child = f.child
left join holders h on h.child = f.child
order by f.ruleset, f.code, f.row, f.child, f.key"""
