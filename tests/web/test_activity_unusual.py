"""Each rule of unusual looking, on both sides of its limit."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from lightwell.results.looking import USUAL_LOOKING, Looking
from lightwell.web.activity.unusual import folded
from lightwell.web.activity.unusual_rules import Look, Unusual, Who, Whom, unusual

SINCE = date(2026, 3, 1)
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
WHO = {
    "sam": Who(folded("Okonkwo"), folded("Sam Okonkwo"), "W1", frozenset({"T1"}), ("head_of_service",)),
    "ann": Who(folded("Dupré-Lee"), folded("Ann Dupré-Lee"), "", frozenset(), ("director",)),
    "bea": Who(folded("Moss"), folded("Bea Moss"), "W3", frozenset(), ("head_of_service",)),
}
WHOM = {
    "own_team": Whom("hill", "jo hill", frozenset({"W9"}), frozenset({"T1"})),
    "elsewhere": Whom("hill", "al hill", frozenset({"W9"}), frozenset({"T2"})),
    "own_case": Whom("hill", "di hill", frozenset({"W1"}), frozenset({"T2"})),
    "relative": Whom(folded("OKONKWO"), "tom okonkwo", frozenset({"W1"}), frozenset({"T1"})),
    "accent": Whom(folded("Dupre Lee"), "al dupre lee"),
    "self": Whom(folded("Okonkwo"), folded("Sam  Okonkwo"), frozenset({"W1"}), frozenset({"T1"})),
}
_numbers = iter(range(1, 100_000))


def look(who: str, child: str, at: datetime = NOON) -> Look:
    """One opening."""
    return Look(next(_numbers), who, at, child)


def rules(opened: Sequence[Look], taken: Sequence[Look] = ()) -> list[tuple[str, str]]:
    """What the rules say, as rule and person."""
    return [(each.rule, each.person) for each in found(opened, taken)]


def found(opened: Sequence[Look], taken: Sequence[Look] = (), limits: Looking = USUAL_LOOKING) -> tuple[Unusual, ...]:
    return unusual(sorted(opened, key=lambda each: each.at), sorted(taken, key=lambda each: each.at), WHO, WHOM, SINCE, limits)


def test_ones_own_name_and_ones_own_record() -> None:
    assert rules([look("sam", "relative")]) == [("own_name", "sam")]
    assert rules([look("ann", "accent")]) == [("own_name", "ann")]
    assert rules([look("sam", "self")]) == [("own_record", "sam")]
    assert rules([look("sam", "own_team"), look("ann", "relative"), look("unknown", "nobody")]) == []


def test_at_night() -> None:
    assert rules([look("ann", "own_team", NOON.replace(hour=21, minute=59)), look("ann", "own_team", NOON.replace(hour=6))]) == []
    late = [look("ann", "own_team", NOON.replace(hour=22)), look("ann", "elsewhere", NOON.replace(hour=5) + timedelta(days=1))]
    (one,) = found(late)
    assert (one.rule, one.children, one.reason) == ("night", ("elsewhere", "own_team"), "2 children opened between 22:00 and 05:00.")


def test_outside_the_own_team_is_for_those_who_have_one() -> None:
    assert rules([look("sam", "own_team"), look("sam", "own_case"), look("ann", "elsewhere"), look("bea", "elsewhere")]) == []
    assert rules([look("sam", "elsewhere")]) == [("outside_team", "sam")]
    assert rules([look("sam", "not in the snapshot")]) == []


def test_again_and_again_without_a_case() -> None:
    days = [NOON + timedelta(days=day) for day in (0, 1, 2, 2)]
    assert rules([look("ann", "own_team", at) for at in days]) == [("again", "ann")]
    assert rules([look("ann", "own_team", at) for at in days[:3]]) == []
    assert rules([look("ann", "own_team", NOON) for _ in range(9)]) == []
    assert rules([look("sam", "own_case", at) for at in days]) == []


def hour(who: str, count: int, at: datetime) -> list[Look]:
    return [look(who, f"{who} {at} {number}", at + timedelta(seconds=number)) for number in range(count)]


def test_many_children_in_an_hour_against_what_is_usual_for_person_and_role() -> None:
    assert rules(hour("ann", USUAL_LOOKING.opened_in_an_hour, NOON)) == [("many_opened", "ann")]
    assert rules(hour("ann", USUAL_LOOKING.opened_in_an_hour - 1, NOON)) == []
    spread = [look("ann", f"C{number}", NOON + timedelta(minutes=10 * number)) for number in range(USUAL_LOOKING.opened_in_an_hour)]
    assert rules(spread) == []
    usual = [each for day in range(1, 7) for each in hour("ann", 10, NOON - timedelta(days=day))]
    assert rules([*usual, *hour("ann", 30, NOON)]) == []
    assert rules([*usual, *hour("ann", 31, NOON)]) == [("many_opened", "ann")]
    colleague = [each for day in range(1, 7) for each in hour("bea", 10, NOON - timedelta(days=day))]
    assert rules([*colleague, *hour("sam", 30, NOON)]) == []
    assert rules([*colleague, *hour("sam", 31, NOON)]) == [("many_opened", "sam")]
    assert rules(hour("ann", 50, NOON - timedelta(days=30))) == []


def test_many_children_taken_out() -> None:
    def taken(count: int) -> list[Look]:
        return [Look(next(_numbers), "ann", NOON, "", count)]

    assert rules([], taken(USUAL_LOOKING.taken_out_in_an_hour)) == [("many_taken_out", "ann")]
    assert rules([], taken(USUAL_LOOKING.taken_out_in_an_hour - 1)) == []


def test_the_same_looking_has_the_same_key_and_looking_again_another() -> None:
    first = look("sam", "relative")
    assert found([first])[0].key == found([first])[0].key != found([first, look("sam", "relative")])[0].key


def test_a_service_sets_the_limits() -> None:
    def by(limits: Looking, *opened: Look) -> list[str]:
        return [each.rule for each in found(opened, limits=limits)]

    late, after_midnight = look("ann", "own_team", NOON.replace(hour=22)), look("ann", "own_team", NOON.replace(hour=3))
    assert by(Looking(night_from=23), late, after_midnight) == by(Looking(night_from=2, night_to=4), after_midnight) == ["night"]
    assert by(Looking(night_from=2, night_to=4), late) == by(Looking(night_from=5, night_to=5), late, after_midnight) == []
    assert by(Looking(opened_in_an_hour=5), *hour("ann", 5, NOON)) == ["many_opened"]
    assert by(Looking(again_days=2, again_times=2), look("ann", "own_team"), look("ann", "own_team", NOON + timedelta(days=1))) == ["again"]
