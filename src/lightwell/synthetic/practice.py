"""What is planted in the invented authority's practice: shares held at a level, and shifted from a month on.

So it is known when practice changed, by how much, and when it did not. A rise comes at once; a fall does where something is due every few
weeks (`FALLS_AT_ONCE`), and elsewhere by and by, since nobody who was supervised three weeks ago is overdue. What is held is the whole
authority: who is late is steered across all teams together, so a shift in one team alone cannot be planted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from lightwell.errors import Refused
from lightwell.periods import Month
from lightwell.synthetic.days import history

STEERED = (
    "assessments_45_working_days", "care_leaver_supervision", "cin_cwd_supervision", "cin_cwd_visit_agreed", "cin_supervision",
    "cla_supervision", "core_group_in_time", "cp_supervision", "cp_visit_10_working_days", "eh_supervision", "eh_visit_4_weeks",
    "re_referrals",
)  # fmt: skip
"""The shares that can be held: each is steered by itself in every month of the history, and hardly any other follows from it."""

FALLS_AT_ONCE = ("cin_cwd_visit_agreed", "core_group_in_time", "cp_visit_10_working_days", "eh_visit_4_weeks")
"""Those of them that can fall as quickly as they rise."""


@dataclass(frozen=True)
class Held:
    """One share held from `first` on at `level` percent with months that stray independently with a spread of `sigma` points.

    From `shifted` on, if there is such a month, it is held `shift` points higher (lower where that is negative).
    """

    indicator: str
    first: Month
    level: float
    sigma: float
    shifted: Month | None = None
    shift: float = 0.0

    def at(self, month: Month) -> float:
        """Give the level in a month."""
        return self.level + (self.shift if self.shifted is not None and month >= self.shifted else 0.0)


@dataclass(frozen=True)
class Practice:
    """What is planted; every indicator at most once."""

    held: tuple[Held, ...] = ()


def planted(practice: Practice, seed: int, lines: Mapping[str, tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
    """Put what is planted in place of the aims, published months included. The months stray alike with and without a shift.

    Raises `Refused` for an indicator that cannot be held, or is held twice.
    """
    found = dict(lines)
    names = [each.indicator for each in practice.held]
    wrong = sorted({name for name in names if name not in STEERED or names.count(name) > 1})
    if wrong:
        raise Refused(f"Cannot hold {', '.join(wrong)}: name each at most once, out of {', '.join(STEERED)}.")
    for each in practice.held:
        rng = Random(f"{seed} held {each.indicator}")  # noqa: S311 - invents figures, keeps no secret
        strays = [rng.gauss(0, each.sigma) for _ in history()]
        found[each.indicator] = tuple(
            min(max(each.at(month.month) + stray, 0.0), 100.0) if month.month >= each.first else was
            for month, stray, was in zip(history(), strays, lines[each.indicator], strict=True)
        )
    return found
