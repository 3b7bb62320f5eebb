"""The parts of children's names, made ready for comparing: without case, accents and apostrophes, divided at hyphens and spaces."""

from __future__ import annotations

import duckdb


def folded(text: str) -> str:
    """Give the SQL that folds an expression: lower case, without accents and apostrophes, its parts divided by single spaces."""
    bare = f"regexp_replace(strip_accents(lower({text})), '[''’ʼ`´.]', '', 'g')"
    return f"trim(regexp_replace({bare}, '[^\\p{{L}}\\p{{N}}]+', ' ', 'g'))"


def hold_names(connection: duckdb.DuckDBPyConnection, schema: str) -> None:
    """Make tables in a schema from its `identity_people`.

    `name_parts` (child, part): every part of a name, and a name of several parts also written as one; `name_words` (part): the distinct
    parts; `name_keys` (child, upn, born_on, expected_on, filed): what else is searched by, and the name by which children are put in order.
    """
    given, family = folded("coalesce(given_name, '')"), folded("coalesce(family_name, '')")
    parts = f"list_concat(string_split({given} || ' ' || {family}, ' '), [replace({given}, ' ', ''), replace({family}, ' ', '')])"
    people = f"{schema}.identity_people"
    connection.execute(
        f"create table {schema}.name_parts as "
        f"select child, part from (select distinct child, unnest({parts}) as part from {people}) where part <> ''"
    )
    connection.execute(f"create table {schema}.name_words as select distinct part from {schema}.name_parts")
    connection.execute(
        f"create table {schema}.name_keys as select child, upn, born_on, expected_on, {family} || ' ' || {given} as filed from {people}"
    )
