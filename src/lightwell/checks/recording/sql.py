"""Checks the SQL of a recording rule before it can run: one condition or one SELECT, on the tables that the rule names, that only looks.

A council writes rules of its own, so a rule can reach no file, no network and no setting: a function that is not listed is refused.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlglot import exp, parse
from sqlglot.errors import ParseError, SqlglotError

from lightwell.checks.recording.model import IDENTITY, RECORD_TYPES
from lightwell.checks.recording.words import WORDS

_FUNCTIONS = frozenset(
    " ".join(
        (
            "abs and any_value array_agg arg_max arg_min avg between case cast ceil coalesce concat count count_if damerau_levenshtein",
            "date_diff datediff date_trunc day dense_rank exists exp extract first first_value floor greatest group_concat if in",
            "jaro_winkler_similarity jarowinkler_similarity lag last last_value lead least left length levenshtein ln log lower lpad max",
            "min mod month not nullif or pow power rank regexp_full_match regexp_like regexp_matches regexp_replace replace right round",
            "row_number rpad split_part sqrt starts_with str_position strftime string_agg strip_accents substring sum time_to_str",
            "timestamp_trunc translate trim try_cast upper xor year",
        )
    ).split()
)
"""The functions of the language of rules, by sqlglot's names and DuckDB's."""

_NEVER = (exp.DDL, exp.DML, exp.Command, exp.Describe, exp.Into, exp.Parameter, exp.Placeholder, exp.Lateral, exp.Unnest, exp.Values)
_QUERIES = (exp.Select, exp.SetOperation)
_GIVEN = frozenset({"id", "child", "detail", "score"})


@dataclass(frozen=True)
class Checked:
    """What was found in a rule's SQL: what is wrong, the columns of journey tables that it looks at, and what a query gives."""

    faults: tuple[str, ...]
    columns: frozenset[str] = frozenset()
    gives: frozenset[str] = frozenset({"id", "child"})


def check_condition(sql: str, table: str) -> Checked:
    """Check a condition on the columns of one table, those kept apart as identifying among them."""
    where, fault = _parsed(sql)  # by itself, so that no bracket can close the one that it will stand in
    if where is None or not isinstance(where, exp.Condition | exp.Not) or isinstance(where, exp.Query):
        return Checked((fault or "“where” is not one condition.",))
    faults = list(_faults(where, {table}))
    faults += [f"“where” holds one condition on {table}; use “query” for more." for _ in [1] if where.find(exp.Query)]
    names = {column.name for column in where.find_all(exp.Column)}
    known = {column.name for column in RECORD_TYPES[table].columns} | {"id"}
    faults += [f"The table {table} has no column “{name}”." for name in sorted(names - known)]
    return Checked(tuple(faults), frozenset(f"{table}.{name}" for name in names & known))


def check_query(sql: str, tables: Collection[str], shared: Collection[str]) -> Checked:
    """Check a query that may read some journey tables, their identifying columns, and the shared tables."""
    tree, fault = _parsed(sql)
    if tree is None:
        return Checked((fault,))
    if not isinstance(tree, _QUERIES):
        return Checked(("“query” must be one SELECT, which may begin with WITH.",))
    gives = frozenset(tree.named_selects)
    faults = list(_faults(tree, {*tables, *(f"{IDENTITY}{table}" for table in tables), *shared}))
    if missing := {"id", "child"} - gives:
        faults.append(f"“query” must give the columns id and child by name; it lacks {' and '.join(sorted(missing))}.")
    if extra := gives - _GIVEN:
        faults.append(f"“query” gives {', '.join(sorted(extra))}; it may give id, child, detail and score.")
    return Checked(tuple(faults), frozenset(_columns(tree, tables)), gives)


def reads_identity(sql: str) -> bool:
    """Say whether SQL that has been checked reads what identifies people."""
    tree, _ = _parsed(sql)
    return tree is not None and any(node.name.lower().startswith(IDENTITY) for node in tree.find_all(exp.Table))


def _parsed(sql: str) -> tuple[exp.Expr | None, str]:
    try:
        trees = [tree for tree in parse(sql, dialect="duckdb") if tree is not None]
    except SqlglotError as error:
        told = error.errors[0]["description"] if isinstance(error, ParseError) and error.errors else str(error)
        return None, f"It cannot be read as SQL: {str(told).rstrip('.')}."
    return (trees[0], "") if len(trees) == 1 else (None, "It must be one statement.")


def _faults(tree: exp.Expr, allowed: Collection[str]) -> Iterator[str]:
    own = {each.alias for each in tree.find_all(exp.CTE)}
    for node in tree.walk():
        if isinstance(node, exp.Table):
            yield from _table_faults(node, allowed, own)
        elif isinstance(node, _NEVER):
            yield f"“{_short(node)}” is not part of the language of rules: a rule only looks."
        elif isinstance(node, exp.Func) and not _is_word(node) and not _names(node) & _FUNCTIONS:
            yield f"“{_short(node)}” uses a function that rules may not use."


def _table_faults(node: exp.Table, allowed: Collection[str], own: Collection[str]) -> Iterator[str]:
    if not isinstance(node.this, exp.Identifier) or node.args.get("db") is not None:
        yield f"“{_short(node)}” is not a table of the journey."
    elif node.name not in (*allowed, *own):
        yield f"It reads “{node.name}”, which is neither its “table” nor among its “reads”."


def _is_word(node: exp.Func) -> bool:
    return isinstance(node, exp.Anonymous) and node.name.lower() in WORDS


def _names(node: exp.Func) -> set[str]:
    return {node.name.lower()} if isinstance(node, exp.Anonymous) else {name.lower() for name in node.sql_names()}


def _short(node: exp.Expr) -> str:
    text = node.sql(dialect="duckdb")
    return text if len(text) <= 60 else f"{text[:57]}..."


def _columns(tree: exp.Expr, tables: Collection[str]) -> Iterator[str]:
    """Give the columns of journey tables that a query looks at, as `table.column`, as far as its text says whose they are."""
    held = {name: {column.name for column in RECORD_TYPES[name].columns} for name in tables}
    called: dict[str, set[str]] = {}
    for node in tree.find_all(exp.Table):
        name = node.name.removeprefix(IDENTITY)
        if name in held:
            called.setdefault(node.alias_or_name, set()).add(name)
    for column in tree.find_all(exp.Column):
        owners = {name for name in called.get(column.table, held if not column.table else ()) if column.name in held[name]}
        if len(owners) == 1:
            yield f"{owners.pop()}.{column.name}"
