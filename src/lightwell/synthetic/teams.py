"""The teams of the invented authority, the restructure of September 2023, and the people who work in them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lightwell.periods import Month
from lightwell.synthetic.days import day_number, history
from lightwell.synthetic.names import FAMILY, GIVEN
from lightwell.synthetic.world import LOCALITIES, World

RESTRUCTURE = day_number(Month(2023, 9).start)
"""The day on which assessment teams became brief intervention teams, and some localities' teams were formed anew."""

Group = tuple[str, int]
"""Teams that share the same children: the kind of team and the locality, -1 for the whole city."""

_SERVICES = {
    "front_door": "Front Door and Assessment",
    "assessment": "Front Door and Assessment",
    "early_help": "Family Help",
    "safeguarding": "Family Safeguarding",
    "disabilities": "Children with Disabilities",
    "young_people": "Young People's Service",
    "care": "Care and Leaving Care",
    "leaving_care": "Care and Leaving Care",
    "other": "Quality and Resources",
}

_CITY_TEAMS = (
    ("front_door", ("Contact and Screening", "Emergency Duty")),
    ("disabilities", ("Disabilities A", "Disabilities B")),
    ("young_people", ("Young People One", "Young People Two")),
    ("care", ("Children in Care 1", "Children in Care 2", "Children in Care 3", "Children in Care 4")),
    ("leaving_care", ("Leaving Care North Quay", "Leaving Care South Quay")),
    ("other", ("Independent Reviewing", "Fostering", "Adoption", "Family Time")),
)


@dataclass(slots=True, eq=False)
class TeamRecord:
    """One team and the days between which it exists."""

    code: str
    name: str
    kind: str
    locality: int
    start: int
    end: int | None = None
    predecessor: TeamRecord | None = None
    successor: TeamRecord | None = None

    @property
    def service(self) -> str:
        """The service that the team belongs to."""
        return _SERVICES[self.kind]


@dataclass(slots=True, eq=False)
class WorkerRecord:
    """One person who works for the service; `cap` is the number of children meant for them this month."""

    number: int
    name: str
    group: Group
    team: TeamRecord
    qualified: bool
    fte: float
    title: str
    agency: bool
    start: int
    end: int | None = None
    asye: int | None = None
    heavy: bool = False
    factor: float = 1.0
    cap: float = 0.0
    load: int = 0

    @property
    def id(self) -> str:
        """The worker's identifier in the invented case system."""
        return f"W{1000 + self.number}"


@dataclass(slots=True, eq=False)
class Workforce:
    """All teams and workers; `current` holds those in post, by group."""

    teams: list[TeamRecord] = field(default_factory=list)
    workers: list[WorkerRecord] = field(default_factory=list)
    current: dict[Group, list[WorkerRecord]] = field(default_factory=dict)

    def team_on(self, team: TeamRecord, day: int) -> TeamRecord:
        """Give the team, or the one that followed it if it had closed by the day."""
        return team.successor if team.successor and day >= RESTRUCTURE else team


def make_teams() -> list[TeamRecord]:
    """Make the 40 teams of before the restructure and the 12 that replaced some of them."""
    start = day_number(Month(2012, 4).start)
    teams: list[TeamRecord] = []

    def add(kind: str, name: str, locality: int) -> TeamRecord:
        team = TeamRecord(f"T{len(teams) + 1:02d}", f"{name} Team", kind, locality, start)
        teams.append(team)
        return team

    for kind, names in _CITY_TEAMS:
        for name in names:
            add(kind, name, -1)
    replaced: list[tuple[TeamRecord, str]] = []
    for locality, place in enumerate(LOCALITIES):
        replaced += [
            (add("assessment", f"{place} Assessment {number}", locality), f"{place} Brief Intervention {number}") for number in (1, 2)
        ]
        families = [add("early_help", f"{place} Families {number}", locality) for number in (1, 2, 3)]
        safeguarding = [add("safeguarding", f"{place} Safeguarding {number}", locality) for number in (1, 2, 3)]
        replaced += [(families[2], f"{place} Family Hub"), (safeguarding[2], f"{place} Intensive Family")]
    for old, name in replaced:
        new = add(old.kind, name, old.locality)
        new.start, old.end, new.predecessor, old.successor = RESTRUCTURE, RESTRUCTURE - 1, old, new
    return teams


