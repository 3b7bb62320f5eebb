"""The parts of the report of one child, each a table of texts, gathered from where it is held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from lightwell.periods import say_date
from lightwell.results.finding_model import RULESETS, Asked
from lightwell.results.findings import finding_sets, findings
from lightwell.results.identity import identity_of
from lightwell.results.journey_model import ChildJourney, Detail
from lightwell.results.quarantine import quarantine_page
from lightwell.results.responsible import EVERYWHERE
from lightwell.store import Snapshot
from lightwell.web.access.models import ChildAccess, RestrictedChild, Sample
from lightwell.web.access.restricted_queries import said_moment
from lightwell.web.activity import queries
from lightwell.web.activity.words import said_action
from lightwell.web.findings.models import Acknowledgement


@dataclass(frozen=True)
class Part:
    """One table: `written` are the columns that somebody wrote freely or that hold a name, which are always reviewed."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    written: frozenset[int] = field(default=frozenset())


def of_journey(journey: ChildJourney) -> tuple[Part, ...]:
    """Tell who the child is, what lasted and what happened, in order of time."""
    named = journey.named
    days = [("Born", named.born_on), ("Expected", named.expected_on), ("Died", named.died_on)]
    who = [("Identifier", named.child), ("Name", named.name), *((what, say_date(day)) for what, day in days if day)]
    here = journey.responsible
    who += [(each.label, each.text) for each in journey.about]
    who += [("Worker", here.worker_name), ("Team", here.team_name), ("Service", here.service), ("Locality", here.locality)]
    spans = tuple(
        (
            say_date(each.start),
            say_date(each.end) if each.end else "open",
            each.kind,
            each.what,
            _told(each.details),
            each.worker,
            each.team,
        )
        for each in journey.spans
    )
    events = tuple(
        (say_date(each.on), each.kind, each.what, _told(each.details), each.worker, each.team, each.because) for each in journey.chronology
    )
    noticed = tuple((each.what, each.where, each.remedy) for each in journey.findings)
    return (
        Part("The child", ("What", "Recorded"), tuple(who)),
        Part("What lasted", ("From", "To", "What", "Kind", "Details", "Worker", "Team"), spans, frozenset({5})),
        Part("What happened", ("Day", "Kind", "What", "Details", "Worker", "Team", "Why it does not count"), events, frozenset({4})),
        Part("What was noticed about the records", ("What", "Where", "What to do"), noticed),
    )


def of_records(snapshot: Snapshot, child: str) -> tuple[Part, ...]:
    """Give what identifies the child, kept apart from the journey, and the rows about the child that could not be loaded."""
    rows = tuple(
        (each.file, str(each.row), each.column, each.value, each.reason) for each in quarantine_page(snapshot) if each.child == child
    )
    return (
        Part("What identifies the child", ("Record", "What", "Held"), identity_of(snapshot, child)),
        Part("Rows in quarantine", ("File", "Row", "Column", "Value", "What is wrong"), rows, frozenset({3, 4})),
    )


def of_findings(child: str) -> Iterator[Part]:
    """Give what the checks found of the child, in each set of rules."""
    for of in finding_sets(settings.HOME):
        found = findings(of, asked=Asked(child=child), within=EVERYWHERE)
        rows = tuple((each.code, each.message, f"{each.record} {each.record_id}".strip(), each.said_values, each.detail) for each in found)
        yield Part(f"Findings: {RULESETS.get(of.ruleset, of.ruleset)}", ("Rule", "What is wrong", "Record", "Values", "Details"), rows)


def of_decisions(child: str) -> Iterator[Part]:
    """Give what was decided about the child in Lightwell itself."""
    known = Acknowledgement.objects.filter(child=child).select_related("made_by").order_by("made_at")
    yield Part(
        "Known problems",
        ("When", "By", "Rule", "Why", "Look again"),
        tuple((said_moment(each.made_at), each.made_by.name, each.code, each.reason, say_date(each.look_again_on)) for each in known),
        frozenset({1, 3}),
    )
    restricted = RestrictedChild.objects.filter(child=child).select_related("marked_by").order_by("since")
    yield Part(
        "Restrictions",
        ("Since", "By", "Why", "Ended", "Why it ended"),
        tuple(
            (say_date(each.since), each.marked_by.name, each.reason, said_moment(each.ended_at) if each.ended_at else "", each.end_reason)
            for each in restricted
        ),
        frozenset({1, 2, 4}),
    )
    let = ChildAccess.objects.filter(child=child).select_related("person", "given_by").order_by("given_at")
    yield Part(
        "Who was let see the child",
        ("When", "Who", "By", "What for", "What the review found"),
        tuple((said_moment(each.given_at), each.person.name, each.given_by.name, each.purpose, each.review_note) for each in let),
        frozenset({1, 2, 3, 4}),
    )
    samples = [each for each in Sample.objects.select_related("made_by").order_by("pk") if child in each.children]
    rows = tuple((each.name, each.purpose, say_date(each.starts_on), say_date(each.ends_on), each.made_by.name) for each in samples)
    yield Part("Samples for audits", ("Sample", "What for", "From", "To", "By"), rows, frozenset({0, 1, 4}))


def activity_of(child: str) -> Part:
    """Give everyone who looked, and what they did."""
    rows = tuple((said_moment(each.at), each.person, said_action(each.action), each.page, each.why) for each in queries.of_child(child))
    return Part("Who looked and who did what", ("When", "Who", "What", "Page", "Why"), rows, frozenset({1, 4}))


def workers_of(journey: ChildJourney) -> frozenset[str]:
    """Give the names of everyone who worked with the child, as the records have them."""
    names = {each.worker for each in journey.spans} | {each.worker for each in journey.chronology} | {journey.responsible.worker_name}
    return frozenset(name for name in names if name and name != "Not allocated")


def people_in(parts: Iterable[Part]) -> frozenset[str]:
    """Give the names of people of Lightwell that stand in columns of names."""
    headings = {"By", "Who"}
    return frozenset(
        row[at] for part in parts for at, heading in enumerate(part.headings) if heading in headings for row in part.rows if row[at]
    )


def _told(details: Iterable[Detail]) -> str:
    return "; ".join(f"{each.label}: {each.text}" for each in details)
