"""Numbers, movements and sentences: how a figure is written, the same in every format of the pack.

Changes are worked out between the figures as they are printed, so that a reader who subtracts two columns finds the amount beside
the arrow.
The status is worked out from the figure in full, before it is rounded.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from lightwell.definitions.model import Definition
from lightwell.definitions.targets import Status
from lightwell.periods import Month
from lightwell.reports.layout import Phrase, phrases
from lightwell.reports.model import Cell, Movement, Row
from lightwell.results.model import State, Value

MARKS = {State.NO_DATA: "n/d", State.NOT_APPLICABLE: "n/a", State.SUPPRESSED: "c"}
"""What is printed where there is no figure. Zero is printed as 0."""

STATUS_WORDS = {
    Status.ON_TARGET: "On target",
    Status.NEAR: "Near",
    Status.OFF_TARGET: "Off target",
    Status.NO_TARGET: "No target",
    Status.NO_DATA: "No data",
}
"""The word that stands beside the shape and the colour of a status."""

TOO_FEW_EXPLAINED = ("3 of 5", "too few for a percentage: the count stands in its place")
"""What stands where a share is of too few, by an example; explained only where there is one, as there never is in what is published."""

MARKS_EXPLAINED = (
    ("n/d", "no data: nothing is known for the month"),
    ("n/a", "not applicable: there was nothing to take a share or an average of"),
    TOO_FEW_EXPLAINED,
    ("c", "suppressed, so that no child can be recognised"),
    ("0", "none: counted, and there were none"),
)


def rounded(value: float, decimals: int) -> Decimal:
    """Round as on paper: halves go up, away from zero."""
    return Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP)


def number(value: float, decimals: int) -> str:
    """Write a figure without its unit: `2,069`, `16.40`."""
    return _plain(rounded(value, decimals))


def _plain(figure: Decimal) -> str:
    return f"{figure + 0:,}".replace("-", "−")


def with_unit(text: str, definition: Definition) -> str:
    """Write a figure with its unit, as in a sentence: `55 %`, which never stands on two lines. Counts, rates and means have none."""
    return f"{text}\N{NO-BREAK SPACE}%" if definition.unit == "percent" else text


def listed(words: Sequence[str]) -> str:
    """Put words in a row as in a sentence: `one, two and three`."""
    return " and ".join(part for part in (", ".join(words[:-1]), *words[-1:]) if part)


def titled(definition: Definition) -> str:
    """Give the title with the unit said once, where the words do not say it: `Children referred again within 12 months (%)`."""
    title = definition.title
    if definition.unit == "percent" and not re.search(r"%|percent", title, re.IGNORECASE):
        return f"{title} (%)"
    return f"{title} (per 10,000)" if definition.unit == "per_10_000" and "10,000" not in title else title


def cell(month: Month, value: Value | None, definition: Definition) -> Cell:
    """Make the printed figure of one month; a month that has no value is no data."""
    if value is not None and value.state is State.TOO_FEW:
        return Cell(month, None, State.TOO_FEW, f"{value.numerator or 0:,.0f} of {value.denominator or 0:,.0f}")
    if value is None or value.state is State.NO_DATA or (value.state is State.KNOWN and value.value is None):
        return Cell(month, None, State.NO_DATA, MARKS[State.NO_DATA])
    if value.state is not State.KNOWN or value.value is None:
        return Cell(month, None, value.state, MARKS[value.state])
    return Cell(month, value.value, State.KNOWN, number(value.value, definition.decimals))


def change(now: Cell, before: Cell, definition: Definition) -> Decimal | None:
    """Work out the change between two printed figures; None where either is not known."""
    if now.value is None or before.value is None:
        return None
    return rounded(now.value, definition.decimals) - rounded(before.value, definition.decimals)


def movement(now: Cell, before: Cell, definition: Definition) -> Movement:
    """Say how a figure moved since the month before, and whether that is better or worse by the indicator's polarity."""
    moved = change(now, before, definition)
    if moved is None:
        return Movement("", "", "")
    if moved == 0:
        return Movement("level", _plain(moved), "")
    up = moved > 0
    if definition.better == "neither":
        return Movement("up" if up else "down", _plain(abs(moved)), "")
    return Movement("up" if up else "down", _plain(abs(moved)), "better" if up == (definition.better == "higher") else "worse")


def phrase(definition: Definition) -> Phrase:
    """Find how an indicator is said; one without an entry is said by its title."""
    return phrases().get(definition.id) or Phrase(definition.title, f"{definition.title}: {{n}} in {{month}}")


