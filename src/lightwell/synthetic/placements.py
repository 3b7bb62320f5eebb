"""Where children in care live: placements, and the moves between them that keep each kind at the number aimed at."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from lightwell.synthetic.days import MonthDays, history
from lightwell.synthetic.world import CarePeriod, World

Choices = tuple[tuple[str, float], ...]


@dataclass(frozen=True)
class Setting:
    """A kind of placement as the pack counts it: types, providers, registration, and the ages that it suits."""

    name: str
    kinds: Choices
    providers: Choices
    registration: str
    youngest: float = 0.0
    oldest: float = 18.0


CONNECTED = Setting("connected", (("U3", 55), ("U1", 40), ("U2", 5)), (("PR1", 1),), "registered", 0, 16.5)
IN_HOUSE = Setting("in_house", (("U4", 44), ("U6", 53), ("U5", 3)), (("PR1", 1),), "registered")
AGENCY = Setting("agency", (("U4", 55), ("U6", 45)), (("PR4", 82), ("PR5", 18)), "registered")
PARENTS = Setting("parents", (("P1", 1),), (("PR0", 1),), "not_required")
ADOPTIVE = Setting("adoptive", (("A6", 72), ("A5", 22), ("A4", 4), ("A3", 2)), (("PR1", 80), ("PR5", 20)), "not_required", 0, 7.0)
PRIVATE_HOME = Setting(
    "private_home", (("K2", 88), ("S1", 5), ("R1", 4), ("K1", 2), ("R3", 1)), (("PR4", 86), ("PR5", 14)), "registered", 8.5
)
OWN_HOME = Setting("own_home", (("K2", 85), ("R3", 8), ("K1", 7)), (("PR1", 85), ("PR3", 15)), "registered", 8.5)
SEMI = Setting("semi", (("H5", 1),), (("PR4", 78), ("PR5", 22)), "unregulated", 15.8)
INDEPENDENT = Setting("independent", (("P2", 1),), (("PR4", 70), ("PR5", 30)), "unregulated", 15.9)
OTHER = Setting("other", (("U4", 55), ("U6", 20), ("Z1", 15), ("R2", 10)), (("PR2", 1),), "registered")

SETTINGS = (ADOPTIVE, SEMI, INDEPENDENT, PRIVATE_HOME, OWN_HOME, CONNECTED, PARENTS, AGENCY, IN_HOUSE, OTHER)

_REASONS: Choices = (
    ("CARPL", 44), ("LAREQ", 12), ("CREQB", 15), ("CREQO", 10), ("CHILD", 8), ("STAND", 4), ("ALLEG", 2), ("CLOSE", 2), ("OTHER", 3)
)  # fmt: skip


@dataclass(slots=True, eq=False)
class PlacementSpan:
    """One placement of one child."""

    care: CarePeriod
    start: int
    setting: Setting
    kind: str
    provider: str
    same_carer: bool = False
    end: int | None = None
    reason: str = ""
    registration: str = ""


@dataclass(slots=True, eq=False)
class Homes:
    """All placements so far, those of each open period of care, and where each child is now."""

    all: list[PlacementSpan] = field(default_factory=list)
    of: dict[int, list[PlacementSpan]] = field(default_factory=dict)


def place_children(world: World) -> Homes:
    """Place every child in care for all months."""
    homes = Homes()
    by_start: dict[int, list[CarePeriod]] = {}
    for span in world.cares:
        by_start.setdefault(max(span.start, history()[0].first), []).append(span)
    living: list[CarePeriod] = []
    for month in history():
        new = [span for day in range(month.first, month.last + 1) for span in by_start.get(day, ())]
        wanted = _wanted(world, month)
        living = _close_ended(homes, living, month)
        held = Counter(homes.of[id(span)][-1].setting.name for span in living)
        for span in new:
            _first_placement(world, homes, span, wanted, held)
        gone = [span for span in new if span.end is not None and span.end <= month.last]
        for span in gone:
            _close(homes.of[id(span)][-1], span.end or month.last, "")
        living += [span for span in new if span not in gone]
        _move_all(world, homes, living, month, wanted)
    for span in living:
        if span.end is not None:
            _close(homes.of[id(span)][-1], span.end, "")
    return homes


def _wanted(world: World, month: MonthDays) -> dict[str, int]:
    """Work out how many children live in each setting at month end, so that the overlapping published counts all hold."""
    aim, k = world.targets, month.index
    fit = min(aim.level("cla", k) / aim.level("cla", 59), 1.0) if k < 59 else 1.0

    def count(indicator: str) -> int:
        return round(aim.count(indicator, k) * fit)

    residential, private, loose = count("cla_residential"), count("cla_residential_independent"), count("cla_unregulated")
    semi = max(min(loose, residential - private - round(4 * aim.scale)), 0)
    connected = count("cla_connected_carers")
    found = {
        ADOPTIVE.name: count("cla_placed_for_adoption"), SEMI.name: semi, INDEPENDENT.name: loose - semi, PRIVATE_HOME.name: private,
        OWN_HOME.name: max(residential - private - semi, 0), CONNECTED.name: connected, PARENTS.name: count("cla_placed_with_parents"),
        AGENCY.name: count("cla_ifa"), IN_HOUSE.name: max(count("cla_in_house_fostering") - connected, 0),
    }  # fmt: skip
    found[OTHER.name] = max(aim.count("cla", k) - sum(found.values()), 0)
    return found


def _close(placement: PlacementSpan, day: int, reason: str) -> None:
    placement.end, placement.reason = max(day, placement.start), reason


def _close_ended(homes: Homes, living: list[CarePeriod], month: MonthDays) -> list[CarePeriod]:
    for span in living:
        if span.end is not None and span.end <= month.last:
            _close(homes.of[id(span)][-1], span.end, "")
    return [span for span in living if span.end is None or span.end > month.last]


def _age(span: CarePeriod, day: int) -> float:
    return (day - span.child.born) / 365.25


def _suits(span: CarePeriod, setting: Setting, day: int) -> bool:
    if span.unaccompanied and setting in (CONNECTED, PARENTS, ADOPTIVE, PRIVATE_HOME, OWN_HOME):
        return False
    return setting.youngest <= _age(span, day) < setting.oldest


def _first_placement(world: World, homes: Homes, span: CarePeriod, wanted: dict[str, int], held: Counter[str]) -> None:
    """Place a child who comes into care where there is most room of what suits the age; the first morning's begin earlier."""
    fitting = [each for each in SETTINGS if each not in (ADOPTIVE, PARENTS) and _suits(span, each, span.start)]
    if span.start < history()[0].first:
        fitting = [each for each in SETTINGS if _suits(span, each, history()[0].first)]
    fitting = fitting or [each for each in SETTINGS if each not in (ADOPTIVE, PARENTS)]  # nobody is turned away
    setting = max(fitting, key=lambda each: (wanted[each.name] - held[each.name]) * (0.4 + world.rng.random()))
    held[setting.name] += 1
    start = span.start
    if start < history()[0].first and world.rng.random() < 0.7:
        start = max(start, history()[0].first - int(world.rng.expovariate(1 / 400)) - 1)
    _add(world, homes, span, start, setting)


