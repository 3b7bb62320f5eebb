"""Writes the statements that find what rules find."""

from __future__ import annotations

import functools
import itertools
import re
from collections.abc import Sequence

from lightwell.checks.model import Rule
from lightwell.returns.shapes import shapes

_CODES = re.compile(r"\(\s*select code from codes where name = '(?P<name>[a-z0-9_.]+)'\s*\)")


def text_of(rule: Rule) -> str:
    """Give the condition or the query of a rule."""
    return rule.where or rule.query


def statement_of(of: str, given: Sequence[tuple[int, Rule]]) -> str:
    """Write one statement that gives `rule`, `row` and `child` of what rules find, `rule` being the number that comes with each."""
    parts = []
    for table, group in itertools.groupby(given, key=lambda each: each[1].table if each[1].where else None):
        numbered = list(group)
        if table is None:
            parts += [_query(of, number, rule) for number, rule in numbered]
        else:
            parts.append(_conditions(of, table, numbered))
    return " union all ".join(f"({part})" for part in parts)


def _query(of: str, number: int, rule: Rule) -> str:
    """A row is found once, however often the query gives it."""
    return f"select distinct {number}::integer as rule, row, child from ({with_codes(of, rule.query)})"  # noqa: S608 - the rules are ours


def _conditions(of: str, table: str, given: Sequence[tuple[int, Rule]]) -> str:
    """Look at every row once for all conditions."""
    listed = ", ".join(f"case when ({with_codes(of, rule.where)}) then {number}::integer end" for number, rule in given)
    held = f"select row, child, unnest(list_filter([{listed}], lambda each: each is not null)) as rule from {table}"  # noqa: S608 - the rules are ours
    return f"select rule, row, child from ({held})"  # noqa: S608 - the rules are ours


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
