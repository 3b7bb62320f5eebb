"""What the pages of findings read: a set by rule, team and age, the findings behind a number, and those of one child."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator

from lightwell.errors import NotFound
from lightwell.results.finding_model import Asked, Finding, FindingSet, RuleState, Tally
from lightwell.results.findings import Order, count_findings, finding_sets, findings, mended, rule_states, tally
from lightwell.results.people import Named, names_of
from lightwell.results.responsible import EVERYWHERE, within
from lightwell.web.access.decisions import Action, can, scope_of
from lightwell.web.access.models import Person
from lightwell.web.findings import seeing, words
from lightwell.web.findings.models import Acknowledgement
from lightwell.web.findings.quoted import for_reader
from lightwell.web.findings.seeing import Sight

PAGE = 50
"""Findings on one page of a list."""

_OUT_OF_REACH = "There is no child with this identifier among the children whose findings you may see."


@dataclass(frozen=True)
class RuleRow:
    """One rule that found something, with how much."""

    rule: RuleState
    tally: Tally


@dataclass(frozen=True)
class Overview:
    """One set of rules as one person sees it; `quiet` rules ran and have nothing open, mended or acknowledged.

    `asked` is what it is narrowed to. `people` is there where it is of one team: how much each worker has.
    """

    sight: Sight
    asked: Asked
    open: int
    errors: int
    new: int
    mended: int
    acknowledged: int
    rules: tuple[RuleRow, ...]
    teams: tuple[Tally, ...]
    ages: tuple[Tally, ...]
    people: tuple[Tally, ...]
    team_choices: tuple[tuple[str, str], ...]
    quiet: int
    ran: int
    not_run: tuple[RuleState, ...]
    at_fault: tuple[RuleState, ...]


@dataclass(frozen=True)
class Line:
    """One finding as a list shows it: the child's name, whether the journey opens, and whether the person may acknowledge it."""

    finding: Finding
    name: str
    opens: bool
    acknowledges: bool


@dataclass(frozen=True)
class Listed:
    """One page of the findings behind a number; `rule`, `team` and `worker` say what it is about, where it is about one."""

    sight: Sight
    asked: Asked
    order: Order
    page: Page[Finding]
    lines: tuple[Line, ...]
    rule: RuleState | None
    team: str
    worker: str
    rule_choices: tuple[tuple[str, str], ...]
    team_choices: tuple[tuple[str, str], ...]

    @property
    def children(self) -> frozenset[str]:
        """The children whom the page names."""
        return frozenset(line.finding.child for line in self.lines if line.finding.child)


@dataclass(frozen=True)
class SetOfChild:
    """What is found of one child in one set, in the order in which to mend it; known problems stand last."""

    of: FindingSet
    lines: tuple[Line, ...]

    @property
    def open(self) -> int:
        """How many are not known problems."""
        return sum(not line.finding.acknowledged for line in self.lines)


@dataclass(frozen=True)
class ChildPage:
    """What is found of one child in every set."""

    child: str
    name: str
    opens: bool
    sets: tuple[SetOfChild, ...]

    @property
    def count(self) -> int:
        """How many findings are shown."""
        return sum(len(each.lines) for each in self.sets)

    @property
    def open(self) -> int:
        """How many of them are not known problems."""
        return sum(each.open for each in self.sets)


@dataclass(frozen=True)
class KnownProblem:
    """One acknowledgement that stands, with its finding, None where that is gone, and the child's name as far as it is recorded."""

    acknowledgement: Acknowledgement
    finding: Finding | None
    name: str


def overview(sight: Sight, asked: Asked) -> Overview:
    """Count a set by rule, team and age, narrowed to a severity and a team."""
    given = {"asked": asked, "within": sight.within, "acknowledged": sight.known}
    by_severity = tally(sight.of, "severity", **given)  # type: ignore[arg-type]  # the three arguments by name
    states = rule_states(sight.of)
    found = {each.key: each for each in tally(sight.of, "code", **given)}  # type: ignore[arg-type]  # as above
    rules = [RuleRow(rule, found[rule.code]) for rule in states if rule.code in found]
    ran = [rule for rule in states if rule.state == "run"]
    every_team = tally(sight.of, "team", within=sight.within, acknowledged=sight.known)
    own = len(every_team) == 1 or bool(asked.team)
    return Overview(
        sight=sight,
        asked=asked,
        open=sum(each.open for each in by_severity),
        errors=sum(each.open for each in by_severity if each.key == "error"),
        new=sum(each.new for each in by_severity),
        mended=sum(each.mended for each in by_severity),
        acknowledged=sum(each.acknowledged for each in by_severity),
        rules=tuple(sorted(rules, key=lambda row: (row.rule.severity != "error", -row.tally.open, row.rule.code))),
        teams=tally(sight.of, "team", **given),  # type: ignore[arg-type]  # as above
        ages=tally(sight.of, "age_band", **given),  # type: ignore[arg-type]  # as above
        people=tally(sight.of, "worker", **given) if own else (),  # type: ignore[arg-type]  # as above
        team_choices=_team_choices(every_team),
        quiet=sum(rule.code not in found for rule in ran),
        ran=len(ran),
        not_run=tuple(rule for rule in states if rule.state == "not_run"),
        at_fault=tuple(rule for rule in states if rule.state == "at_fault"),
    )