def _add(world: World, homes: Homes, span: CarePeriod, day: int, setting: Setting) -> None:
    kind, provider = world.weighted(setting.kinds), world.weighted(setting.providers)
    registration = setting.registration
    if kind in ("R2", "Z1"):
        provider, registration = ("PR3" if kind == "R2" else "PR4"), "not_required"
    if registration == "unregulated" and world.rng.random() < 0.04:
        registration = "unregistered"
    placement = PlacementSpan(span, day, setting, kind, provider, registration=registration)
    homes.all.append(placement)
    homes.of.setdefault(id(span), []).append(placement)


def _move_all(world: World, homes: Homes, living: list[CarePeriod], month: MonthDays, wanted: dict[str, int]) -> None:
    """Make the month's moves: into adoption, then from full settings to those with room, then within a setting."""
    counts = {id(span): _in_year(homes.of[id(span)], month.last) for span in living}
    goal = round(world.targets.share("cla_3_plus_placements", month.index) * len(living))
    moved: set[int] = set()
    _towards_adoption(world, homes, living, month, wanted, moved)
    held = Counter(homes.of[id(span)][-1].setting.name for span in living)
    for setting in SETTINGS[1:]:
        while held[setting.name] < wanted[setting.name]:
            donors = [span for span in living if id(span) not in moved and _may_go(homes, span, setting, held, wanted, month)]
            if not donors:
                break
            span = _mover(world, donors, setting, counts, goal)
            held[homes.of[id(span)][-1].setting.name] -= 1
            held[setting.name] += 1
            _move(world, homes, span, month, setting)
            moved.add(id(span))
            counts[id(span)] += 1
    _moves_within(world, homes, living, month, counts, goal, moved)


def _mover(world: World, donors: list[CarePeriod], setting: Setting, counts: dict[int, int], goal: int) -> CarePeriod:
    """Choose who of those who may go moves to a setting."""
    lacking = goal - sum(1 for count in counts.values() if count >= 3)
    return world.choose(donors, 1, lambda each: _liking(each, setting, counts[id(each)], lacking))[0]


def _in_year(placements: list[PlacementSpan], day: int) -> int:
    return sum(
        1 for each in placements if (each.end is None or each.end > day - 365) and not each.same_carer and not each.kind.startswith("T")
    )


