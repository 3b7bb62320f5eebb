"""What the invented service sets for itself: its targets and whom it is compared with; and what it knows to have changed."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import resources
from typing import Any

from lightwell.periods import Month
from lightwell.plain_yaml import parse_yaml
from lightwell.synthetic.days import day_of
from lightwell.synthetic.teams import RESTRUCTURE
from lightwell.synthetic.visits import NEW_STANDARD


@dataclass(frozen=True)
class Change:
    """One change that the generator truly makes, as the service would enter it in its register of breaks.

    `kind` is one of the register's; no `indicators` are all of them; with `anew` what is expected is worked out anew from `month` on.
    """

    month: Month
    kind: str
    what: str
    indicators: tuple[str, ...] = ()
    anew: bool = False


CHANGES = (
    Change(
        Month(2022, 4),
        "definition",
        "Rates are worked out of the mid-2021 estimate of 49,500 children, the first from the census, in place of 50,600. "
        "They rise by 2 % for that alone.",
        (
            "assessments_rate", "assessments_rate_ytd", "cla_rate", "contacts_rate", "cp_plans_rate", "open_to_service_rate",
            "referrals_rate", "referrals_rate_ytd", "s47_rate",
        ),
    ),
    Change(
        Month.of(day_of(NEW_STANDARD)),
        "practice",
        "New visiting standard: children in need every three weeks and at the latest after six, children with a protection plan every "
        "four weeks, children in our care as often as agreed. Before, it was four weeks, twenty working days and six weeks.",
        (
            "cin_visit_3_weeks", "cin_visit_4_weeks", "cin_visit_6_weeks", "cla_visit_agreed", "cla_visit_statutory",
            "cp_visit_20_working_days", "cp_visit_4_weeks",
        ),
        anew=True,
    ),
    Change(
        Month.of(day_of(RESTRUCTURE)),
        "restructure",
        "Assessment teams became brief intervention teams, and a Family Hub and an Intensive Family team were formed in each locality. "
        "For the whole service the work is the same.",
    ),
)  # fmt: skip
"""Limits are set anew where the standard of the work itself changed. A restructure alone does not excuse a change in the whole service's
figures, and the new teams have a series of their own; another estimate of the population moves a rate by less than its noise."""


def service_settings() -> dict[str, Any]:
    """Give the `targets` of the invented service and whom it is compared with (`comparators`), as a settings file holds them."""
    text = (resources.files("lightwell.synthetic") / "service.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = parse_yaml(text)
    return content
