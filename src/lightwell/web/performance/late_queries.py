"""What the pages of late recording read: the months, the shortfall and its parts, how long records wait; as far as the person may see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied

from lightwell.definitions.model import Definition
from lightwell.errors import NotFound
from lightwell.reports.lag_table import STEP_WORDS, LagTable, kinds_behind, lag_table
from lightwell.reports.late import LatePage, late_page
from lightwell.reports.model import WHOLE, Place
from lightwell.reports.shortfall import BREAKDOWNS, Shortfall, shortfall, shortfalls
from lightwell.results.people import Named, names_of
from lightwell.results.recording import LagPart, RecordList, Step
from lightwell.results.recording_kinds import Kind
from lightwell.results.recording_lag import lag_records, steps_of
from lightwell.results.recording_split import why_not
from lightwell.store import open_snapshot
from lightwell.web.access.decisions import CHILD, Action, can, scope_of
from lightwell.web.access.models import Person
from lightwell.web.children.queries import names_in, theirs
from lightwell.web.choice import Choice, place_of
from lightwell.web.performance.sight import Sight

LISTED: dict[str, LagPart] = {"waiting": "waiting", "late": "late"}
"""The numbers of a lag that have a list, by the word in an address."""

_PART_WORDS = {"waiting": "still waiting", "late": "beyond the standard"}
_LAG_WAYS = {
    "authority": ("team", "worker", "service", "locality"),
    "service": ("team", "worker"),
    "locality": ("team", "worker"),
    "team": ("worker",),
}
_NO_COUNTS = "Who recorded late is for those who may see small counts; you see the figures as first known and as known now."


@dataclass(frozen=True)
class ShortfallView:
    """What the shortfall is made of as the person may see it: here, and at every part by `by`; `why_not` says why there is none."""

    here: Shortfall | None
    by: str
    ways: tuple[str, ...]
    parts: tuple[Shortfall, ...]
    why_not: str


@dataclass(frozen=True)
class LagView:
    """How long the records wait that an indicator rests on: a table for each kind, and how many workers are not the person's to see."""

    tables: tuple[LagTable, ...]
    by: str
    ways: tuple[str, ...]
    hidden: int


@dataclass(frozen=True)
class RecordLine:
    """One record of a list: the child, whether the child's page may be opened, who did it, and the days."""

    named: Named
    opens: bool
    worker: str
    team: str
    days: tuple[object, ...]
    working_days: object


@dataclass(frozen=True)
class RecordPage:
    """The records behind one number of a lag: those that the person may see, of `total`."""

    title: str
    words: str
    given: RecordList
    lines: tuple[RecordLine, ...]
    total: int
    hidden: str


def place_chosen(choice: Choice) -> Place:
    """Give the part of the service that the reader looks at."""
    return WHOLE if choice.whole else Place(choice.breakdown, choice.member, choice.part_name)


def months_known(choice: Choice, indicator: str, sight: Sight) -> LatePage | None:
    """Give the months as first known and as known now; None where no figure is known."""
    return late_page(choice.home, choice.snapshot, choice.month, indicator, place_chosen(choice), disclosed=sight.disclosed)


def shortfall_view(choice: Choice, definition: Definition, sight: Sight, by: str) -> ShortfallView:
    """Give what the shortfall is made of, here and by team or another part of the service below."""
    reason = why_not(choice.snapshot, definition.id)
    ways = tuple(way for way in BREAKDOWNS if way in definition.breakdowns and way in _below(choice)) if sight.parts else ()
    if reason:
        return ShortfallView(None, "", (), (), reason)
    by = by if by in ways else ways[0] if ways else ""
    here = shortfall(choice.home, choice.snapshot, choice.month, definition.id, place_chosen(choice))
    found = shortfalls(choice.home, choice.snapshot, choice.month, definition.id, by) if by else ()
    inside = tuple(each for each in found if _inside(choice, by, each.place.member))
    return ShortfallView(here, by, ways, inside, "")


def lag_view(choice: Choice, definition: Definition, sight: Sight, step: str, by: str) -> LagView:
    """Give how long the records that the indicator rests on wait, by team or another part; workers only those who may be seen."""
    ways = _LAG_WAYS.get(choice.breakdown, ()) if sight.parts else ()
    by = by if by in ways else ways[0] if ways else ""
    hidden: set[str] = set()
    shown = _shown(choice, sight, hidden) if by else _nobody
    kinds = kinds_behind(choice.snapshot, definition)
    tables = tuple(lag_table(choice.snapshot, choice.month, kind, step, by, place=place_chosen(choice), shown=shown) for kind in kinds)
    return LagView(tables, by, ways, len(hidden))


def _nobody(_by: str, _member: str) -> bool:
    return False


