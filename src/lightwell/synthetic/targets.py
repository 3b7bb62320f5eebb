"""What each month of the simulation aims at: the published figures, and elsewhere months that stray as the published ones do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lightwell.periods import Month
from lightwell.synthetic.days import history
from lightwell.synthetic.practice import Practice, planted
from lightwell.synthetic.published import published
from lightwell.synthetic.unrest import strayed

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
    "cin_cwd_supervision": 92,
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

_ANCHORS = {"early_help_assessments_completed": (Month(2021, 8), 168.0), "step_downs_no_assessment": (Month(2022, 1), 5.0)}
"""Where the course of a series must pass before its first published month, lest a slope begin years too early."""

_WAY_BACK = 6
"""Months before a published one in which the children in care come back to their course."""

_REFERRALS = (range(38, 43), 1750.0)
"""The months from April to August 2021 and their referrals together, which the rates of the year to date imply."""


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


def targets(scale: float, seed: int, practice: Practice) -> Targets:
    """Build the aims of all months, for counts multiplied by `scale`; unpublished months stray from their course as the seed has it.

    What `practice` holds takes the place of what is published.
    """
    places = {str(each.month): each.index for each in history()}
    seen: dict[str, dict[int, float]] = {}
    for indicator, period, value in published():
        seen.setdefault(indicator, {})[places[period]] = value
    known = {indicator: dict(series) for indicator, series in seen.items()}
    for count, rate in _RATES.items():
        known[count] |= _behind_the_rate(known[count], known[rate])
    months, together, found = _from_year_to_date(known["assessments_rate_ytd"])
    known["assessments_completed"] = {**found, **known["assessments_completed"]}
    sums = {"assessments_completed": (months, together), "referrals": _REFERRALS}
    courses = {indicator: _course(indicator, series, sums.get(indicator)) for indicator, series in known.items()}
    lines = {
        indicator: _line(seed, indicator, course, (seen[indicator], known[indicator]), sums.get(indicator))
        for indicator, course in courses.items()
    }
    _reconcile(lines, courses, known)
    lines |= {f"usual {name}": courses[name] for name in ("assessments_completed", "referrals", "referrals_nfa")}
    return Targets(planted(practice, seed, lines), frozenset((name, index) for name, series in known.items() for index in series), scale)


def population(month: Month) -> int:
    """Give the number of children aged 0 to 17 that is in use in a month."""
    return [children for start, children, _ in POPULATIONS if start <= month][-1]


def _reconcile(
    lines: dict[str, tuple[float, ...]], courses: Mapping[str, tuple[float, ...]], known: Mapping[str, Mapping[int, float]]
) -> None:
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
    parts = [courses[name] for name in ("cin_plans_not_cwd", "cin_plans_cwd", "cp_plans", "cla", "care_leavers")]
    rest = [total - sum(part) for total, *part in zip(courses["open_to_service"], *parts, strict=True)]
    lines["cla"] = _children_in_care(lines, courses, known["cla"])
    ahead = [rest[index : index + 8] for index in range(len(rest))]
    lines["only_assessed"] = tuple(min(max(sum(each) / len(each), 330.0), 470.0) for each in ahead)


def _children_in_care(
    lines: Mapping[str, tuple[float, ...]], courses: Mapping[str, tuple[float, ...]], known: Mapping[int, float]
) -> tuple[float, ...]:
    """Let the children in care stray by those who come and those who leave, near a published month back to its course."""
    course, off, found = courses["cla"], 0.0, []
    for index, level in enumerate(course):
        ahead = next((after - index for after in sorted(known) if after >= index), _WAY_BACK)
        came, left = (lines[name][index] - courses[name][index] for name in ("cla_started", "cla_ceased_not_uasc"))
        off = (0.9 * off + came - left) * min(ahead / _WAY_BACK, 1.0)
        found.append(known.get(index, level + off))
    return tuple(found)


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


def _from_year_to_date(rates: Mapping[int, float]) -> tuple[range, float, dict[int, float]]:
    """Work out completions from the rates from April on: of the six months up to September 2021 together, and of each month after."""
    found: dict[int, float] = {}
    first, before = min(rates), 0.0
    for index, rate in sorted(rates.items()):
        month = history()[index].month
        before = 0.0 if month.number == 4 else before
        found[index] = (rate - before) * population(month) / 10_000
        before = rate
    return range(first - 5, first + 1), found.pop(first), found


Sum = tuple[range, float]
"""Months of which only the sum is known."""


def _factors(indicator: str) -> list[float]:
    return [_SEASON[each.month.number - 1] if indicator in _SEASONAL else 1.0 for each in history()]


def _course(indicator: str, series: Mapping[int, float], total: Sum | None) -> tuple[float, ...]:
    """Draw straight lines through the known months, without the season."""
    factors = _factors(indicator)
    points = {index: value / factors[index] for index, value in series.items()}
    if total:
        points = {index: total[1] / sum(factors[each] for each in total[0]) for index in total[0]} | points
    if indicator in _ANCHORS:
        month, value = _ANCHORS[indicator]
        points[next(each.index for each in history() if each.month == month)] = value
    points.setdefault(0, _START.get(indicator, points[min(points)]))
    points.setdefault(len(factors) - 1, _END.get(indicator, points[max(points)]))
    found = []
    places = sorted(points)
    for index in range(len(factors)):
        after = next(place for place in places if place >= index)
        before = max(place for place in places if place <= index)
        weight = 0.0 if after == before else (index - before) / (after - before)
        found.append(points[before] * (1 - weight) + points[after] * weight)
    return tuple(found)


def _line(
    seed: int, indicator: str, course: tuple[float, ...], given: tuple[Mapping[int, float], Mapping[int, float]], total: Sum | None
) -> tuple[float, ...]:
    """Let the unpublished months stray from the course, with the season in them; `given` are the published and all the known months."""
    factors = _factors(indicator)
    seen, known = given
    months = strayed(seed, indicator, course, {index: value / factors[index] for index, value in seen.items()})
    found = {index: value * factors[index] for index, value in enumerate(months)} | dict(known)
    if total:
        free = [index for index in total[0] if index not in known]
        share = (total[1] - sum(known.get(index, 0.0) for index in total[0])) / sum(found[index] for index in free)
        found |= {index: found[index] * share for index in free}
    return tuple(found[index] for index in range(len(course)))
