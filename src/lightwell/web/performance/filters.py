"""The choices over the performance table: which there are, and what was meant by one that a snapshot does not hold."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, QueryDict

from lightwell.errors import NotFound
from lightwell.periods import Month, months_between, say_date
from lightwell.reports.held import held_members
from lightwell.store import Snapshot, snapshots
from lightwell.web.choice import ORGANISATION, Choice, choice_of
from lightwell.web.performance.sight import Sight

MONTHS_OFFERED = 13

_GROUPS = {"service": "Services", "locality": "Localities", "team": "Teams"}


@dataclass(frozen=True)
class Group:
    """One group of a list of parts: its heading, and pairs of the part as the address writes it and its name."""

    heading: str
    options: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filters:
    """What can be chosen: pairs of a value and its words, newest first where they are dated."""

    months: tuple[tuple[str, str], ...]
    parts: tuple[Group, ...]
    known: tuple[tuple[str, str], ...]


def filters(choice: Choice, sight: Sight) -> Filters:
    """List what can be chosen from where the reader stands."""
    return Filters(_months(choice), _parts(choice, sight) if sight.parts else (), _known(choice))


def nearest_choice(request: HttpRequest) -> tuple[Choice, str]:
    """Read the choice, and where the snapshot does not hold the month or the part asked for, the nearest that it holds, and say so.

    Two fields of one form can ask for what no snapshot holds together: that is no mistake of the reader's. What is misspelt still is one.
    """
    try:
        return choice_of(request), ""
    except NotFound as error:
        asked = request.GET
        for left_out in (("month",), ("part",), ("month", "part")):
            found = _without(request, asked, left_out)
            if found is not None and _meant(asked, left_out):
                return found, f"{error} {found.month.name}, {found.part_name[:1].lower()}{found.part_name[1:]}, is shown."
        raise


def _without(request: HttpRequest, asked: QueryDict, names: tuple[str, ...]) -> Choice | None:
    fewer = asked.copy()
    for name in names:
        fewer.pop(name, None)
    request.GET = fewer  # type: ignore[assignment]  # the same kind of thing, which a form can be read from
    try:
        return choice_of(request)
    except NotFound:
        return None
    finally:
        request.GET = asked  # type: ignore[assignment]  # as it came


def _meant(asked: QueryDict, names: tuple[str, ...]) -> bool:
    """Say whether what is left out was written as a month or a part is written, and a snapshot was named that may not hold it."""
    if not asked.get("known"):
        return False
    try:
        Month.parse(asked.get("month") or "2000-01")
    except ValueError:
        return False
    kind, _, member = (asked.get("part") or "team:T1").partition(":")
    return kind in ORGANISATION and member.replace("-", "").replace(" ", "").isalnum()


def _months(choice: Choice) -> tuple[tuple[str, str], ...]:
    first, last = choice.snapshot.manifest.first_month, choice.snapshot.manifest.last_month
    if first is None or last is None:
        return ()
    offered = months_between(max(first, last.plus(1 - MONTHS_OFFERED)), last)
    if choice.month not in offered:
        offered = [choice.month, *offered]
    return tuple((str(month), month.name) for month in reversed(offered))


def _parts(choice: Choice, sight: Sight) -> tuple[Group, ...]:
    groups = []
    own = tuple((f"{part.breakdown}:{part.member}", part.name) for part in sight.own_parts)
    if own:
        groups.append(Group("Yours", own))
    for breakdown, heading in _GROUPS.items():
        members = held_members(choice.snapshot, breakdown)
        named = tuple((f"{breakdown}:{member}", name) for member, name in members.items())
        if named:
            groups.append(Group(heading, named))
    if choice.breakdown == "worker" and (choice.part, choice.part_name) not in own:
        groups.append(Group("Worker", ((choice.part, choice.part_name),)))
    return tuple(groups)


def _known(choice: Choice) -> tuple[tuple[str, str], ...]:
    """List the snapshots by their day; where a day has several, with what tells them apart."""
    found = snapshots(choice.home)
    days = [each.manifest.as_at for each in found]
    return tuple((each.id, _day(each, alone=days.count(each.manifest.as_at) == 1)) for each in reversed(found))


def _day(snapshot: Snapshot, *, alone: bool) -> str:
    day = say_date(snapshot.manifest.as_at)
    return day if alone else f"{day} ({snapshot.id[-8:]})"
