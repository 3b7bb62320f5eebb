"""Writes the statements that find what rules find."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from lightwell.checks.model import Rule
from lightwell.returns.shapes import shapes

_CODES = re.compile(r"\(\s*select code from codes where name = '(?P<name>[a-z0-9_.]+)'\s*\)")
_PLAIN = re.compile(
    r"select (?P<whose>(?:\w+\.)?)row, (?P=whose)child from (?P<source>\w+(?: as \w+)?(?: (?:left )?join .+?)?) where (?P<where>.+)"
)
_COSTLY = re.compile(r"\bage_on\(|\bchild in \((?=\s*select\b)")
_QUERY = re.compile(r"\(\s*(?:select|from|with)\b")
_MORE = re.compile(r"\b(?:qualify|group by|having|union|window|order by|limit)\b")


def text_of(rule: Rule) -> str:
    """Give the condition or the query of a rule."""
    return rule.where or rule.query


@dataclass(frozen=True)
class Pass:
    """What is looked at row by row: tables joined, and whose rows they are, such as `now.`; empty where there is one table only."""

    source: str
    whose: str = ""


def pass_of(rule: Rule) -> tuple[Pass, str] | None:
    """Give the pass in which a rule can be asked, with its condition; None where its query is more than a condition on joined rows."""
    return (Pass(rule.table), rule.where) if rule.where else _taken_apart(rule.query)


@functools.lru_cache(maxsize=4096)
def _taken_apart(query: str) -> tuple[Pass, str] | None:
    said = " ".join(query.split())
    found = _PLAIN.fullmatch(said)
    return (Pass(found["source"], found["whose"]), found["where"]) if found and not _MORE.search(said) else None


def ask_conditions(of: str, each: Pass, conditions: Sequence[str]) -> str:
    """Write one statement that looks at every row once and gives those for which a condition holds.

    Columns are `row`, `child`, and one for each condition, true where it holds. To make a list of
    those that hold and take it apart there costs ten times as much.
    """
    source, conditions = _once(each.source, [with_codes(of, condition) for condition in conditions])
    asked = ", ".join(f"({condition}) as asked_{place}" for place, condition in enumerate(conditions))
    any_holds = " or ".join(f"asked_{place}" for place in range(len(conditions)))
    looked_at = f"select {each.whose}row as row, {each.whose}child as child, {asked} from {source}"  # noqa: S608 - the rules are ours
    return f"select * from ({looked_at}) where {any_holds}"  # noqa: S608 - the rules are ours


def _once(source: str, conditions: Sequence[str]) -> tuple[str, list[str]]:
    """Work out once what several conditions on one table ask: an age, or whether the child is among those that a query gives."""
    if not source.isidentifier():
        return source, list(conditions)
    counted = Counter(condition[start:end] for condition in conditions for start, end in _costly(condition))
    shared = {part: f"shared_{place}" for place, part in enumerate(part for part, count in counted.items() if count > 1)}
    if not shared:
        return source, list(conditions)
    columns = ", ".join(f"{part} as {name}" for part, name in shared.items())
    return f"(select *, {columns} from {source}) as {source}", [_named(condition, shared) for condition in conditions]  # noqa: S608 - ours


def _named(condition: str, shared: Mapping[str, str]) -> str:
    """Write the names of what is shared in its place."""
    for start, end in reversed(list(_costly(condition))):
        part = condition[start:end]
        condition = f"{condition[:start]}{shared.get(part, part)}{condition[end:]}"
    return condition


def _costly(condition: str) -> Iterator[tuple[int, int]]:
    """Give where the calls of `age_on` and the queries of children stand in a condition, outside one another and any other query."""
    end = 0
    for found in _COSTLY.finditer(condition):
        if found.start() >= end and not _within_query(condition, found.start()):
            end = _closed(condition, found.end())
            yield found.start(), end


def _within_query(condition: str, place: int) -> bool:
    """Say whether a place is inside a query, where a name may be another table's."""
    return any(found.start() < place < _closed(condition, found.start() + 1) for found in _QUERY.finditer(condition))


def _closed(text: str, place: int) -> int:
    """Give where the bracket that is open at a place has been closed; strings hold no brackets in our rules."""
    depth = 1
    while depth and place < len(text):
        depth += {"(": 1, ")": -1}.get(text[place], 0)
        place += 1
    return place


def ask_queries(of: str, given: Sequence[Rule]) -> str:
    """Write one statement that gives `asked`, the place of a rule among those given, with `row` and `child` of what its query gives."""
    parts = [f"(select {place}::integer as asked, row, child from ({_query(of, rule)}))" for place, rule in enumerate(given)]  # noqa: S608 - the rules are ours
    return " union all ".join(parts)


def _query(of: str, rule: Rule) -> str:
    return with_codes(of, rule.query or f"select row, child from {rule.table} where ({rule.where})")  # noqa: S608 - the rules are ours


def shown_beside(rule: Rule, table: str, condition: str) -> str:
    """Write the query for the rows of another table that a rule shows beside what it finds: of the same child, where a condition holds.

    In the condition, `found` is the rule's own row, and the other table has its own name; episodes know the one before and after.
    """
    source = "ordered_episodes" if table == "episodes" else table
    own = f"select {rule.table}.* from {rule.table} where row in (select row from found_rows)"  # noqa: S608 - the rules are ours
    held = f"select 1 from ({own}) as found where found.child = {table}.child and ({condition})"  # noqa: S608 - the rules are ours
    return f"select {table}.row from {source} as {table} where exists ({held})"  # noqa: S608 - the rules are ours


@functools.lru_cache(maxsize=4096)
def with_codes(of: str, text: str) -> str:
    """Write the codes of a column out where a rule asks for all of them: a list is planned in far less time than a query."""
    return _CODES.sub(lambda found: _listed(of, found["name"]) or found[0], text)


def _listed(of: str, name: str) -> str:
    table, _, column = name.partition(".")
    held = shapes(of)[table].column(column) if table in shapes(of) else None
    return f"({', '.join(repr(code) for code in held.codes)})" if held and held.codes else ""
