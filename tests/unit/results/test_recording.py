"""Practice or recording: what a month's shortfall is made of, held against two snapshots and what the generator knows."""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import duckdb
import pytest
import sqlglot
from sqlglot import exp

from lightwell.definitions import load
from lightwell.definitions.load import Catalogue
from lightwell.errors import NotFound
from lightwell.facts import FACTS
from lightwell.journey import record_named
from lightwell.periods import Month, months_between
from lightwell.results import children, definitions_of, reading, values
from lightwell.results.model import ChildList
from lightwell.results.recording import Part, Share, Split, gap_of
from lightwell.results.recording_kinds import KINDS
from lightwell.results.recording_lag import lag_kinds, lags
from lightwell.results.recording_lists import list_statement, split_children
from lightwell.results.recording_said import say_gap, say_split
from lightwell.results.recording_split import splits, statement, why_not
from lightwell.results.recording_views import part_condition, tables
from lightwell.store import Home, Snapshot
from lightwell.synthetic import Authority
from tests.generative.engine import work_out
from tests.reference.days import working_days
from tests.reference.journey import Journey
from tests.unit.test_facts import NOT_PORTABLE

MAY, DECEMBER, JANUARY = Month(2023, 5), Month(2023, 12), Month(2024, 1)
VISITED = load().definition("cp_visit_10_working_days")
PARTS: tuple[Part, ...] = ("not_done", "recorded_late", "not_authorised")
CORRECTED: tuple[Part, ...] = ("no_longer_missed", "newly_missed")
INDICATORS = ("cp_visit_10_working_days", "cin_visit_3_weeks", "cla_supervision", "core_group_in_time", "cin_review_12_weeks")


@dataclass(frozen=True)
class Pair:
    """A home with two snapshots of the invented authority: of 20 January, in which December was first known, and of the end of January."""

    home: Home
    first: Snapshot
    now: Snapshot


