"""Who did what: the caseholder of a child on a day, and those who hold no cases."""

from __future__ import annotations

from bisect import bisect_right
from random import Random

from lightwell.synthetic.caseload import Caseload, Holding
from lightwell.synthetic.teams import RESTRUCTURE, TeamRecord, WorkerRecord
from lightwell.synthetic.world import Child


class Responsible:
    """Looks up workers: caseholders from the caseload, others from those in post on the day."""

    def __init__(self, rng: Random, load: Caseload, office: dict[str, list[WorkerRecord]]) -> None:
        self.rng, self.load = rng, load
        self._office = office
        self._starts = {number: [each.start for each in holdings] for number, holdings in load.of.items()}
        self._in_post: dict[tuple[str, int], list[WorkerRecord]] = {}

    def holding(self, child: Child, day: int) -> Holding | None:
        """Find who held the child's case on a day, or who took it first after it."""
        holdings = self.load.of.get(child.number)
        if not holdings:
            return None
        place = bisect_right(self._starts[child.number], day) - 1
        return holdings[max(place, 0)]

    def of(self, child: Child, day: int) -> tuple[str | None, str | None]:
        """Give the identifiers of the worker and the team that held the case on a day."""
        holding = self.holding(child, day)
        if holding is None:
            return None, None
        return holding.worker.id, self.team(holding, day)

    def last_of(self, child: Child, start: int, end: int | None) -> tuple[str | None, str | None]:
        """Give the worker and the team that hold a case, or held it last."""
        return self.of(child, max(start, end - 1) if end is not None else 10**6)

    def team(self, holding: Holding, day: int) -> str:
        """Give the code of the holding's team on a day."""
        return code_on(holding.worker.team, min(day, holding.end - 1) if holding.end is not None else max(day, holding.start))

    def family_team(self, child: Child, day: int) -> str:
        """Give a team of the child's locality that takes early help referrals."""
        teams = [each for each in self.load.force.teams if each.kind == "early_help" and each.locality == child.household.locality]
        teams = [each for each in teams if each.predecessor is None]
        return code_on(teams[child.number % len(teams)], day)

    def office(self, title: str, day: int) -> WorkerRecord:
        """Choose someone of a title who was in post on a day."""
        key = (title, day // 28)
        if key not in self._in_post:
            found = [each for each in self._office[title] if each.start <= day and (each.end is None or each.end > day + 28)]
            self._in_post[key] = found or self._office[title]
        people = self._in_post[key]
        return people[int(self.rng.random() * len(people))]

    def screening(self, day: int) -> tuple[str, str]:
        """Give a worker and the team at the front door."""
        worker = self.office("Screening Officer", day)
        return worker.id, worker.team.code

    def chair(self, child: Child, day: int) -> str:
        """Give the reviewing officer or conference chair of a child."""
        key = ("Independent Reviewing Officer", day // 28)
        self.office(key[0], day)
        people = self._in_post[key]
        return people[child.number % len(people)].id


def code_on(team: TeamRecord, day: int) -> str:
    """Give the code of a team on a day, which is its successor's from the restructure on."""
    return team.successor.code if team.successor and day >= RESTRUCTURE else team.code
