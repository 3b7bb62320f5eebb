"""How near the invented authority comes to the published figures: comparisons, and the report made of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

from lightwell.periods import Month
from lightwell.synthetic.published import published

Measure = Literal["count", "rate", "percent", "mean"]

COUNT_TOLERANCE = 0.10
RATE_TOLERANCE = 0.10
PERCENT_TOLERANCE = 5.0
MEAN_TOLERANCE = 0.07
SMALL_COUNT = 100
"""Counts above this are held to a share of the count, those up to it to sampling noise."""

_MEANS = ("caseload_primary_per_fte", "caseload_qualified_sw_per_fte", "caseload_20_plus_per_fte", "caseload_top_40")
_PERCENTS = (
    "assessment_supervision", "assessments_45_working_days", "care_leaver_supervision", "cin_cwd_supervision", "cin_cwd_visit_agreed",
    "cin_review_12_weeks", "cin_supervision", "cin_visit_3_weeks", "cin_visit_4_weeks", "cin_visit_6_weeks", "cla_12m_same_worker_6m",
    "cla_3_plus_placements", "cla_ifa_share", "cla_in_house_fostering_share", "cla_residential_independent_share", "cla_supervision",
    "cla_unregulated_share", "cla_visit_agreed", "cla_visit_statutory", "core_group_in_time", "cp_supervision", "cp_visit_10_working_days",
    "cp_visit_20_working_days", "cp_visit_4_weeks", "eh_supervision", "eh_visit_4_weeks", "health_assessments_up_to_date",
    "iha_20_working_days", "open_6m_2_plus_workers", "re_referrals", "referrals_nfa", "s47_to_icpc", "second_or_more_cp_plan",
    "strategy_to_s47",
)  # fmt: skip


@dataclass(frozen=True)
class Comparison:
    """One published figure beside ours. `within` says whether ours is as near as was asked.

    A percentage is judged over all months of its indicator, by the mean absolute difference; anything else by itself. `ours` is None where
    no value was given.
    """

    indicator: str
    period: str
    measure: Measure
    ours: float | None
    published: float
    within: bool

    @property
    def difference(self) -> float | None:
        """Ours less the published figure."""
        return None if self.ours is None else self.ours - self.published


def measure_of(indicator: str) -> Measure:
    """Say what kind of figure an indicator gives."""
    if indicator in _MEANS:
        return "mean"
    if indicator in _PERCENTS:
        return "percent"
    return "rate" if indicator.endswith(("_rate", "_rate_ytd")) else "count"


def compare(values: Mapping[tuple[str, str], float]) -> list[Comparison]:
    """Put values, by indicator and month written `2024-01`, beside the published ones, in the order of these.

    Published months before the first month of the values are left out.
    """
    found: list[Comparison] = []
    first = min((period for _, period in values), default="")
    rows = [row for row in published() if row[1] >= first]
    for indicator in dict.fromkeys(row[0] for row in rows):
        months = [(period, value) for name, period, value in rows if name == indicator]
        measure = measure_of(indicator)
        ours = [values.get((indicator, period)) for period, _ in months]
        near = _near_on_average([(mine, value) for mine, (_, value) in zip(ours, months, strict=True)])
        for mine, (period, value) in zip(ours, months, strict=True):
            within = mine is not None and (near if measure == "percent" else _near(measure, mine, value))
            found.append(Comparison(indicator, period, measure, mine, value, within))
    return found


def _near(measure: Measure, ours: float, theirs: float) -> bool:
    if measure == "mean":
        return abs(ours - theirs) <= MEAN_TOLERANCE * theirs
    if measure == "rate":
        return abs(ours - theirs) <= RATE_TOLERANCE * theirs
    if theirs > SMALL_COUNT:
        return abs(ours - theirs) <= COUNT_TOLERANCE * theirs
    return abs(ours - theirs) <= 2.5 * sqrt(theirs) + 2


def _near_on_average(pairs: Sequence[tuple[float | None, float]]) -> bool:
    known = [abs(ours - theirs) for ours, theirs in pairs if ours is not None]
    return bool(known) and sum(known) / len(known) <= PERCENT_TOLERANCE


def report(comparisons: Iterable[Comparison]) -> str:
    """Write the comparison as Markdown: a summary, then ours beside the published figures month by month for each indicator."""
    by_indicator: dict[str, list[Comparison]] = {}
    for each in comparisons:
        by_indicator.setdefault(each.indicator, []).append(each)
    lines = [*_INTRODUCTION, "", *_summary(by_indicator), ""]
    for indicator, rows in by_indicator.items():
        lines += _section(indicator, rows)
    return "\n".join(lines).rstrip() + "\n"


_INTRODUCTION = """# How the invented authority was calibrated

The demonstration shows an invented authority. Its children, workers and places are made up, but how much happens in each month follows
the figures that Southampton City Council published in its performance packs of 2022 and 2024 (public council papers). This page is
generated: it puts the figures of the invented authority, worked out by Lightwell from its latest extract (31 January 2024), beside the
published ones.

What was asked: counts over 100 within 10 %, smaller ones within sampling noise (2.5 times the square root, and 2); rates within 10 %;
percentages within 5 points on average over the months; means within 7 %.

How it is done: the simulation steers. In every month the published numbers say how many children start and end in each status, and how
many of them are visited, reviewed or supervised in time; which children, and on which days, is chance. The months before the published
ones follow straight lines about which they stray from month to month as far as the published months of the same indicator do; the
unpublished months of 2022 are worked back from the rates for twelve months where there are some.

Where the published figures cannot all hold: assessments, referrals and the children open to the service do not agree with each other
(more were assessed than referred in 2022, fewer in late 2023), so the number open to the service is a little under the published one in
early 2023 and over it at the end. Visits and supervisions of the last month are a few points low because some are recorded after the
extract was taken; the months before have caught up.""".splitlines()


def _summary(by_indicator: Mapping[str, list[Comparison]]) -> list[str]:
    lines = ["| Indicator | Months | Mean difference | Largest difference | As near as asked |", "|---|---:|---:|---:|---|"]
    for indicator, rows in by_indicator.items():
        gaps = [abs(each.difference) for each in rows if each.difference is not None]
        relative = rows[0].measure != "percent"
        scale = [100 / each.published if relative and each.published else 1.0 for each in rows if each.difference is not None]
        parts = [gap * factor for gap, factor in zip(gaps, scale, strict=True)]
        unit = " %" if relative else " points"
        mean, most = (f"{sum(parts) / len(parts):.1f}{unit}", f"{max(parts):.1f}{unit}") if parts else ("no value", "no value")
        apart = sum(1 for each in rows if not each.within)
        lines.append(f"| `{indicator}` | {len(rows)} | {mean} | {most} | {'yes' if not apart else f'not in {apart} of {len(rows)}'} |")
    return lines


def _section(indicator: str, rows: Sequence[Comparison]) -> list[str]:
    digits = 2 if rows[0].measure == "mean" else 0
    heading = " | ".join(Month.parse(each.period).short for each in rows)
    ours = " | ".join("" if each.ours is None else f"{each.ours:.{digits}f}" for each in rows)
    theirs = " | ".join(f"{each.published:.{digits}f}" for each in rows)
    return [
        f"## `{indicator}`",
        "",
        f"| | {heading} |",
        "|---|" + "---:|" * len(rows),
        f"| Invented | {ours} |",
        f"| Published | {theirs} |",
        "",
    ]
