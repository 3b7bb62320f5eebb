"""The expression language of definitions: SQL conditions on the columns of one fact, parsed and checked when they are loaded.

A condition may use the fact's columns, literals, `parameter('name')`, comparisons, `and`, `or`, `not`, `in`, `between`, `is null`,
`case`, `coalesce`, `abs` and arithmetic. Anything else is refused, so that a definition means the same on every engine and can do nothing
but count.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator

from sqlglot import exp, parse_one
from sqlglot.errors import SqlglotError
from sqlglot.optimizer.annotate_types import annotate_types
from sqlglot.schema import MappingSchema

from lightwell.facts.catalogue import Fact

_ALLOWED = (
    exp.Column, exp.Identifier, exp.Literal, exp.Boolean, exp.Null, exp.And, exp.Or, exp.Not, exp.EQ, exp.NEQ, exp.LT, exp.LTE, exp.GT,
    exp.GTE, exp.Is, exp.In, exp.Between, exp.Paren, exp.Case, exp.If, exp.Coalesce, exp.Abs, exp.Add, exp.Sub, exp.Mul, exp.Div, exp.Neg,
)  # fmt: skip

_LANGUAGE = "Use comparisons, and, or, not, in, between, is null, case and coalesce."

_SQL_TYPES = {"text": "text", "day": "date", "whole": "int", "number": "double", "flag": "boolean"}

_FAMILIES = {
    "number": {"INT", "BIGINT", "SMALLINT", "TINYINT", "DOUBLE", "FLOAT", "DECIMAL", "INT128"},
    "text": {"TEXT", "VARCHAR", "CHAR", "NCHAR", "NVARCHAR"},
    "day": {"DATE"},
    "flag": {"BOOLEAN"},
}

_REMEMBERED = 4096
"""How many expressions are remembered as they were read: parsing the same ones anew takes much of a load of few rows."""


def parse(text: str) -> exp.Expr:
    """Parse one expression; raises `ValueError`, with a sentence, if it is not one."""
    try:
        parsed = parse_one(text, dialect="duckdb")
    except SqlglotError:
        raise ValueError(f"“{text}” cannot be read as a condition.") from None
    if not isinstance(parsed, exp.Expr) or isinstance(parsed, exp.Block):
        raise ValueError(f"“{text}” cannot be read as a condition.")
    return parsed


@functools.lru_cache(maxsize=_REMEMBERED)
def parameters_in(text: str) -> frozenset[str]:
    """Give the names of the parameters that an expression refers to."""
    return frozenset(name for node in parse(text).find_all(exp.Anonymous) if (name := _parameter_name(node)))


@functools.lru_cache(maxsize=_REMEMBERED)
def columns_in(text: str) -> frozenset[str]:
    """Give the names of the columns that an expression refers to."""
    return frozenset(column.name for column in parse(text).find_all(exp.Column))


@functools.lru_cache(maxsize=_REMEMBERED)
def with_sources(text: str, row: str, parameters: str) -> str:
    """Write an expression out as portable SQL, columns taken from the table `row` and parameters from columns of the table `parameters`."""

    def place(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column) and not node.table:
            return exp.column(node.name, table=row)
        name = _parameter_name(node)
        return exp.column(name, table=parameters) if name else node

    return parse(text).transform(place).sql()


@functools.lru_cache(maxsize=_REMEMBERED)
def with_columns(text: str, names: tuple[tuple[str, str], ...]) -> str:
    """Write an expression out with other columns in place of some: `names` are pairs of a column and the one that stands for it."""
    given = dict(names)

    def place(node: exp.Expr) -> exp.Expr:
        return exp.column(given.get(node.name, node.name)) if isinstance(node, exp.Column) else node

    return parse(text).transform(place).sql(dialect="duckdb")


def faults(text: str, fact: Fact, known_parameters: frozenset[str], kind: str) -> list[str]:
    """List what is wrong with an expression on a fact, as sentences; empty if nothing is.

    `kind` is what it must give: `flag` for a condition, `number` for an amount.
    """
    return list(_faults(text, fact, known_parameters, kind))


@functools.lru_cache(maxsize=_REMEMBERED)
def _faults(text: str, fact: Fact, known_parameters: frozenset[str], kind: str) -> tuple[str, ...]:
    try:
        parsed = parse(text)
    except ValueError as error:
        return (str(error),)
    found = (*_unknown_names(parsed, fact, known_parameters), *_forbidden(parsed))
    return found or tuple(_type_faults(parsed, fact, kind))


def _parameter_name(node: exp.Expr) -> str:
    if isinstance(node, exp.Anonymous) and str(node.this).lower() == "parameter" and len(node.expressions) == 1:
        argument = node.expressions[0]
        return argument.this if isinstance(argument, exp.Literal) and argument.is_string else ""
    return ""


def _unknown_names(parsed: exp.Expr, fact: Fact, known_parameters: frozenset[str]) -> Iterator[str]:
    names = [column.name for column in fact.columns]
    for column in parsed.find_all(exp.Column):
        if column.name not in names or column.table:
            yield f"The fact {fact.name} has no column “{column.sql()}”. Its columns are {', '.join(names)}."
    for node in parsed.find_all(exp.Anonymous):
        name = _parameter_name(node)
        if name and name not in known_parameters:
            yield f"There is no parameter “{name}”. The parameters are {', '.join(sorted(known_parameters))}."


def _forbidden(parsed: exp.Expr) -> Iterator[str]:
    for node in parsed.walk():
        if not isinstance(node, _ALLOWED) and not _parameter_name(node):
            yield f"“{node.sql()}” is not part of the language of conditions. {_LANGUAGE}"
            return


def _type_faults(parsed: exp.Expr, fact: Fact, kind: str) -> Iterator[str]:
    schema = MappingSchema({"f": {column.name: _SQL_TYPES[column.type] for column in fact.columns}}, dialect="duckdb")

    def place(node: exp.Expr) -> exp.Expr:
        if isinstance(node, exp.Column):
            return exp.column(node.name, table="f")
        return exp.Literal.number(1) if _parameter_name(node) else node

    typed = annotate_types(exp.select(parsed.copy().transform(place).as_("c")).from_("f"), schema=schema, dialect="duckdb")
    condition = typed.selects[0].unalias()
    for node in condition.walk():
        if isinstance(node, exp.EQ | exp.NEQ | exp.LT | exp.LTE | exp.GT | exp.GTE | exp.In | exp.Between):
            yield from _compared(node)
    given = _family(condition)
    if given and given != kind:
        wanted = {"flag": "a condition that is true or false", "number": "a number"}[kind]
        yield f"“{parsed.sql()}” must give {wanted}; it gives a {given}."


def _compared(node: exp.Expr) -> Iterator[str]:
    sides = [node.this, *(node.expressions if isinstance(node, exp.In) else [])]
    sides += [side for side in (node.args.get("expression"), node.args.get("low"), node.args.get("high")) if side is not None]
    families = {family for side in sides if (family := _family(side))}
    if len(families) > 1:
        yield f"“{node.sql()}” compares a {' with a '.join(sorted(families))}."


def _family(node: exp.Expr) -> str:
    name = node.type.this.name if node.type is not None else ""
    return next((family for family, names in _FAMILIES.items() if name in names), "")