def listed(sight: Sight, asked: Asked, *, order: str, page: str) -> Listed:
    """Read one page of the findings asked for; raises `NotFound` for a rule, a team or an order that there is not."""
    teams = tally(sight.of, "team", within=sight.within, acknowledged=sight.known)
    rules = {rule.code: rule for rule in rule_states(sight.of)}
    if asked.code and asked.code not in rules:
        raise NotFound(f"There is no rule “{asked.code[:40]}” among those that these records were held against.")
    if order not in get_args(Order):
        raise NotFound(f"A list is put in order by {', '.join(get_args(Order))}.")
    chosen: Order = order  # type: ignore[assignment]  # one of them, as just held
    shown = Paginator(range(_count(sight, asked)), PAGE).get_page(page)
    start = (shown.number - 1) * PAGE
    found = read(sight, asked, order=chosen, start=start, most=PAGE)
    return Listed(
        sight=sight,
        asked=asked,
        order=chosen,
        page=shown,  # type: ignore[arg-type]  # the numbers stand for the findings
        lines=lines(sight.person, found),
        rule=rules.get(asked.code),
        team=next((each.name for each in teams if each.key == asked.team), asked.team),
        worker=_worker(sight, asked.worker),
        rule_choices=_rule_choices(sight, rules),
        team_choices=_team_choices(teams),
    )


def read(sight: Sight, asked: Asked, *, order: Order = "rule", start: int = 0, most: int | None = None) -> tuple[Finding, ...]:
    """Read findings of every status, mended ones too, which the snapshot before has and not this one."""
    if asked.status == "mended":
        gone = _mended(sight, asked)
        return for_reader(sight.person, gone[start : start + most] if most is not None else gone)
    found = findings(sight.of, asked=asked, within=sight.within, acknowledged=sight.known, order=order, start=start, most=most)
    return for_reader(sight.person, found)


def lines(person: Person, found: tuple[Finding, ...]) -> tuple[Line, ...]:
    """Add to findings whose they are and what the person may do with each."""
    children = frozenset(each.child for each in found if each.child)
    snapshot = seeing.current()
    named = names_of(snapshot, children) if snapshot else {}
    opens = seeing.may_open(person, children)
    may = seeing.within_reach(person, Action.ACKNOWLEDGE, found) if can(person, Action.ACKNOWLEDGE).allowed else frozenset()
    return tuple(Line(each, _name(named, each.child), each.child in opens, each.key in may and not each.acknowledged) for each in found)


def child_page(person: Person, child: str) -> ChildPage:
    """Gather what is found of a child in every set, in the order to mend it.

    Raises `PermissionDenied`, in the same words, for a child out of reach and for one who does not exist; someone who may see every child
    is told `NotFound`.
    """
    can(person, Action.SEE_FINDINGS).require()
    snapshot = seeing.current()
    everywhere = scope_of(person, Action.SEE_FINDINGS).everything
    found = of_child(person, child)
    known = bool(within(snapshot, [child], EVERYWHERE)) if snapshot else False
    known = known and seeing.seen_now(person, action=Action.SEE_FINDINGS, child=child)
    if not found:
        if not everywhere and not (snapshot and child in seeing.may_open(person, frozenset([child]))):
            raise PermissionDenied(_OUT_OF_REACH)
        if not known:
            raise NotFound(f"There is no child “{child[:40]}” in the current snapshot, and no finding about one.")
    name = _name(names_of(snapshot, [child]), child) if snapshot and known else ""
    return ChildPage(child, name, child in seeing.may_open(person, frozenset([child])), found)