def _shown(choice: Choice, sight: Sight, hidden: set[str]) -> Callable[[str, str], bool]:
    """Give what says whether a member may stand in a table; those who are not the person's to see are put into `hidden`."""

    def shown(by: str, member: str) -> bool:
        if not _inside(choice, by, member):
            return False
        if not sight.may_see(by, member):
            hidden.add(member)
        return member not in hidden

    return shown


def _below(choice: Choice) -> tuple[str, ...]:
    return {"authority": BREAKDOWNS, "service": ("team",), "locality": ("team",)}.get(choice.breakdown, ())


def _inside(choice: Choice, by: str, member: str) -> bool:
    """Say whether a member lies in the part that the reader looks at: a worker by the team of the latest post."""
    return choice.whole or place_of(choice.snapshot, by, member).get(choice.breakdown) == choice.member


def require_counts(sight: Sight, choice: Choice) -> None:
    """Raise `PermissionDenied` for those who see no small counts, and for the figures of a worker who is not the person's to see."""
    if sight.disclosed or not sight.may_see(choice.breakdown, choice.member):
        raise PermissionDenied(_NO_COUNTS if sight.disclosed else "The figures of this worker are not yours to see.")


def record_page(person: Person, choice: Choice, definition: Definition, sight: Sight, asked: dict[str, str]) -> RecordPage:
    """List the records behind a number of a lag where the reader stands, of the children whom the person may see.

    `asked` holds the `kind`, the `step` and `of`, the number; without them those that wait, of the first kind and the whole way.
    A child is seen by those who are responsible today, and by those whose team was on the day of the record. Raises `PermissionDenied` for
    someone who may see no children or no small counts, and `NotFound` for a number that there is not.
    """
    require_counts(sight, choice)
    can(person, Action.SEE_CHILDREN).require()
    part = asked["of"] or "waiting"
    if part not in LISTED:
        raise NotFound(f"“{part[:40]}” is no list of records. The lists are {', '.join(LISTED)}.")
    kind, step = _asked_for(choice, definition, asked)
    given = lag_records(choice.snapshot, kind.id, step, choice.month, part=LISTED[part], breakdown=choice.breakdown, member=choice.member)
    rows = _seen(person, choice, given)
    return RecordPage(kind.name, _PART_WORDS[part], given, _lines(person, choice, rows), len(given.rows), _hidden(given, rows))


def _asked_for(choice: Choice, definition: Definition, asked: dict[str, str]) -> tuple[Kind, Step]:
    kinds = {kind.id: kind for kind in kinds_behind(choice.snapshot, definition)}
    if not kinds:
        raise NotFound(f"“{definition.title}” rests on no records of which the source says when they happened and when they were recorded.")
    kind = kinds.get(asked["kind"] or next(iter(kinds)))
    if kind is None:
        raise NotFound(f"“{definition.title}” does not rest on “{asked['kind'][:40]}”. What it rests on: {', '.join(kinds)}.")
    steps: dict[str, Step] = {each: each for each in STEP_WORDS if each in steps_of(choice.snapshot, kind)}
    step = steps.get(asked["step"] or next(iter(steps)))
    if step is None:
        raise NotFound(f"“{asked['step'][:40]}” is no step of {kind.name}. The steps are {', '.join(steps)}.")
    return kind, step


def _hidden(given: RecordList, rows: list[dict[str, object]]) -> str:
    if len(rows) == len(given.rows):
        return ""
    return f"You may see {len(rows):,} of the {len(given.rows):,}; the others are about children outside those whom you may see."


def _seen(person: Person, choice: Choice, given: RecordList) -> list[dict[str, object]]:
    rows = [dict(zip(given.columns, row, strict=True)) for row in given.rows]
    scope = scope_of(person, Action.SEE_CHILDREN)
    if scope.unlimited:
        return rows
    now = theirs(choice.snapshot, [str(row["child"]) for row in rows], scope)
    return [row for row in rows if row["child"] in now or scope.covers(_place(row))]


def _place(row: dict[str, object]) -> dict[str, str]:
    """Say where a record lies: not with whoever made it, who need not be responsible for the child."""
    return {CHILD: str(row["child"]), **{name: str(row[name]) for name in ("team", "service", "locality")}}


def _lines(person: Person, choice: Choice, rows: list[dict[str, object]]) -> tuple[RecordLine, ...]:
    keys = [str(row["child"]) for row in rows]
    people, names = names_of(choice.snapshot, keys), names_in(choice.snapshot)
    opens = theirs(open_snapshot(choice.home), keys, scope_of(person, Action.SEE_CHILDREN))
    return tuple(
        RecordLine(
            named=people[str(row["child"])],
            opens=row["child"] in opens,
            worker=names["worker"].get(str(row["worker"]), str(row["worker"])),
            team=names["team"].get(str(row["team"]), str(row["team"])),
            days=(row["happened_on"], row["recorded_on"], row["authorised_on"]),
            working_days=row["working_days"],
        )
        for row in rows
    )
