"""Runs the worked cases of rules: all of them at once, each with children of its own, so that some hundred rules take a second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pyarrow as pa

from lightwell.checks.case_days import dated
from lightwell.checks.model import Case, Rule
from lightwell.checks.run import run_rules
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, shapes


@dataclass(frozen=True)
class WrongCase:
    """A case that came out otherwise than the rule says: which rows of its table were found, and which should have been."""

    rule: Rule
    case: Case
    found: tuple[int, ...]
    fault: str = ""

    def __str__(self) -> str:
        """Say it in a line."""
        if self.fault:
            return f"{self.rule.file}, rule {self.rule.code}: {self.fault}"
        said = f"found rows {list(self.found)} of {self.rule.table} and should find {list(self.case.found)}"
        return f"{self.rule.file}, rule {self.rule.code}: {said} in {dict(self.case.tables)}"


def wrong_cases(of: str, given: Sequence[Rule], collection: Collection) -> tuple[WrongCase, ...]:
    """Run every case of some rules for a collection, and give those that come out otherwise, and the rules that cannot be run."""
    wrong = list(_wrong(of, given, [(rule, case) for rule in given for case in rule.cases if not case.alone], collection))
    for rule in given:
        for case in rule.cases:
            if case.alone:
                wrong += _wrong(of, [rule], [(rule, case)], collection)
    return tuple(wrong)


def _wrong(of: str, given: Sequence[Rule], cases: Sequence[tuple[Rule, Case]], collection: Collection) -> Iterator[WrongCase]:
    """Run cases together as one return."""
    tables, places = _tables(of, [case for _, case in cases], collection)
    outcome = run_rules(duckdb.connect(), of, given, tables, collection)
    faults = {each.code: each.reason for each in (*outcome.at_fault, *outcome.not_run)}
    held: dict[tuple[str, int], list[int]] = {}
    for code, table, row in zip(*(outcome.findings.column(name).to_pylist() for name in ("code", "table", "row")), strict=True):
        number, local = places[(table, row)]
        held.setdefault((code, number), []).append(local)
    yield from _judged(cases, held, faults)


def _judged(
    cases: Sequence[tuple[Rule, Case]], held: Mapping[tuple[str, int], list[int]], faults: Mapping[str, str]
) -> Iterator[WrongCase]:
    said = set()
    for number, (rule, case) in enumerate(cases):
        if rule.code in faults:
            if rule.code not in said:
                said.add(rule.code)
                yield WrongCase(rule, case, (), faults[rule.code])
            continue
        found = tuple(sorted(held.get((rule.code, number), [])))
        if found != tuple(sorted(case.found)):
            yield WrongCase(rule, case, found)


def _tables(of: str, cases: Sequence[Case], collection: Collection) -> tuple[dict[str, pa.Table], dict[tuple[str, int], tuple[int, int]]]:
    """Put the rows of all cases together, their children kept apart; gives the tables, and which case and row each place came from."""
    places: dict[tuple[str, int], tuple[int, int]] = {}
    made = {}
    for shape in shapes(of).values():
        for name in (shape.name, shape.name + LAST):
            rows: list[dict[str, str | None]] = []
            for number, case in enumerate(cases):
                for local, row in enumerate(case.tables.get(name, ())):
                    places[(name, len(rows))] = (number, local)
                    rows.append({**row, "child": row["child"] if case.alone or row["child"] is None else f"{row['child']}x{number}"})
            columns = {name: pa.array([dated(row.get(name), collection) for row in rows], pa.string()) for name in shape.names}
            made[name] = pa.table({**columns, "row": pa.array(range(len(rows)), pa.int64())})
    return made, places