def of_child(person: Person, child: str) -> tuple[SetOfChild, ...]:
    """Give what is found of a child in every set that has something, as far as the person may see it; nothing for who may see none."""
    if not can(person, Action.SEE_FINDINGS).allowed or not child:
        return ()
    given = []
    for of in finding_sets(seeing.home()):
        sight = seeing.sight_of(person, of)
        found = findings(of, asked=Asked(child=child), within=sight.within, acknowledged=sight.known, order="mend")
        if found:
            given.append(SetOfChild(of, lines(person, for_reader(person, sorted(found, key=lambda each: each.acknowledged)))))
    return tuple(given)


def with_key(sight: Sight, key: str) -> Finding:
    """Find one finding by its key; raises `NotFound` where it is gone, or not within what the person sees."""
    found = findings(sight.of, within=seeing.only(sight.within, "key = ?", key), acknowledged=sight.known, most=1)
    if not found:
        raise NotFound("There is no such finding among those that you may see. It may have been mended since.")
    return for_reader(sight.person, found)[0]


def same_rule(sight: Sight, finding: Finding) -> tuple[Finding, ...]:
    """Give every finding of the same rule about the same child that is not a known problem, the finding itself among them."""
    asked = Asked(code=finding.code, child=finding.child, status="open")
    return findings(sight.of, asked=asked, within=sight.within, acknowledged=sight.known) if finding.child else (finding,)


def known_problems(person: Person) -> tuple[KnownProblem, ...]:
    """List the acknowledgements that stand and a person may know of: their own, and those of findings that they see."""
    there: dict[tuple[str, str], Finding] = {}
    seen: set[tuple[str, str]] = set()
    standing = list(Acknowledgement.objects.filter(ended_at__isnull=True).select_related("made_by"))
    for of in seeing.sets(person):
        keys = {each.key for each in standing if each.ruleset == of.ruleset}
        there |= {(of.ruleset, each.key): each for each in _with_keys(of, keys)}
        seen |= {(of.ruleset, each.key) for each in _with_keys(of, keys, seeing.sight_of(person, of))}
    everything = scope_of(person, Action.SEE_FINDINGS).everything
    shown = [each for each in standing if everything or each.made_by_id == person.pk or (each.ruleset, each.key) in seen]
    shown = [each for each in shown if not each.child or seeing.seen_now(person, action=Action.SEE_FINDINGS, child=each.child)]
    snapshot = seeing.current()
    named = names_of(snapshot, {each.child for each in shown if each.child}) if snapshot else {}
    return tuple(KnownProblem(each, there.get((each.ruleset, each.key)), _name(named, each.child)) for each in shown)


def _name(named: Mapping[str, Named], child: str) -> str:
    """Give the name of a child; empty where none is recorded."""
    return named[child].name if child in named and named[child].filed else ""


def _with_keys(of: FindingSet, keys: Iterable[str], sight: Sight | None = None) -> tuple[Finding, ...]:
    """Give the findings of some keys, as far as a person sees them; all of them where nobody is named."""
    within_all = sight.within if sight else EVERYWHERE
    return findings(of, within=seeing.only(within_all, "key in (select unnest(string_split(?, ',')))", ",".join(sorted(keys))))


def _count(sight: Sight, asked: Asked) -> int:
    if asked.status == "mended":
        return len(_mended(sight, asked))
    return count_findings(sight.of, asked=asked, within=sight.within, acknowledged=sight.known)


def _mended(sight: Sight, asked: Asked) -> tuple[Finding, ...]:
    condition = sight.within
    for name in ("severity", "team", "worker", "age_band", "child"):
        if value := getattr(asked, name):
            condition = seeing.only(condition, f"{name} = ?", value)
    return mended(sight.of, within=condition, code=asked.code)


def _team_choices(teams: Iterable[Tally]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(((each.key, each.name) for each in teams), key=lambda pair: pair[1].casefold()))


def _rule_choices(sight: Sight, rules: dict[str, RuleState]) -> tuple[tuple[str, str], ...]:
    found = tally(sight.of, "code", within=sight.within, acknowledged=sight.known)
    return tuple((each.key, words.named(rules[each.key])) for each in sorted(found, key=lambda each: each.key) if each.key in rules)


def _worker(sight: Sight, worker: str) -> str:
    if not worker:
        return ""
    found = tally(sight.of, "worker", asked=Asked(worker=worker), within=sight.within, acknowledged=sight.known)
    return found[0].name if found else worker
