"""How findings, and where they stand, are said."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.timezone import localtime

from lightwell.errors import NotFound
from lightwell.periods import say_date
from lightwell.reports.burn_down import Standing
from lightwell.reports.finding_book import REMEDIES
from lightwell.results.finding_model import RECORDING, RULESETS, Finding, FindingSet, RuleState
from lightwell.results.findings import day_of

SEVERITIES = {"error": "Error", "query": "Query"}
"""What each severity is called."""

STATUSES = {
    "open": "Open",
    "new": "New",
    "still_open": "Still open",
    "first_checked": "First checked",
    "acknowledged": "Known problems",
    "mended": "Mended",
}
"""Which findings a list can show."""

STANDINGS: dict[Standing, str] = {
    "unknown": "Not known yet",
    "reached": "Target reached",
    "on_course": "On course",
    "behind": "Behind",
    "missed": "Target not reached",
}
"""How a campaign stands, in two words."""

TABS = {"ssda903": "SSDA903", "cin_census": "CIN census"}
"""Short names of the sets that are returns."""


def tab(of: FindingSet) -> str:
    """Name a set in few words, a return with its collection: `CIN census 2025-26`."""
    if of.ruleset == RECORDING:
        return RULESETS[RECORDING]
    return f"{TABS.get(of.ruleset, RULESETS[of.ruleset])} {of.snapshot.manifest.collection}".strip()


def stood_on(of: FindingSet) -> str:
    """Say which day the findings stand for."""
    verb = "loaded on" if of.snapshot.manifest.collection else "as known on"
    return f"{verb} {say_date(day_of(of.snapshot))}"


def since(of: FindingSet) -> str:
    """Say the day of the snapshot that a set is compared with; empty where there is none."""
    return say_date(day_of(of.before)) if of.before else ""


def named(rule: RuleState | Finding) -> str:
    """Name a rule: by its title, or the department's by their code."""
    return rule.title or rule.code


def counted(count: int, what: str, many: str = "") -> str:
    """Count in words: `1 finding`, `2 findings`."""
    return f"{count:,} {what if count == 1 else many or what + 's'}"


def day_of_moment(moment: datetime) -> date:
    """Give the day of a moment where the service is."""
    return localtime(moment).date()


def checked_status(status: str) -> str:
    """Give a status that there is; raises `NotFound` for another."""
    if status not in STATUSES:
        raise NotFound(f"A list shows findings that are {', '.join(STATUSES)}.")
    return status


__all__ = [
    "REMEDIES",
    "SEVERITIES",
    "STANDINGS",
    "STATUSES",
    "TABS",
    "checked_status",
    "counted",
    "day_of_moment",
    "named",
    "since",
    "stood_on",
    "tab",
]
