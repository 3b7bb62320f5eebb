"""Finding a child by name, identifier or day of birth, tolerant of spelling, within a part of the service.

Names are compared by their parts, so that the order in which they are typed does not matter: each part typed must be the same as, the
beginning of, or close to a part of the name (one letter wrong, left out or changed about, two in long names, or a Jaro-Winkler likeness of
0.88). Accents, apostrophes and hyphens make no difference. The comparison is made on the distinct parts of names, of which a city has some
thousands, not on every child.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import duckdb

from lightwell.results.asked import Asked, read_asked
from lightwell.results.held import held
from lightwell.results.name_parts import folded
from lightwell.results.people import Named
from lightwell.results.responsible import EVERYWHERE, Condition, OpenStatus, Responsible, open_statuses, responsible_for
from lightwell.store import Snapshot

_MOST_PARTS = 6
"""Parts of a name that are looked for; the rest of what is typed is left out."""

_CLOSENESS = """
case
    when w.part = t.part then 1.0
    when length(t.part) >= 2 and starts_with(w.part, t.part) then 0.96
    when length(w.part) >= 3 and starts_with(t.part, w.part) then 0.93
    when length(t.part) >= 4 and damerau_levenshtein(w.part, t.part) <= case when length(t.part) >= 8 then 2 else 1 end then 0.92
    when length(t.part) >= 3 and jaro_winkler_similarity(w.part, t.part) >= 0.88 then jaro_winkler_similarity(w.part, t.part) * 0.9
    when length(t.part) = 1 and starts_with(w.part, t.part) then 0.75
end
"""

_DAY = """
case
    when cast(? as date) is null then null
    when coalesce(i.born_on, i.expected_on) = cast(? as date) then 1.0
    when year(i.born_on) = year(cast(? as date)) and month(i.born_on) = day(cast(? as date)) and day(i.born_on) = month(cast(? as date))
        then 0.85
    when cast(? as boolean) and (year(i.born_on) = year(cast(? as date)))::int + (month(i.born_on) = month(cast(? as date)))::int
        + (day(i.born_on) = day(cast(? as date)))::int = 2 then 0.7
    else 0.0
end
"""

_BY_NAME = f"""
with typed as (select unnest(?::varchar[]) as part, unnest(range(len(?::varchar[]))) as place),
hits as (select place, part, closeness from (select t.place, w.part, {_CLOSENESS} as closeness from name_words w, typed t)
    where closeness is not null),
