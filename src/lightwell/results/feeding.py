"""Which indicators a source can feed: from which month on, and for those that it cannot, which table or column it lacks."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from lightwell.definitions import Definition
from lightwell.definitions.model import PeriodType
from lightwell.journey import record_named
from lightwell.periods import LAST_DAY, Month, financial_year_start, say_date
from lightwell.results.needs import Coverage, known_from, needed


@dataclass(frozen=True)
class Feed:
    """What a source can tell of one indicator.

    `first` is the first of the months asked about for which it is known, None where it is known for none of them. `because` says why it is
    not known for all of them: what the source lacks, or since when it is complete; empty where nothing is lacking. `fed` says whether the
    source has everything that the indicator needs, however late it begins.
    """

    indicator: str
    title: str
    aim: str
    fed: bool
    first: Month | None
    throughout: bool
    because: str


def feeding(definitions: Iterable[Definition], coverage: Coverage, lacks: Collection[str], months: Sequence[Month]) -> tuple[Feed, ...]:
    """Tell for each indicator what a source with this coverage, and without these columns, can tell in these months."""
    return tuple(_feed(definition, coverage, lacks, months) for definition in definitions)


def lacking(definition: Definition, coverage: Coverage, lacks: Collection[str]) -> tuple[str, ...]:
    """Name in plain words each table and column that an indicator needs and a source does not have; empty if it has them all."""
    found = []
    for need in sorted(needed(definition)):
        table, _, column = need.partition(".")
        if table not in coverage:
            found.append(f"no records of {plain_table(table)}")
        elif column and need in lacks:
            found.append(f"no column “{column}” in {plain_table(table)}")
    return tuple(dict.fromkeys(found))


def plain_table(table: str) -> str:
    """Give a table's name in plain words: `section 47 enquiries`."""
    return table.replace("_", " ")


def plain_record(table: str) -> str:
    """Give the plain name of one record of a table: `Care review`."""
    return record_named(table).plain_name()


def _feed(definition: Definition, coverage: Coverage, lacks: Collection[str], months: Sequence[Month]) -> Feed:
    day = known_from(definition, coverage, lacks)
    reported = [month for month in months if _reported(definition.period_type, month)]
    first = next((month for month in reported if _window_start(definition.period_type, month) >= day), None)
    throughout = bool(reported) and first == reported[0]
    fed = day < LAST_DAY
    because = "" if throughout else _because(definition, coverage, lacks, day)
    return Feed(definition.id, definition.title, definition.aim, fed, first, throughout, because)


def _because(definition: Definition, coverage: Coverage, lacks: Collection[str], day: date) -> str:
    missing = lacking(definition, coverage, lacks)
    if missing:
        return f"The source has {_list(missing)}."
    late: dict[date, list[str]] = {}
    for table, since in sorted(coverage.items()):
        if since is not None and table in needed(definition):
            late.setdefault(since, []).append(plain_table(table))
    if day < LAST_DAY and late:
        told = [f"from {say_date(since)} in {_list(tables)}" for since, tables in sorted(late.items())]
        return f"The source is complete {_list(told)}."
    return "No month that it is reported for is among these." if day < LAST_DAY else "The source does not have what it needs."


def _list(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}"


def _reported(kind: PeriodType, month: Month) -> bool:
    return {"quarter": month.number % 3 == 0, "year": month.number == 3}.get(kind, True)


def _window_start(kind: PeriodType, month: Month) -> date:
    """Give the first day that a figure of this month looks at, as `months_table` does for the engine."""
    starts = {
        "month": month.start,
        "month_end": month.end,
        "rolling_12_months": month.plus(-11).start,
        "quarter": month.plus(-((month.number - 1) % 3)).start,
    }
    return starts.get(kind, financial_year_start(month).start)
