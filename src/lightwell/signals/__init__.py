"""Signal and noise: whether a series has changed, as far as its own spread lets one say. Pure arithmetic on series that it is given.

`judge` gives the verdict on a batch of series, with everything that a control chart draws. `funnel` compares places at one time.
`intervals` holds what chance alone does to a share or a count. The methods, their sources and how often they are wrong:
`docs/explanation/signal-and-noise.md`.
"""

from lightwell.signals.judge import judge
from lightwell.signals.model import (
    VERDICT_RULES,
    Better,
    Capability,
    Chart,
    Judged,
    Limits,
    Phase,
    Point,
    PointState,
    Policy,
    Range,
    Rule,
    Series,
    Unit,
    Verdict,
)

__all__ = [
    "VERDICT_RULES",
    "Better",
    "Capability",
    "Chart",
    "Judged",
    "Limits",
    "Phase",
    "Point",
    "PointState",
    "Policy",
    "Range",
    "Rule",
    "Series",
    "Unit",
    "Verdict",
    "judge",
]