def _may_go(homes: Homes, span: CarePeriod, setting: Setting, held: Counter[str], wanted: dict[str, int], month: MonthDays) -> bool:
    now = homes.of[id(span)][-1]
    if now.setting in (ADOPTIVE, setting) or now.start > month.last - 4 or span.start > month.last - 4:
        return False
    return held[now.setting.name] > wanted[now.setting.name] and _suits(span, setting, month.last)


def _liking(span: CarePeriod, setting: Setting, count: int, lacking: int) -> float:
    """Rank a child for a move: one more move for those with two where instability should rise, and kin or home before they leave to it."""
    rank = 0.6 if (count == 2) == (lacking > 0) else 0.0
    towards = {PARENTS.name: ("E4A",), CONNECTED.name: ("E45", "E47", "E41")}.get(setting.name, ())
    if span.leaves_at in towards:
        rank += 0.7
    if setting in (SEMI, INDEPENDENT) and span.unaccompanied:
        rank += 0.3
    return rank


def _move(world: World, homes: Homes, span: CarePeriod, month: MonthDays, setting: Setting) -> None:
    now = homes.of[id(span)][-1]
    day = month.some_day(world.rng, max(now.start, span.start, month.first) + 1)
    _close(now, day, world.weighted(_REASONS))
    _add(world, homes, span, day, setting)


def _towards_adoption(
    world: World, homes: Homes, living: list[CarePeriod], month: MonthDays, wanted: dict[str, int], moved: set[int]
) -> None:
    """Place children with adopters: those adopted soon in any case, then others as far as the number aimed at."""
    held = sum(1 for span in living if homes.of[id(span)][-1].setting is ADOPTIVE)
    ready = [span for span in living if homes.of[id(span)][-1].setting is not ADOPTIVE and _suits(span, ADOPTIVE, month.last)]
    ready = [span for span in ready if span.start < month.first - 100 and homes.of[id(span)][-1].start < month.last - 4]
    soon = [span for span in ready if span.leaves_at in ("E11", "E12") and (span.end or 0) - month.last < 540]
    soon.sort(key=lambda span: span.end or 0)
    for span in soon:
        if (span.end or 0) - month.last < 75 or held < wanted[ADOPTIVE.name]:
            _move(world, homes, span, month, ADOPTIVE)
            moved.add(id(span))
            held += 1
    others = [span for span in ready if span.end is None and _age(span, month.last) < 5.5 and id(span) not in moved]
    for span in world.choose(others, wanted[ADOPTIVE.name] - held):
        _move(world, homes, span, month, ADOPTIVE)
        moved.add(id(span))
    kept = [span for span in living if homes.of[id(span)][-1].setting is ADOPTIVE and span.end is None and id(span) not in moved]
    kept = [span for span in kept if homes.of[id(span)][-1].start < month.first - 60]
    for span in world.choose(kept, held - wanted[ADOPTIVE.name]):
        _move(world, homes, span, month, IN_HOUSE)
        moved.add(id(span))


def _moves_within(
    world: World, homes: Homes, living: list[CarePeriod], month: MonthDays, counts: dict[int, int], goal: int, moved: set[int]
) -> None:
    """Move children to another carer of the same kind, so that the share with three or more placements is the one aimed at."""
    free = [span for span in living if id(span) not in moved and homes.of[id(span)][-1].setting is not ADOPTIVE]
    free = [span for span in free if homes.of[id(span)][-1].start < month.last - 6]
    lacking = goal - sum(1 for count in counts.values() if count >= 3)
    twice = [span for span in free if counts[id(span)] == 2]
    once = [span for span in free if counts[id(span)] == 1 and homes.of[id(span)][-1].setting is not PARENTS]
    chosen = world.choose(twice, lacking) + world.choose(once, round(0.022 * len(living)), lambda span: 0.02 * _age(span, month.last))
    for span in chosen:
        _move(world, homes, span, month, homes.of[id(span)][-1].setting)
    for span in world.choose([each for each in free if each not in chosen], round(0.004 * len(living))):
        _go_away_briefly(world, homes, span, month)


def _go_away_briefly(world: World, homes: Homes, span: CarePeriod, month: MonthDays) -> None:
    """Add a stay in hospital or a carer's holiday of a few days, after which the child comes back to the same carer."""
    now = homes.of[id(span)][-1]
    day = max(now.start + 1, month.first + world.rng.randrange(0, 14))
    back = day + world.rng.randrange(2, 7)
    if back > month.last - 1 or (span.end is not None and span.end <= back):
        return
    _close(now, day, "OTHER")
    kind = world.weighted((("T1", 40), ("T3", 35), ("T4", 15), ("T0", 10)))
    away = PlacementSpan(span, day, now.setting, kind, "PR3" if kind == "T1" else "PR1", False, back, "PLACE", "not_required")
    again = PlacementSpan(span, back, now.setting, now.kind, now.provider, True, registration=now.registration)
    homes.all += [away, again]
    homes.of[id(span)] += [away, again]
