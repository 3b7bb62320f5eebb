"""What the pages of campaigns read: how each stands, and how much each team has mended since the start."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.reports.burn_down import TOGETHER, Course, courses
from lightwell.results.finding_model import FindingSet, RuleState, Tally
from lightwell.results.findings import burn_down, finding_sets, rule_states, tally
from lightwell.results.responsible import EVERYWHERE
from lightwell.store import snapshots
from lightwell.web.findings import seeing
from lightwell.web.findings.models import Campaign


@dataclass(frozen=True)
class TeamRow:
    """One team in a campaign: its course, with how many findings came and were mended since the start.

    `team` is its identifier, empty where it has no finding in either. A team that has changed its name since stands under both names.
    """

    team: str
    name: str
    course: Course
    new: int
    mended: int


@dataclass(frozen=True)
class CampaignPage:
    """A campaign as its page shows it; `together` is None where no rule of it ran in any snapshot, `of` where the set is gone."""

    campaign: Campaign
    of: FindingSet | None
    together: Course | None
    teams: tuple[TeamRow, ...]
    rules: tuple[RuleState, ...]
    new: int
    mended: int


def listed() -> tuple[tuple[Campaign, Course | None], ...]:
    """List every campaign, those that run first, with how it goes."""
    held = {of.ruleset: of for of in finding_sets(seeing.home())}
    found = Campaign.objects.select_related("begun_by", "closed_by")
    return tuple((each, next(iter(_courses(each, held.get(each.ruleset))), None)) for each in found)


def page_of(campaign: Campaign) -> CampaignPage:
    """Gather how a campaign goes, together and by team."""
    of = next((each for each in finding_sets(seeing.home()) if each.ruleset == campaign.ruleset), None)
    found = _courses(campaign, of)
    rules = tuple(rule for rule in rule_states(of) if rule.code in campaign.codes) if of else ()
    if of is None or not found:
        return CampaignPage(campaign, of, None, (), rules, 0, 0)
    moved = {each.name: each for each in _since_start(campaign, of)}
    teams = tuple(_row(course, moved.get(course.team)) for course in found if course.team != TOGETHER)
    return CampaignPage(
        campaign, of, found[0], teams, rules, sum(each.new for each in moved.values()), sum(each.mended for each in moved.values())
    )


def _courses(campaign: Campaign, of: FindingSet | None) -> tuple[Course, ...]:
    if of is None:
        return ()
    known = seeing.known_keys(campaign.ruleset)
    found = burn_down(seeing.home(), of, since=campaign.starts_on, codes=campaign.codes, acknowledged=known)
    if campaign.closed_at is not None:
        found = tuple(each for each in found if each.on <= campaign.closed_at.date()) or found[:1]
    return courses(found, starts_on=campaign.starts_on, target_on=campaign.target_on, target=campaign.target)


def _since_start(campaign: Campaign, of: FindingSet) -> tuple[Tally, ...]:
    """Hold the latest snapshot against the one of the start, so that what was mended and what came in between are told apart."""
    known = seeing.known_keys(campaign.ruleset)
    found = burn_down(seeing.home(), of, since=campaign.starts_on, codes=campaign.codes, acknowledged=known)
    first = next((each for each in snapshots(seeing.home()) if found and each.id == found[0].snapshot), None)
    if first is None or first.id == of.snapshot.id:
        return ()
    codes = "code in (select unnest(string_split(?, ' ')))"
    condition = seeing.only(EVERYWHERE, codes, " ".join(campaign.codes)) if campaign.codes else EVERYWHERE
    return tally(FindingSet(of.ruleset, of.snapshot, first), "team", within=condition, acknowledged=known)


def _row(course: Course, moved: Tally | None) -> TeamRow:
    return TeamRow(moved.key if moved else "", course.team, course, moved.new if moved else 0, moved.mended if moved else 0)