def month_name(month: Month) -> str:
    """Give the month's name without its year: `January`."""
    return month.name.split()[0]


def statement(row: Row) -> str:
    """Say the latest figure in words, without a full stop: `304 children had a child protection plan at the end of January`."""
    latest = row.latest
    if latest.state is State.TOO_FEW:
        return f"{phrase(row.definition).name}: {latest.text} in {month_name(latest.month)}, too few for a percentage"
    if latest.value is None:
        why = {State.NOT_APPLICABLE: "not applicable", State.SUPPRESSED: "suppressed"}.get(latest.state, "no data")
        return f"{phrase(row.definition).name}: {why} for {month_name(latest.month)}"
    says = phrase(row.definition).says
    one = latest.text == "1"
    chosen = re.sub(r"\[([^|\]]*)\|([^\]]*)\]", r"\1" if one else r"\2", says)
    figure = with_unit(latest.text, row.definition)
    if latest.text == "0" and row.definition.unit == "count" and chosen.startswith("{n} "):
        figure = "No"
    return chosen.replace("{n}", figure).replace("{month}", month_name(latest.month))


def difference(row: Row, before: Cell, than: str) -> str:
    """Say the change from an earlier figure: `5 fewer than in December`, `the same as a year before`; empty where it is not known."""
    moved = change(row.latest, before, row.definition)
    if moved is None:
        return ""
    if moved == 0:
        return f"the same as {than}"
    amount = _plain(abs(moved))
    if row.definition.unit == "count":
        return f"{amount} {'more' if moved > 0 else 'fewer'} than {than}"
    unit = "" if row.definition.unit != "percent" else " point" if abs(moved) == 1 else " points"
    return f"{amount}{unit} {'higher' if moved > 0 else 'lower'} than {than}"


def sentence(row: Row) -> str:
    """Say a row in one to three sentences: the figure, what it changed by, whether it is the end of its range, and the target."""
    said = " and ".join(_changes(row))
    text = f"{statement(row)}, {said}." if said else f"{statement(row)}."
    end = extreme(row)
    if end:
        text += f" It is the {end} of the {_in_words(len(row.cells))} months."
    if row.target is not None and row.latest.value is not None:
        text += f" The target is {with_unit(row.target_text, row.definition)}."
    return text


def _changes(row: Row) -> list[str]:
    """Say the change from the month before and, where the row reaches so far, from a year before; the unit is not said twice."""
    if len(row.cells) < 2:
        return []
    parts = [difference(row, row.cells[-2], f"in {month_name(row.cells[-2].month)}")]
    if len(row.cells) == 13:
        parts.append(difference(row, row.cells[0], "a year before"))
    said = [part for part in parts if part]
    if len(said) == 2 and "point" in said[0]:
        said[1] = re.sub(r" points? ", " ", said[1])
    return said


def extreme(row: Row) -> str:
    """Say whether the latest printed figure is alone the `highest` or `lowest` of the months; empty where any of them is not known."""
    figures = [rounded(cell.value, row.definition.decimals) for cell in row.cells if cell.value is not None]
    if len(figures) < len(row.cells) or len(figures) < 3:
        return ""
    earlier = figures[:-1]
    if figures[-1] > max(earlier):
        return "highest"
    return "lowest" if figures[-1] < min(earlier) else ""


def chart_title(row: Row) -> str:
    """Say what the chart of a row shows: the change over the months that are known, from the first of them to the latest."""
    name = phrase(row.definition).name
    known = [cell for cell in row.cells if cell.value is not None]
    if not known:
        return f"{name}: no figure is known for these months"
    last = known[-1]
    if len(known) == 1:
        return f"{name}: {with_unit(last.text, row.definition)} in {last.month.name}, the only month known"
    return _over_time(name, known[0], last, row.definition)


def _over_time(name: str, first: Cell, last: Cell, definition: Definition) -> str:
    moved = change(last, first, definition) or Decimal(0)
    start, end = with_unit(first.text, definition), with_unit(last.text, definition)
    year = first.month.plus(12) == last.month
    if moved == 0:
        return f"{name}: {end}, the same as {'a year before' if year else f'in {first.month.name}'}"
    verb = "rose" if moved > 0 else "fell"
    if year:
        return f"{name} {verb} from {start} to {end} in a year"
    return f"{name} {verb} from {start} in {first.month.name} to {end} in {last.month.name}"


_NUMBERS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen")


def _in_words(count: int) -> str:
    return _NUMBERS[count] if count < len(_NUMBERS) else str(count)
