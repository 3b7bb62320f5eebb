"""Puts the records of a census together: each child with its cases, and in each case what was done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any

import duckdb

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_invented import before_court, conference_target, factors, internal_review, pupil_numbers
from lightwell.synthetic.cin_census_model import Assessment, Case, CensusChild, Enquiry, NeedPlan, ProtectionPlan
from lightwell.synthetic.cin_census_records import children_of, rows

_CLOSED_AFTER_ASSESSMENT = ("RC8", "RC9")

Blocks = dict[int, list[Any]]
"""What belongs to each case, by its place."""


def census_children(connection: duckdb.DuckDBPyConnection, collection: Collection) -> Iterator[CensusChild]:
    """Give the children of a collection from its records, in the order of their identifiers."""
    cases = _cases(connection)
    disabilities = defaultdict(list)
    for child, disability in rows(connection, "disabilities", "distinct child, disability"):
        disabilities[child].append(disability)
    for child, born, expected, died, sex, ethnicity, disabled, arrived in children_of(connection):
        known = tuple(cases[child])
        refused = all(case.no_action == "true" for case in known)
        age = -1 if born is None else _age(born, collection.last_day)
        upn, former, unknown = pupil_numbers(child, age, refused=refused, arrived=bool(arrived))
        none = ("DDA",) if disabled else ("NONE",)
        yield CensusChild(
            child=child,
            upn=upn,
            former_upn=former,
            upn_unknown="UN7" if refused and upn is None else unknown,
            born_on=born,
            expected_on=expected if born is None else None,
            sex="0" if born is None else sex or "0",
            died_on=died,
            ethnicity=ethnicity or "NOBT",
            disabilities=() if born is None else tuple(disabilities[child]) or none,
            cases=known,
        )


def _age(born: date, day: date) -> int:
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def _cases(connection: duckdb.DuckDBPyConnection) -> dict[str, list[Case]]:
    """Give the cases of each child with all that was done in them."""
    assessments = _grouped(rows(connection, "census_assessments", "place, started_on, completed_on"))
    enquiries = _enquiries(connection)
    plans = _plans(connection)
    need_plans = _grouped(rows(connection, "census_need_plans", "place, started_on, ended_on"))
    court = dict(rows(connection, "census_court", "place, court_on"))
    found: dict[str, list[Case]] = defaultdict(list)
    columns = "place, child, referred_on, source, need, closed_on, reason, no_action"
    for place, child, referred, source, need, closed, reason, no_action in rows(connection, "cases", columns):
        proceedings = before_court(child, referred, court[place]) if place in court else None
        found[child].append(
            Case(
                referred_on=referred,
                source=source,
                need=need,
                closed_on=closed,
                reason=reason,
                no_action="true" if no_action else "false",
                assessments=_assessments(child, reason, assessments.get(place, [])),
                need_plans=tuple(NeedPlan(*each) for each in need_plans.get(place, ())),
                enquiries=tuple(enquiries.get(place, ())),
                protection_plans=tuple(plans.get(place, ())),
                proceedings=(proceedings,) if proceedings else (),
            )
        )
    return found


def _assessments(child: str, reason: str | None, found: list[Any]) -> tuple[Assessment, ...]:
    """Give the assessments of a case; only where one is all that came of it may no factors have been found."""
    alone = len(found) == 1 and reason in _CLOSED_AFTER_ASSESSMENT
    return tuple(
        Assessment(
            started_on=started,
            review_on=internal_review(child, started, completed),
            authorised_on=completed,
            factors=() if completed is None else factors(child, started, none_found=alone),
        )
        for started, completed in found
    )


def _enquiries(connection: duckdb.DuckDBPyConnection) -> Blocks:
    found: Blocks = defaultdict(list)
    for place, started, held, not_required in rows(connection, "census_enquiries", "place, started_on, conference_on, not_required"):
        target = conference_target(started, not_required=not_required)
        found[place].append(Enquiry(started, target, held, "true" if not_required else "false"))
    return found


def _plans(connection: duckdb.DuckDBPyConnection) -> Blocks:
    reviews = defaultdict(list)
    for place, started, held in rows(connection, "census_reviews", "place, started_on, held_on"):
        reviews[place, started].append(held)
    columns = "place, started_on, ended_on, initial_category, latest_category, previous_plans"
    found: Blocks = defaultdict(list)
    for place, started, ended, initial, latest, previous in rows(connection, "census_protection", columns):
        first = initial or latest or "MUL"
        found[place].append(ProtectionPlan(started, ended, first, latest or first, previous or 0, tuple(reviews[place, started])))
    return found


def _grouped(given: Iterator[tuple[Any, ...]]) -> Blocks:
    found: Blocks = defaultdict(list)
    for place, *rest in given:
        found[place].append(tuple(rest))
    return found
