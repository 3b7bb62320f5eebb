"""What goes into a judgement of signal and noise, and what comes out: frozen, and knowing nothing of indicators or snapshots."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal

from lightwell.periods import Month

Unit = Literal["count", "percent", "per_10_000", "mean"]
Better = Literal["higher", "lower", "neither"]


class Chart(StrEnum):
    """The kinds of chart. `charts.py` says which series gets which, and why."""

    XMR = "XmR"
    P_PRIME = "P′"
    U_PRIME = "U′"
    EXACT = "exact limits"
    CARRIED = "XmR, each month against the last"
    STOCK = "XmR of the change from month to month"
    NONE = "none"


class Rule(StrEnum):
    """What a point can be marked for. Only `FAR` and `TOGETHER` raise a verdict (`VERDICT_RULES`); the others are marks on the chart.

    The four standard rules together give a false alarm about every seven years of stable months (`bench/signals.py` prints the table).
    """

    OUTSIDE = "outside the limits"
    TWO_OF_THREE = "two of three near a limit"
    EIGHT = "eight on one side"
    SIX = "six rising or falling"
    FAR = "far outside the limits"
    TOGETHER = "several months together"


VERDICT_RULES = (Rule.FAR, Rule.TOGETHER)


class Verdict(StrEnum):
    """What may be said of a series today. `direction` of `Judged` turns it into a direction of travel."""

    IMPROVING = "improving"
    WORSENING = "worsening"
    HIGHER = "higher"
    LOWER = "lower"
    MIXED = "mixed"
    BETTER_ONCE = "better_once"
    WORSE_ONCE = "worse_once"
    HIGHER_ONCE = "higher_once"
    LOWER_ONCE = "lower_once"
    NO_CHANGE = "no_change"
    TOO_FEW = "too_few"
    COUNTS_ONLY = "counts_only"
    NO_DATA = "no_data"


class Capability(StrEnum):
    """Whether the process as it is can meet its target."""

    NO_TARGET = "no_target"
    NOT_KNOWN = "not_known"
    NEVER = "never"
    SOMETIMES = "sometimes"
    ALWAYS = "always"


class PointState(StrEnum):
    """Whether a point was judged, and if not why. A point that is not judged breaks no rule."""

    BASELINE = "baseline"
    JUDGED = "judged"
    PROVISIONAL = "provisional"
    COUNTS_ONLY = "counts_only"
    MISSING = "missing"
    TOO_FEW = "too_few"


@dataclass(frozen=True)
class Phase:
    """A new process from a month on: the limits are worked out anew from there, and from there only. From the register of breaks.

    `why` and `said_by` (a post, never a person's name) go into the chart; `title` is the kind of break in a few words.
    """

    month: Month
    why: str = ""
    said_by: str = ""
    title: str = ""


@dataclass(frozen=True)
class Range:
    """Where a provisional month is expected to settle, from a nowcast, in the unit of the values."""

    estimate: float
    low: float
    high: float


@dataclass(frozen=True)
class Policy:
    """What the service has settled about charts. The defaults are those whose false alarms and power were measured.

    `least_denominator`: a share of fewer gets its counts and no percentage, arrow or colour. `baseline`: as many points of a phase fix
    its limits; `least_points`: with fewer there is no verdict. `recent`: a single month outside is told in the verdict for so many points.
    `moving_range`: whether the spread comes from the mean or from the median moving range, which single wild months do not widen.
    """

    least_denominator: float = 6
    baseline: int = 24
    least_points: int = 12
    recent: int = 12
    moving_range: Literal["mean", "median"] = "mean"


@dataclass(frozen=True)
class Series:
    """One indicator at one place. Points stand in the order of time, no two windows overlapping, with None where nothing is known.

    `values` are as printed: a share from 0 to 100, a rate per 10,000. `numerators` and `denominators` are whole counts for a share; count
    and population for a rate; a count has no denominators. All four tuples are equally long; `denominators` may be empty for a count,
    `numerators` too where only values were published. `at_month_end` says that the children of one point are mostly those of the point
    before (a roll call), `stock` that it counts how many there are of them (children in care). `key` is the caller's own and comes back.
    `settling` maps a provisional month to where a nowcast has it settle (None: not known): such a month is shown and never judged.
    `decimals` is how many the values are printed with.
    """

    key: str
    unit: Unit
    months: tuple[Month, ...]
    values: tuple[float | None, ...]
    numerators: tuple[float | None, ...] = ()
    denominators: tuple[float | None, ...] = ()
    better: Better = "neither"
    target: float | None = None
    at_month_end: bool = False
    phases: tuple[Phase, ...] = ()
    settling: tuple[tuple[Month, Range | None], ...] = ()
    decimals: int = 0

    @property
    def stock(self) -> bool:
        """Whether it is a number of children at month ends, most of whom were there a month before."""
        return self.at_month_end and self.unit in ("count", "per_10_000")


@dataclass(frozen=True)
class Point:
    """One month of a judged series.

    `centre`, `lower` and `upper` are what was expected of it (three sigma either side, no lower than 0, for a share no higher than 100);
    None where there were too few points. `score` is its distance from the centre in sigmas, `zone` the same as a band: 0 within one sigma,
    1 to two, 2 to three, 3 outside, negative below. `phase` counts from 0. `settling` is where the month may settle.
    """

    month: Month
    value: float | None
    numerator: float | None
    denominator: float | None
    state: PointState
    centre: float | None
    lower: float | None
    upper: float | None
    score: float | None
    zone: int
    phase: int
    rules: tuple[Rule, ...]
    settling: Range | None = None


@dataclass(frozen=True)
class Limits:
    """The fixed limits of one phase: what they rest on and whether they may still move.

    `first`, `last` and `points` are the months that they rest on; `low` and `high` the limits of the last of those. `sigma` is the spread
    from month to month in the unit of the values (nan where limits are exact), `dispersion` how much wider than chance alone (sigma z of P′
    and U′, 1 for the others), `carry` how much of a month's distance from the centre carries over into the next (0 where months are
    unrelated, 1 for a stock).
    """

    first: Month
    last: Month
    points: int
    provisional: bool
    centre: float
    low: float
    high: float
    sigma: float
    dispersion: float
    carry: float
    phase: Phase | None = None


@dataclass(frozen=True)
class Judged:
    """What may be said of a series: the chart, the verdict and the months it rests on, and the target, each with its sentence.

    `since` is the estimated month of the change, `months` those that the verdict rests on. `why` says which chart was chosen and why, and
    `notes` what a reader of the chart must know (limits still provisional, months not judged). `limits` has one entry for each phase that
    has enough points. `low` and `high` are what current practice gives: the limits about the mean since the last change that still holds.
    """

    key: str
    chart: Chart
    why: str
    verdict: Verdict
    since: Month | None
    months: tuple[Month, ...]
    sentence: str
    capability: Capability
    capability_sentence: str
    low: float | None
    high: float | None
    limits: tuple[Limits, ...]
    notes: tuple[str, ...]
    columns: Columns = field(repr=False)

    @property
    def points(self) -> tuple[Point, ...]:
        """Every month with what was expected of it, made when asked for: a chart needs them, a table of verdicts does not."""
        return self.columns.points()

    @property
    def direction(self) -> Direction:
        """The direction of travel: a single unusual month is none."""
        return _DIRECTIONS.get(self.verdict, "no_change")


Direction = Literal["improving", "worsening", "higher", "lower", "no_change", "mixed", "too_few", "counts_only", "no_data"]
_DIRECTIONS: dict[Verdict, Direction] = {
    Verdict.IMPROVING: "improving",
    Verdict.WORSENING: "worsening",
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.MIXED: "mixed",
    Verdict.TOO_FEW: "too_few",
    Verdict.COUNTS_ONLY: "counts_only",
    Verdict.NO_DATA: "no_data",
}


@dataclass(frozen=True)
class Columns:
    """The points of one judged series by column, as the batch left them; nan is a blank. `rules` has a bit for each `Rule`, in order."""

    series: Series
    state: tuple[PointState, ...]
    centre: tuple[float, ...]
    lower: tuple[float, ...]
    upper: tuple[float, ...]
    score: tuple[float, ...]
    phase: tuple[int, ...]
    rules: tuple[int, ...]

    def points(self) -> tuple[Point, ...]:
        """Give one `Point` for each month of the series."""
        return tuple(self._point(at) for at in range(len(self.series.months)))

    def _point(self, at: int) -> Point:
        one, score, settling = self.series, _blank(self.score[at]), dict(self.series.settling)
        zone = 0 if score is None else min(int(abs(score)), 3) * (1 if score > 0 else -1)
        return Point(
            month=one.months[at],
            value=one.values[at],
            numerator=one.numerators[at] if one.numerators else None,
            denominator=one.denominators[at] if one.denominators else None,
            state=self.state[at],
            centre=_blank(self.centre[at]),
            lower=_blank(self.lower[at]),
            upper=_blank(self.upper[at]),
            score=score,
            zone=zone,
            phase=self.phase[at],
            rules=tuple(rule for bit, rule in enumerate(Rule) if self.rules[at] >> bit & 1),
            settling=settling.get(one.months[at]),
        )


def _blank(number: float) -> float | None:
    return None if number != number else number
