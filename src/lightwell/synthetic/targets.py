"""What each month of the simulation aims at: the published figures where there are any, and smooth lines before and between them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lightwell.periods import Month
from lightwell.synthetic.days import history
from lightwell.synthetic.published import published

POPULATIONS: tuple[tuple[Month, int, str], ...] = (
    (Month(2017, 6), 49_600, "Mid-2016 estimate (invented)"),
    (Month(2018, 6), 49_900, "Mid-2017 estimate (invented)"),
    (Month(2019, 6), 50_100, "Mid-2018 estimate (invented)"),
    (Month(2020, 6), 50_300, "Mid-2019 estimate (invented)"),
    (Month(2021, 4), 50_600, "Mid-2020 estimate (invented)"),
    (Month(2022, 4), 49_500, "Mid-2021 estimate (invented)"),
    (Month(2023, 7), 49_900, "Mid-2022 estimate (invented)"),
)
"""Children aged 0 to 17 by the month from which an estimate is used: those that the published counts and rates imply."""

_START: Mapping[str, float] = {
    "contacts": 1700,
    "referrals": 335,
    "assessments_completed": 310,
    "early_help_referrals": 225,
    "early_help_assessments_started": 205,
    "early_help_assessments_completed": 165,
    "step_downs_no_assessment": 4,
    "cin_plans_not_cwd": 560,
    "cin_plans_cwd": 190,
    "strategy_discussions": 190,
    "s47_completed": 125,
    "s47_to_icpc": 30,
    "cp_plans": 330,
    "cla": 520,
    "cla_started": 17,
    "cla_started_uasc": 2.4,
    "cla_ceased_not_uasc": 14,
    "care_leavers": 150,
    "open_to_service": 2250,
    "assessments_45_working_days": 86,
    "cin_visit_4_weeks": 72,
    "cp_visit_20_working_days": 90,
    "cla_visit_statutory": 94,
}
"""Values for February 2018, chosen so that the line to the first published value is plausible; others start at their first value."""

_END: Mapping[str, float] = {"care_leavers": 238, "assessments_45_working_days": 84, "early_help_assessments_completed": 76}
"""Values for January 2024 of series that the later pack does not print."""

_SEASON = (1.05, 0.95, 1.10, 0.92, 1.02, 1.03, 1.04, 0.85, 0.97, 1.06, 1.08, 0.93)
"""How January to December stand to the average month at the front door, in the published series."""

_SEASONAL = ("contacts", "referrals", "assessments_completed", "early_help_referrals")

_RATES = {
    "contacts": "contacts_rate",
    "referrals": "referrals_rate",
    "assessments_completed": "assessments_rate",
    "s47_completed": "s47_rate",
}
"""Counts whose unpublished months of 2022 can be worked back from a published rate for twelve months."""


@dataclass(frozen=True)
class Targets:
    """The aim of every month for every indicator, by the index of the month in the history; `scale` shrinks counts for tests."""

    values: Mapping[str, tuple[float, ...]]
    published: frozenset[tuple[str, int]]
    scale: float

    def is_published(self, indicator: str, index: int) -> bool:
        """Say whether the aim of a month is a published figure rather than a line between two."""
        return (indicator, index) in self.published

    def count(self, indicator: str, index: int) -> int:
        """Give the count to aim at in a month, at the scale of the simulation."""
        return round(self.values[indicator][min(index, len(history()) - 1)] * self.scale)

    def share(self, indicator: str, index: int) -> float:
        """Give the percentage to aim at in a month, from 0 to 1."""
        return self.values[indicator][min(max(index, 0), len(history()) - 1)] / 100

    def level(self, indicator: str, index: int) -> float:
        """Give a figure that does not shrink with the scale, such as a mean."""
        return self.values[indicator][min(index, len(history()) - 1)]


def targets(scale: float) -> Targets:
    """Build the aims of all months, for counts multiplied by `scale`."""
    known: dict[str, dict[int, float]] = {}
    places = {str(each.month): each.index for each in history()}
    for indicator, period, value in published():
        known.setdefault(indicator, {})[places[period]] = value
    for count, rate in _RATES.items():
        known[count] = {**_behind_the_rate(known[count], known[rate]), **known[count]}
    known["assessments_completed"] = {**_from_year_to_date(known["assessments_rate_ytd"]), **known["assessments_completed"]}
    known["step_downs_no_assessment"][places["2022-01"]] = 5
    known["early_help_assessments_completed"][places["2021-08"]] = 168
    known["referrals"] |= {places[f"2021-{month:02d}"]: 350 for month in range(4, 9)}
    lines = {indicator: _line(indicator, series) for indicator, series in known.items()}
    _reconcile(lines, known)
    return Targets(lines, frozenset((name, index) for name, series in known.items() for index in series), scale)


def population(month: Month) -> int:
    """Give the number of children aged 0 to 17 that is in use in a month."""
    return [children for start, children, _ in POPULATIONS if start <= month][-1]


def _reconcile(lines: dict[str, tuple[float, ...]], known: Mapping[str, Mapping[int, float]]) -> None:
    """Make the shares of unpublished months agree with the counts on both sides of them."""
    discussions, enquiries, plans = lines["strategy_discussions"], lines["s47_completed"], lines["cp_plans"]
    leading, conferring = list(lines["strategy_to_s47"]), list(lines["s47_to_icpc"])
    for index in range(len(leading)):
        if index not in known["strategy_to_s47"]:
            leading[index] = min(92.0, 100 * enquiries[index] / discussions[index])
        if index not in known["s47_to_icpc"]:
            rising = plans[index] - plans[max(index - 1, 0)]
            conferring[index] = min(max(100 * (rising + 0.085 * plans[index]) / (0.79 * enquiries[index]), 15.0), 60.0)
    lines["strategy_to_s47"], lines["s47_to_icpc"] = tuple(leading), tuple(conferring)
    parts = [lines[name] for name in ("cin_plans_not_cwd", "cin_plans_cwd", "cp_plans", "cla", "care_leavers")]
    rest = [total - sum(part) for total, *part in zip(lines["open_to_service"], *parts, strict=True)]
    ahead = [rest[index : index + 8] for index in range(len(rest))]
    lines["only_assessed"] = tuple(min(max(sum(each) / len(each), 330.0), 470.0) for each in ahead)


def _behind_the_rate(counts: Mapping[int, float], rates: Mapping[int, float]) -> dict[int, float]:
    """Work out the unpublished months of 2022: a rolling rate changes by the month that comes in less the month that drops out."""
    last = len(history()) - 1
    january = last - 12
    people = population(history()[january].month)
    rough = {index - 12: counts[index] - (rates[index] - rates[index - 1]) * people / 10_000 for index in range(january + 1, last)}
    wanted = rates[january] * people / 10_000 - sum(counts.get(index, 0) for index in range(january - 11, january + 1))
    hidden = {index: value for index, value in rough.items() if index not in counts}
    factor = wanted / sum(hidden.values())
    return {index: value * factor for index, value in hidden.items()}


def _from_year_to_date(rates: Mapping[int, float]) -> dict[int, float]:
    """Work out monthly completions from September 2021 to April 2022 from the rates from April on."""
    found: dict[int, float] = {}
    before = 0.0
    for index, rate in sorted(rates.items()):
        month = history()[index].month
        months = 6 if month == Month(2021, 9) else 1
        before = 0.0 if month.number == 4 else before
        share = (rate - before) * population(month) / 10_000 / months
        found |= {index - back: share for back in range(months)}
        before = rate
    return found


def _line(indicator: str, series: Mapping[int, float]) -> tuple[float, ...]:
    """Draw straight lines through the known months, with the season put back in between."""
    factors = [_SEASON[each.month.number - 1] if indicator in _SEASONAL else 1.0 for each in history()]
    points = {index: value / factors[index] for index, value in series.items()}
    points.setdefault(0, _START.get(indicator, points[min(points)]))
    points.setdefault(len(factors) - 1, _END.get(indicator, points[max(points)]))
    found = []
    places = sorted(points)
    for index, factor in enumerate(factors):
        after = next(place for place in places if place >= index)
        before = max(place for place in places if place <= index)
        weight = 0.0 if after == before else (index - before) / (after - before)
        value = points[before] * (1 - weight) + points[after] * weight
        found.append(series[index] if index in series else value * factor)
    return tuple(found)
