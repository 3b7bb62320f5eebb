"""The sentences: what a verdict, a target and a chart say to a councillor."""

from __future__ import annotations

from lightwell.periods import Month
from lightwell.signals.model import Capability, Chart, Series, Unit, Verdict
from lightwell.signals.verdicts import Found

_LATELY = 12
_SINCE = {
    Verdict.IMPROVING: ("Improving", "Better"),
    Verdict.WORSENING: ("Worsening", "Worse"),
    Verdict.HIGHER: ("Higher", "Higher"),
    Verdict.LOWER: ("Lower", "Lower"),
}
_STOCK = {Verdict.HIGHER: ("Rising", "Rising"), Verdict.LOWER: ("Falling", "Falling")}
_ONCE = {
    Verdict.BETTER_ONCE: "better than expected",
    Verdict.WORSE_ONCE: "worse than expected",
    Verdict.HIGHER_ONCE: "higher than expected",
    Verdict.LOWER_ONCE: "lower than expected",
}
_CHARTS = {
    Chart.XMR: "XmR chart: figures that are not counts of rare things, by how much they differ from one month to the next.",
    Chart.P_PRIME: "P′ chart: a share, by how much chance moves one of so many, and how much more the months differ than that.",
    Chart.U_PRIME: "U′ chart: a count of events, by how much chance moves one, and how much more the months differ than that.",
    Chart.EXACT: "Chart with exact limits: so few are expected in a month that the usual limits would not be right.",
    Chart.CARRIED: "XmR chart of each month against the last: a month's figure carries over into the next, as with the same children.",
    Chart.STOCK: "XmR chart of the change from month to month: a number of children who stay has no level that it returns to.",
    Chart.NONE: "No chart of what is expected: there are too few months.",
}


def verdict(one: Series, seen: Found) -> str:
    """Say the verdict on a series with enough points."""
    if seen.verdict in _SINCE and seen.since is not None:
        words = (_STOCK if one.stock else {}).get(seen.verdict) or _SINCE[seen.verdict]
        return f"{words[0 if len(seen.months) <= _LATELY else 1]} since {seen.since.name}."
    if seen.singles:
        return _singles(seen, one.months[-1])
    if seen.over is not None:
        was, first, last = seen.over
        word = ((_STOCK if one.stock else {}).get(was) or _SINCE[was])[1]
        span = f"from {first.name} to {last.name}" if first != last else f"in {first.name}"
        return f"{word} {span}; no evidence of change since."
    return f"No evidence of change since {seen.since.name}." if seen.since else "No evidence of change."


def _singles(seen: Found, last: Month) -> str:
    parts = []
    for kind, words in _ONCE.items():
        months = [month for month, each in seen.singles if each is kind]
        if months:
            parts.append(f"{words} in {_listed([month.name for month in months])}")
    text = ", ".join(parts)
    only = "" if len(seen.singles) > 1 or seen.singles[0][0] == last else " only"
    return f"{text[0].upper()}{text[1:]}{only}."


def too_few(count: int, least: int, since: Month | None) -> str:
    """Say that there are not enough months for a verdict; `since` is the first month of the phase, where the limits were set anew."""
    where = f" since {since.name}" if since else ""
    return f"Too few months{where} to tell a change from chance: {count}, and {least} are needed."


COUNTS_ONLY = "Too few for a percentage: only the counts are shown."
NO_DATA = "No figures."


def capable(state: Capability, low: float, high: float, one: Series) -> str:
    """Say what current practice gives, and what that means for the target. Empty where neither is known."""
    if low != low or high != high:
        return ""
    said = f"On current practice between {_figure(low, one)} and {_figure(high, one)}"
    target = "" if one.target is None else _figure(one.target, one)
    return {
        Capability.NEVER: f"{said}; the target of {target} will not be met by chance.",
        Capability.SOMETIMES: f"{said}; the target of {target} will be met in some months and missed in others, by chance.",
        Capability.ALWAYS: f"{said}; the target of {target} will be met every month.",
    }.get(state, f"{said}.")


def wandering(usual: float, one: Series) -> str:
    """Say of a number of children who stay how far it moves from month to month."""
    return f"From one month to the next it changes by up to {_figure(usual, one)}."


def why(chart: Chart, dispersion: float, carry: float) -> str:
    """Say which chart was chosen and why, with what was measured for the choice."""
    text = _CHARTS[chart]
    if chart in (Chart.P_PRIME, Chart.U_PRIME) and dispersion >= 1.05:
        text += f" Here {dispersion:.1f} times as much."
    if chart is Chart.CARRIED:
        text += f" Here {carry:.0%} of a month's distance from the usual does.".replace("%", "\N{NO-BREAK SPACE}%")
    return text


def provisional(count: int, wanted: int) -> str:
    """Say that limits are not fixed yet."""
    return f"The limits rest on {count} months and may still move; they are fixed once there are {wanted}."


def shortened(count: int, last: Month) -> str:
    """Say that the limits rest on the months before the first change."""
    return f"The limits rest on the {count} months until {last.name}, before the first change."


def not_judged(months: list[Month]) -> str:
    """Say which months may still move."""
    verb = "is" if len(months) == 1 else "are"
    return f"{_listed([month.name for month in months])} may still change and {verb} not judged."


def settles_outside(month: Month) -> str:
    """Say that a provisional month lies outside wherever it settles within its range."""
    return f"{month.name} would be outside the limits wherever in its range it settles."


def few(month: Month) -> str:
    """Say that the last month has too small a denominator."""
    return f"{month.name} is of too few for a percentage: only its counts are shown."


def outside(months: list[Month], count: int) -> str:
    """Say that months lie outside the limits without a verdict."""
    verb = "lies" if len(months) == 1 else "lie"
    names = _listed([month.name for month in months])
    return f"{names} {verb} outside the limits, but not so far that it could be told from chance by limits from {count} months."


def long_held(months: int) -> str:
    """Suggest that the limits be set anew."""
    return f"This has held for {months} months. Somebody who knows why can have the limits set anew from when it began."


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _figure(value: float, one: Series) -> str:
    places = one.decimals
    text = f"{value:,.{places}f}"
    if float(text.replace(",", "")) == 0:
        text = f"{0:.{places}f}"
    return text + _UNITS[one.unit]


_UNITS: dict[Unit, str] = {"percent": "\N{NO-BREAK SPACE}%", "per_10_000": " per 10,000", "count": "", "mean": ""}