found as (
    select child, sum(closeness) / len(?::varchar[]) as closeness, min(closeness) as least
    from (select n.child, h.place, max(h.closeness) as closeness from name_parts n join hits h on h.part = n.part group by n.child, h.place)
    group by child having count(*) = len(?::varchar[])
),
scored as (
    select f.child, f.closeness, f.least, {_DAY} as day
    from found f join name_keys i on i.child = f.child
)
select s.child, s.least, s.day, count(*) over () as total
from scored s join responsible c on c.child = s.child join name_keys k on k.child = s.child
where (s.day is null or s.day > 0) and ({{where}})
order by s.closeness + coalesce(s.day, 0) desc, s.child in (select child from open_now) desc, k.filed, s.child
limit ?
"""

_BY_DAY = f"""
with scored as (select i.child, i.filed, {_DAY} as day from name_keys i)
select s.child, cast(null as double), s.day, count(*) over () as total
from scored s join responsible c on c.child = s.child
where s.day > 0 and ({{where}})
order by s.day desc, s.child in (select child from open_now) desc, s.filed, s.child
limit ?
"""

_BY_IDENTIFIER = """
select c.child, lower(c.child) = lower(?) or coalesce(lower(k.upn) = lower(?), false) as same, count(*) over () as total
from responsible c left join name_keys k on k.child = c.child
where (starts_with(lower(c.child), lower(?)) or coalesce(lower(k.upn) = lower(?), false)) and ({where})
order by same desc, length(c.child), c.child
limit ?
"""


@dataclass(frozen=True)
class Found:
    """One child found: who it is, why, whether exactly as typed, what it is open in, and who is responsible."""

    named: Named
    why: str
    exact: bool
    statuses: tuple[OpenStatus, ...]
    responsible: Responsible


@dataclass(frozen=True)
class Findings:
    """What a search found: the first of the children, how many there are in all, and how the text was understood."""

    found: tuple[Found, ...]
    total: int
    asked: Asked


def search(snapshot: Snapshot, text: str, *, limit: int = 50, within: Condition = EVERYWHERE) -> Findings:
    """Find children by what was typed, the exact first and then by closeness, among those who meet the condition; any text can be given."""
    asked = read_asked(text)
    with held(snapshot) as connection:
        rows, total = _rows(connection, asked, limit, within)
        keys = {key[0]: Named(*key) for key in _keys(connection, [row[0] for row in rows])}
    children = [row[0] for row in rows]
    responsible, statuses = responsible_for(snapshot, children), open_statuses(snapshot, children)
    found = tuple(
        Found(keys.get(child, Named(child)), why, exact, statuses.get(child, ()), responsible[child]) for child, why, exact in rows
    )
    return Findings(found, total, asked)


def _rows(connection: duckdb.DuckDBPyConnection, asked: Asked, limit: int, within: Condition) -> tuple[list[tuple[str, str, bool]], int]:
    """Give child, why and whether exact, and how many there are in all."""
    by_identifier, number = _by_identifier(connection, asked, limit, within)
    if by_identifier:
        return by_identifier, number
    parts = connection.execute(f"select string_split({folded('?')}, ' ')", [asked.text]).fetchall()[0][0]
    named = [part for part in dict.fromkeys(parts) if part][:_MOST_PARTS]
    where, values = within
    day = _day_values(asked.born_on, near=bool(named))
    if named:
        query, given = _BY_NAME.format(where=where), [named, named, named, named, *day]
    elif asked.born_on:
        query, given = _BY_DAY.format(where=where), day
    else:
        return [], 0
    rows = connection.execute(query, [*given, *values, limit]).fetchall()
    return [(child, *_why(least, on_day)) for child, least, on_day, _ in rows], rows[0][3] if rows else 0


def _day_values(born: date | None, *, near: bool) -> list[object]:
    return [born, born, born, born, born, near, born, born, born]


def _by_identifier(
    connection: duckdb.DuckDBPyConnection, asked: Asked, limit: int, within: Condition
) -> tuple[list[tuple[str, str, bool]], int]:
    """Find by identifier, where what was typed is one word with a digit in it."""
    word = asked.text
    if asked.born_on or not word or " " in word or not any(letter.isdecimal() for letter in word):
        return [], 0
    where, values = within
    rows = connection.execute(_BY_IDENTIFIER.format(where=where), [word, word, word, word, *values, limit]).fetchall()
    if rows and rows[0][1]:
        rows = [row for row in rows if row[1]]
        return [(child, "Identifier", True) for child, _, _ in rows], len(rows)
    return [(child, "Identifier begins so", False) for child, _, _ in rows], rows[0][2] if rows else 0


def _why(least: float | None, day: float | None) -> tuple[str, bool]:
    """Say why a child was found by the closeness of the least close part of the name and of the day of birth."""
    parts = []
    if least is not None:
        likeness = (1.0, "Name as typed"), (0.96, "Name begins so"), (0.93, "Shorter form of the name"), (0.76, "Similar name")
        parts.append(next((words for limit, words in likeness if float(least) >= limit), "Initial"))
    if day is not None:
        alike = (1.0, "Date of birth"), (0.85, "Date of birth with day and month the other way round")
        parts.append(next((words for limit, words in alike if float(day) >= limit), "Similar date of birth"))
    words = " and ".join(parts)
    exact = all(float(closeness) >= 1 for closeness in (least, day) if closeness is not None)
    return words[:1] + words[1:].replace("Date", "date").replace("Similar", "similar"), exact


def _keys(connection: duckdb.DuckDBPyConnection, children: list[str]) -> list[tuple[str, str, str, date | None, date | None, date | None]]:
    query = """
    select child, coalesce(given_name, ''), coalesce(family_name, ''), born_on, expected_on, died_on
    from identity_people where child in (select unnest(?::varchar[]))
    """
    return connection.execute(query, [children]).fetchall()
