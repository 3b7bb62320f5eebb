"""Runs one rule over tables that someone hands over, for a test bench: only what that rule reads is made, on a connection that is kept."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pyarrow as pa

from lightwell.checks.given_names import plain, ruleset_named
from lightwell.checks.given_tables import Held, register, table_of, take, texts_of
from lightwell.checks.kept import kept
from lightwell.checks.model import Rule
from lightwell.checks.relations import names_in, needs, relations
from lightwell.checks.rules import rules, rules_for
from lightwell.checks.statements import shown_beside, text_of, with_codes
from lightwell.checks.texts import values_of
from lightwell.errors import LightwellError, NotFound
from lightwell.returns.collections import Collection
from lightwell.returns.shapes import LAST, Column, shapes

_DAY = Column("day", "day", "day")
_WORDS = re.compile(r"(?:collection_start|collection_end|local_authority)\(\)")
_START, _END = ("collectionstart", "collectionstartdate"), ("collectionend", "collectionenddate")
_OF_CHARACTERISTICS = {"ethnicity"}
"""The columns of a child in the census that stand in ChildCharacteristics and not in ChildIdentifiers."""
_AUTHORITY = ("localauthority", "authority", "la")


@dataclass(frozen=True)
class _Ready:
    """One rule, ready to run: the tables that it reads with the columns that it names, and its statements, by the table each is about."""

    rule: Rule
    tables: tuple[str, ...]
    columns: frozenset[str]
    statements: tuple[tuple[str, str], ...]


def run_rule(ruleset: str, code: str, tables: Mapping[str, pa.Table], metadata: Mapping[str, object] | None = None) -> dict[str, list[int]]:
    """Run one rule and give the places, from 0, of the rows that it shows, by the name of the table as it was given.

    `ruleset` is `903/2026-27` or `cin/2025-26`. `tables` holds columns of texts; tables and columns are known by the guide's names or
    ours, in any case; what is not given is taken as blank. `metadata` may have `collection_start` and `collection_end` (days, or texts of
    them), which else are the collection's, `localAuthority`, the council's own code as the return writes it, and `provider_info`, the
    register of providers. Anything else in it is not needed. A table in which the rule shows no row is not in the answer.

    Raises `NotFound` for a ruleset, rule or table that there is not, and `LightwellError` for a day that cannot be read.
    """
    of, collection = ruleset_named(ruleset)
    told = {plain(name): value for name, value in (metadata or {}).items()}
    given = dict(tables)
    providers = register(of, told.get("providerinfo"))
    if providers is not None:
        given.setdefault(*providers)
    held = take(of, given)
    days = _days(collection, told)
    found: dict[str, set[int]] = {}
    for ready in _ready(of, collection, code):
        made = {name: table_of(shapes(of)[name.removesuffix(LAST)], held.get(name), ready.columns) for name in ready.tables}
        with kept(of).holding(made):
            for table, statement in ready.statements:
                _tell(ready.rule, table, kept(of).ask(_WORDS.sub(lambda word: days[word[0]], statement)), held.get(table), found)
    return {called: sorted(found[called]) for called in given if called in found}


def _tell(rule: Rule, table: str, rows: Sequence[int], held: Held | None, found: dict[str, set[int]]) -> None:
    """Add rows of one of our tables where they stand in what was given."""
    if held is None or not rows:
        return
    called = list(held.places)
    if len(called) > 1:  # the two tables of a child: a finding is told in the one that has the column
        called = (_with_fields(rule, held) if table == rule.table else []) or called[:1]
    for name in called:
        places = {place for row in rows if (place := held.places[name][row]) is not None}
        if places:
            found.setdefault(name, set()).update(places)


def _with_fields(rule: Rule, held: Held) -> list[str]:
    """Name those of a child's two tables in which the rule's fields stand."""
    among = set(rule.fields) & _OF_CHARACTERISTICS, set(rule.fields) - _OF_CHARACTERISTICS
    return [name for name in held.places if among[0 if "characteristics" in plain(name) else 1]]


@functools.lru_cache(maxsize=2048)
def _ready(of: str, collection: Collection, code: str) -> tuple[_Ready, ...]:
    found = [rule for rule in rules_for(of, collection) if rule.code.lower() == code.strip().lower()]
    if not found:
        raise NotFound(_no_such_rule(of, collection, code))
    return tuple(_made_ready(of, rule) for rule in found)


def _made_ready(of: str, rule: Rule) -> _Ready:
    texts = [rule.table, *rule.fields, text_of(rule), *(f"{table} {condition}" for table, condition in rule.also)]
    known = relations(of)
    needed = needs(of, texts)
    if any(table == "episodes" for table, _ in rule.also):
        needed |= needs(of, ["ordered_episodes"])
    used = [relation for relation in known.values() if relation.name in needed]
    within = ", ".join(f"{relation.name} as ({relation.select})" for relation in used)
    condition = f"select row, child from {rule.table} where ({rule.where})"  # noqa: S608 - the rules are ours
    query = with_codes(of, rule.query or condition)
    head = f"with {within}, found_rows as ({query})" if within else f"with found_rows as ({query})"
    statements = [(rule.table, f"{head} select distinct row from found_rows")]  # noqa: S608 - the rules are ours
    statements += [(table, f"{head} {shown_beside(rule, table, said)}") for table, said in rule.also]
    columns = names_in(" ".join([*texts, *(relation.select for relation in used), "child"]))
    tables = tuple(name + ending for name in shapes(of) for ending in ("", LAST) if name + ending in needed)
    return _Ready(rule, tables, columns, tuple(statements))


def _no_such_rule(of: str, collection: Collection, code: str) -> str:
    others = [rule for rule in rules(of) if rule.code.lower() == code.strip().lower()]
    if others:
        spans = " and ".join(f"from {rule.first}{f' to {rule.last}' if rule.last else ''}" for rule in others)
        return f"The rule {others[0].code} does not hold for the collection {collection}; it holds {spans}."
    codes = ", ".join(dict.fromkeys(rule.code for rule in rules_for(of, collection)))
    return f"The collection {collection} has no rule “{code}”. Its rules are {codes}."


def _days(collection: Collection, told: Mapping[str, object]) -> Mapping[str, str]:
    """Give what stands in a statement for the first and last day and the council."""
    first, last = _told_day(told, _START) or collection.first_day, _told_day(told, _END) or collection.last_day
    (authority,) = texts_of([next((told[name] for name in _AUTHORITY if name in told), None)], code=False)
    own = "null::varchar" if authority is None else "'" + authority.replace("'", "''") + "'"
    return {"collection_start()": f"(date '{first}')", "collection_end()": f"(date '{last}')", "local_authority()": own}


def _told_day(told: Mapping[str, object], names: tuple[str, ...]) -> date | None:
    given = next((told[name] for name in names if told.get(name) is not None), None)
    (text,) = texts_of([given], code=False)
    if text is None:
        return None
    day: date | None = values_of(_DAY, pa.array([text]))["day"][0].as_py()
    if day is None:
        raise LightwellError(
            f"The metadata give “{text}” as a day of the collection, which is none. Write it as in 31/03/2026 or 2026-03-31."
        )
    return day