_TITLES = {
    "early_help": "Family Engagement Worker",
    "leaving_care": "Personal Adviser",
    "front_door": "Screening Officer",
    "other": "Independent Reviewing Officer",
}


def hire(
    world: World, force: Workforce, group: Group, day: int, *, qualified: bool, title: str = "", team: TeamRecord | None = None
) -> WorkerRecord:
    """Take on one worker in a group, in its smallest team."""
    rng = world.rng
    choices = [each for each in force.teams if (each.kind, each.locality) == group and each.predecessor is None]
    staffed = Counter(worker.team.code for worker in force.current.get(group, []))
    place = team or min(choices, key=lambda each: staffed[each.code])
    asye = qualified and group[0] in ("assessment", "safeguarding", "care") and rng.random() < 0.25
    number = len(force.workers)
    worker = WorkerRecord(
        number, NAMES[number * 1_009 % len(NAMES)], group, place, qualified,
        world.weighted(((1.0, 80), (0.8, 10), (0.6, 7), (0.5, 3))),
        title or ("Social Worker" if qualified else _TITLES.get(group[0], "Family Support Worker")),
        qualified and rng.random() < 0.18, day, asye=day if asye else None, factor=0.75 if asye else 0.85 + rng.random() * 0.35,
    )  # fmt: skip
    force.workers.append(worker)
    force.current.setdefault(group, []).append(worker)
    return worker


def dismiss(force: Workforce, worker: WorkerRecord, day: int) -> None:
    """Let a worker leave after a day."""
    worker.end = max(day, worker.start)
    force.current[worker.group].remove(worker)


def _names() -> tuple[str, ...]:
    given = [*GIVEN["1"], *GIVEN["2"]]
    return tuple(f"{given[(place * 37) % len(given)]} {FAMILY[(place * 101) % len(FAMILY)]}" for place in range(5_000))


NAMES = _names()
"""Names for workers, no two the same."""

_OFFICE = (
    ("front_door", -1, 24, "Screening Officer", False, "Contact and Screening Team"),
    ("other", -1, 14, "Independent Reviewing Officer", True, "Independent Reviewing Team"),
    ("other", -1, 32, "Supervising Social Worker", True, "Fostering Team"),
    ("other", -1, 10, "Supervising Social Worker", True, "Adoption Team"),
    ("other", -1, 20, "Family Time Worker", False, "Family Time Team"),
    ("safeguarding", 0, 12, "Family Support Worker", False, ""),
    ("safeguarding", 1, 12, "Family Support Worker", False, ""),
    ("safeguarding", 2, 12, "Family Support Worker", False, ""),
)
"""People who hold no cases: kind of team, locality, number, title, whether they are qualified, and their team where it is one."""


def staff_office(world: World, force: Workforce) -> dict[str, list[WorkerRecord]]:
    """Take on those who hold no cases, by title: managers, screening and reviewing officers, fostering workers.

    Some are replaced over the years.
    """
    months = history()
    found: dict[str, list[WorkerRecord]] = {}
    named = {team.name: team for team in force.teams}
    jobs = [
        (kind, locality, title, qualified, named.get(name))
        for kind, locality, number, title, qualified, name in _OFFICE
        for _ in range(number)
    ]
    jobs_by_team = [(each.kind, each.locality, "Team Manager", True, each) for each in force.teams if each.predecessor is None]
    deputies = [(kind, locality, "Assistant Team Manager", True, team) for kind, locality, _, _, team in jobs_by_team if kind != "other"]
    for kind, locality, title, qualified, team in [*jobs, *jobs_by_team, *deputies]:
        day = months[0].first - world.rng.randrange(30, 2_000)
        while day <= months[-1].last:
            worker = hire(
                world, force, (f"{kind} office", locality) if team else (kind, locality), day, qualified=qualified, title=title, team=team
            )
            found.setdefault(title, []).append(worker)
            leaving = max(day, months[0].first) + int(world.rng.expovariate(1 / 2_600)) + 60
            if leaving > months[-1].last:
                break
            dismiss(force, worker, leaving)
            day = leaving + world.rng.randrange(1, 40)
    return found