@pytest.fixture(scope="session")
def pair(saturday: Snapshot, month_end: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Pair:
    home = Home(tmp_path_factory.mktemp("pair") / "home")
    home.make()
    for snapshot in (saturday, month_end):
        shutil.copytree(snapshot.path, home.snapshots / snapshot.id)
    first, now = (replace(snapshot, path=home.snapshots / snapshot.id) for snapshot in (saturday, month_end))
    return Pair(home, first, now)


@pytest.mark.parametrize("fact", [fact for fact in FACTS if any(column.last for column in fact.columns)], ids=lambda fact: fact.name)
def test_what_is_known_on_the_day_of_the_snapshot_is_what_its_facts_say(month_end: Snapshot, fact: Any) -> None:
    columns = [column.name for column in fact.columns if column.last]
    some = definitions_of(month_end).definition("cp_visit_10_working_days")
    asked = replace(some, fact=fact.name, of="true", count=" and ".join(f"{name} >= 0" for name in columns))
    known = dict.fromkeys((DECEMBER.plus(-12), DECEMBER, JANUARY), month_end.manifest.as_at)
    with reading(month_end) as connection:
        for name in columns:
            differs = f"count(case when f.{name} is distinct from f.{name}_first then 1 end)"
            found = connection.execute(f"with {tables(asked, known)} select count(f.{name}), {differs} from viewed f").fetchone()
            assert found is not None
            assert found[0] > 0, name
            assert found[1] == 0, name


@pytest.mark.parametrize("indicator", INDICATORS)
def test_the_statement_is_read_alike_by_each_dialect(indicator: str) -> None:
    query = statement(load().definition(indicator), {DECEMBER: DECEMBER.end, JANUARY: date(2024, 2, 5)}, "team")
    read = [sqlglot.parse_one(query, dialect=dialect) for dialect in ("duckdb", "postgres", "spark")]
    assert len({tuple(sorted(_outline(parsed))) for parsed in read}) == 1
    assert [node.sql() for parsed in read for node in parsed.find_all(*NOT_PORTABLE)] == []


def _outline(parsed: exp.Expr) -> list[str]:
    """Every table, column, function and operator that a dialect reads; Spark's cast is DuckDB's try_cast."""
    said = parsed.find_all(exp.Table, exp.Column, exp.Func, exp.Binary, exp.Alias)
    return [f"{type(node).__name__} {node.name}".replace("TryCast", "Cast") for node in said]


CASES = {
    "in time": ("", ["16 17 18"]),
    "never visited": ("not_done", []),
    "a day too early": ("not_done", ["15 17 18"]),
    "recorded in June": ("recorded_late", ["16 32 32"]),
    "authorised in June": ("not_authorised", ["16 31 32"]),
    "waits": ("not_authorised", ["24 25 -"]),
    "recorded in June and waits": ("recorded_late", ["24 33 -"]),
    "by telephone": ("not_done", ["24 25 26 telephone"]),
    "one in time and one recorded late": ("", ["16 17 18", "29 40 40"]),
    "one waits and a later one is recorded late": ("not_authorised", ["22 23 -", "24 33 33"]),
    "recorded nobody knows when": ("not_authorised", ["24 - 36"]),
}
"""Visits to a child on a plan in May 2023 as the days, from the first of May, of the visit, its recording and its authorisation."""


def test_each_missed_child_is_in_one_part() -> None:
    visits = [(child, *visit.split()) for child, (_, made) in CASES.items() for visit in made] + [("not yet due", "24", "35", "35")]
    plans = [("not yet due", date(2023, 5, 22)), *((child, date(2023, 2, 6)) for child in CASES)]
    with may_2023(visits, plans) as connection:
        rows = connection.execute(statement(VISITED, {MAY: MAY.end}, "child"))
        names = [column[0] for column in rows.description]
        found = {str(row[1]): dict(zip(names, row, strict=True)) for row in rows.fetchall()}
        query = list_statement(VISITED, MAY, MAY.end, part_condition(VISITED, "not_authorised"), "not_authorised")
        listed = {row[0]: row[-3:] for row in connection.execute(query).fetchall()}
    named = {child: next((part for part in PARTS if counts[part]), "") for child, counts in found.items()}
    assert named == {child: part for child, (part, _) in CASES.items()} | {"not yet due": ""}
    assert {child for child, counts in found.items() if counts["still_not_authorised"]} == {"waits", "recorded in June and waits"}
    assert [found["not yet due"][name] for name in ("denominator_first", "numerator_made", "denominator_made")] == [0, 1, 1]
    assert set(listed) == {child for child, part in named.items() if part == "not_authorised"}
    assert listed["one waits and a later one is recorded late"] == (date(2023, 5, 22), date(2023, 5, 23), None)
    assert listed["recorded nobody knows when"] == (date(2023, 5, 24), None, date(2023, 6, 5))


def may_2023(visits: list[tuple[str, ...]], plans: list[tuple[str, date]]) -> duckdb.DuckDBPyConnection:
    """Work out the facts of some visits and plans of May 2023."""

    def day(text: str) -> date | None:
        return None if text == "-" else date(2023, 5, 1) + timedelta(days=int(text) - 1)

    def blank(table: str, **given: object) -> dict[str, object]:
        return {column.name: given.get(column.name) for column in record_named(table).columns if column.name != "id"}

    made = [
        blank("visits", child=child, happened_on=day(happened), recorded_on=day(recorded), authorised_on=day(authorised),
              purpose="child_protection", mode=mode[0] if mode else None)
        for child, happened, recorded, authorised, *mode in visits
    ]  # fmt: skip
    given = {"visits": made, "child_protection_plans": [blank("child_protection_plans", child=child, started_on=on) for child, on in plans]}
    parameters = {name: parameter.values for name, parameter in load().parameters.items()}
    return work_out(Journey(given, date(2023, 8, 31), parameters), Catalogue({VISITED.id: VISITED}, {})).connection


def test_the_parts_add_up_to_the_shortfall_as_first_known_and_now(pair: Pair) -> None:
    found: dict[str, Counter[str]] = {"authority": Counter(), "team": Counter()}
    for indicator in INDICATORS[1:4]:
        for breakdown, counted in found.items():
            for split in splits(pair.home, pair.now, indicator, breakdown=breakdown):
                assert sum(getattr(split, part) for part in PARTS) == split.first.missed
                assert split.still_not_done + split.still_not_authorised == split.now.missed
                assert (split.shown is not None) == split.from_history == (split.month >= DECEMBER)
                counted.update({part: getattr(split, part) for part in PARTS})
    assert found["authority"] == found["team"]
    assert min(found["authority"].values()) > 0


@pytest.mark.parametrize("indicator", INDICATORS[:3])
def test_the_first_snapshot_shows_the_parts_and_the_corrected_records(pair: Pair, indicator: str) -> None:
    (own,) = values(pair.first, indicators=[indicator], periods=[DECEMBER])
    (split,) = splits(pair.home, pair.now, indicator, months=[DECEMBER])
    shown, by_days = (_children(children(pair.first, indicator, DECEMBER, part="missed")), _missed(pair, indicator, DECEMBER))
    gone, come = (_children(split_children(pair.home, pair.now, indicator, DECEMBER, part=part)) for part in CORRECTED)
    assert (split.known_on, split.from_history) == (date(2024, 1, 20), True)
    assert split.shown == Share(int(own.numerator or 0), int(own.denominator or 0))
    assert split.shown.missed == split.not_done + split.recorded_late + split.not_authorised + split.corrected
    assert split.corrected == len(gone) - len(come)
    assert (shown - by_days, by_days - shown) == (gone, come)


def _missed(pair: Pair, indicator: str, month: Month) -> set[str]:
    return set().union(*(_children(split_children(pair.home, pair.now, indicator, month, part=part)) for part in PARTS))


def test_a_list_is_as_long_as_its_part_and_says_the_days(pair: Pair) -> None:
    name, lengths = "cin_visit_3_weeks", Counter[str]()
    late = max(splits(pair.home, pair.now, name), key=lambda split: min(split.recorded_late, split.not_authorised))
    latest = splits(pair.home, pair.now, name, months=[JANUARY])
    of_team = [split for split in splits(pair.home, pair.now, name, months=[late.month], breakdown="team") if split.recorded_late]
    for split in (late, *latest, *of_team):
        for part in (*PARTS, "still_not_done", "still_not_authorised"):
            listed = split_children(pair.home, pair.now, name, split.month, part=part, breakdown=split.breakdown, member=split.member)
            assert len(listed.rows) == getattr(split, part)
            lengths[part] += len(listed.rows)
            for row in (dict(zip(listed.columns, row, strict=True)) for row in listed.rows):
                after = row["recorded_on"] is not None and row["recorded_on"] > split.month.end  # type: ignore[operator]  # a date
                assert part not in ("recorded_late", "not_authorised") or after == (part == "recorded_late")
    assert all(lengths[part] for part in (*PARTS, "still_not_done")), lengths


@dataclass(frozen=True)
class Done:
    """One thing that the generator did for a child, with the days on which it was recorded and authorised; None where nobody ever will."""

    happened: date
    recorded: date
    authorised: date | None


def _children(listed: ChildList) -> set[str]:
    return {str(row[0]) for row in listed.rows}


def _done(authority: Authority, indicator: str) -> dict[str, list[Done]]:
    """Read everything that counts for an indicator, were it authorised, out of the generator's own tables."""
    kind = KINDS[_KIND[indicator]]
    rows = authority.journey[kind.table].to_pylist()
    found: dict[str, list[Done]] = defaultdict(list)
    for row in rows:
        if kind.table == "visits" and not (row["purpose"] in kind.id and row["mode"] == "face_to_face" and row["child_seen"]):
            continue
        if row.get("kind") != "oversight":
            authorised = row["authorised_on"] if kind.authorised else row["recorded_on"]
            found[row["child"]].append(Done(row[kind.happened], row["recorded_on"], authorised))
    return found


_KIND = dict(
    zip(
        INDICATORS, ("child_protection_visits", "child_in_need_visits", "supervisions", "core_groups", "child_in_need_reviews"), strict=True
    )
)


def _in_time(indicator: str, happened: date, end: date) -> bool:
    if happened > end:
        return False
    if indicator == "cp_visit_10_working_days":
        return working_days(happened, end) <= 10
    limit = {"cin_visit_3_weeks": 21, "cla_supervision": 56, "core_group_in_time": 42, "cin_review_12_weeks": 84}[indicator]
    return (end - happened).days <= limit


def test_one_snapshot_says_what_the_generator_knows(month_end: Snapshot, authority: Authority) -> None:
    """Of children without a mistake in their records: who was missed at each month's end, and why, by the generator's own days."""
    mistaken = {authority.journey[each.table]["child"][each.row].as_py() for each in authority.mistakes}
    compared: Counter[str] = Counter()
    for indicator in INDICATORS:
        done = _done(authority, indicator)
        for month, child, counts in _by_child(month_end, indicator):
            if child in mistaken or not counts["denominator_first"]:
                continue
            part = next((part for part in PARTS if counts[part]), "in time")
            assert part == _by_truth(done[child], indicator, month.end, month_end.manifest.as_at), (indicator, child, month)
            compared[part] += 1
    assert compared["not_done"] > 300
    assert min(compared["recorded_late"], compared["not_authorised"]) > 3


def _by_child(snapshot: Snapshot, indicator: str) -> list[tuple[Month, str, dict[str, int]]]:
    """Count by the statement itself, for each child in every month, as known at the month's end."""
    known = {month: month.end for month in months_between(Month(2022, 1), JANUARY)}
    with reading(snapshot) as connection:
        found = connection.execute(statement(definitions_of(snapshot).definition(indicator), known, "child"))
        names = [column[0] for column in found.description]
        return [(Month.of(row[0]), row[1], dict(zip(names, row, strict=True))) for row in found.fetchall()]


def _by_truth(done: list[Done], indicator: str, end: date, as_at: date) -> str:
    timely = [each for each in done if _in_time(indicator, each.happened, end)]
    recorded = [each for each in timely if each.recorded <= end]
    if any(each.authorised is not None and each.authorised <= end for each in recorded):
        return "in time"
    known = [each for each in timely if each.recorded <= as_at]
    return "not_authorised" if recorded else "recorded_late" if known else "not_done"


def test_without_history_the_day_is_the_parameters(pair: Pair) -> None:
    (split,) = splits(pair.home, pair.now, "cp_visit_10_working_days", months=[Month(2023, 6)])
    assert (split.known_on, split.from_history, split.shown, split.corrected) == (date(2023, 6, 30), False, None, 0)
    (own,) = splits(pair.home, pair.first, "cp_visit_10_working_days", months=[DECEMBER])
    assert own.first == own.now == own.shown
    assert own.recorded_late == 0


def test_what_cannot_be_split_says_why(pair: Pair, small: Snapshot) -> None:
    assert why_not(pair.now, "cin_review_12_weeks") == ""
    assert "do not say on which day they were made" in why_not(pair.now, "health_assessments_up_to_date")
    for indicator in ("assessments_45_working_days", "cla", "cla_3_plus_placements"):
        with pytest.raises(NotFound, match="asks for nothing that can have been done in time and recorded"):
            splits(pair.home, pair.now, indicator)
    with pytest.raises(NotFound, match="is not broken down by “postcode”"):
        splits(pair.home, pair.now, "cp_visit_10_working_days", breakdown="postcode")
    with pytest.raises(NotFound, match=r"has no figure of cla_supervision for March 2024"):
        split_children(pair.home, pair.now, "cla_supervision", Month(2024, 3), part="not_done")
    assert splits(pair.home, small, "cla_supervision") == ()  # the extract holds no supervision
    lacking = replace(small, manifest=replace(small.manifest, lacks=("visits.recorded_on",)))
    assert "never fills visits.recorded_on" in why_not(lacking, "cp_visit_10_working_days")
    assert "in_care_visits" not in [kind.id for kind in lag_kinds(lacking)]
    with pytest.raises(NotFound, match="does not say on which day they were recorded"):
        lags(lacking, "in_care_visits", "recorded")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_gap_to_a_target_is_practice_and_recording() -> None:
    gap = gap_of(SPLIT, 95)
    assert gap is not None
    assert (gap.gap, gap.practice, gap.recorded_late, gap.not_authorised) == pytest.approx((17, 4, 9, 4))
    assert gap.practice + gap.recorded_late + gap.not_authorised == pytest.approx(gap.gap)
    assert plain(say_gap(SPLIT, 95)) == (
        "If all that was done had been recorded and authorised in time, the figure would have been 91 %, and not 78 %, "
        "against a target of 95 %: 4 points of the gap are practice, 13 recording."
    )
    assert plain(say_gap(SPLIT, 90)).endswith(
        "the figure would have been 91 % and the target of 90 % met: the whole gap of 12 points is recording."
    )
    assert plain(say_gap(SPLIT, 70)) == "The figure as first known, 78 %, meets the target of 70 %."
    assert say_gap(replace(SPLIT, first=Share(0, 0), if_recorded=Share(0, 0)), 95) == ""


def test_a_split_is_said_in_words() -> None:
    assert say_split(SPLIT) == (
        "As first known on 3 January 2024, 22 of 100 were missed: 9 were not done, 9 were done and recorded late and 4 were done, recorded "
        "and not yet authorised. By what is known now, 10 of 100 were missed, of whom 1 is done and still not authorised. "
        "The snapshot of that day shows 24 missed, 2 more: records have been corrected since."
    )
    timely = replace(SPLIT, first=Share(100, 100), now=Share(100, 100), shown=Share(100, 100))
    assert say_split(timely) == "As first known on 3 January 2024, all 100 were in time."


SPLIT = Split(
    indicator="cp_visit_10_working_days",
    version=1,
    month=DECEMBER,
    breakdown="authority",
    member="",
    snapshot="invented",
    known_on=date(2024, 1, 3),
    from_history=True,
    first=Share(78, 100),
    if_authorised=Share(82, 100),
    if_recorded=Share(91, 100),
    now=Share(90, 100),
    not_done=9,
    recorded_late=9,
    not_authorised=4,
    still_not_done=9,
    still_not_authorised=1,
    shown=Share(76, 100),
)
