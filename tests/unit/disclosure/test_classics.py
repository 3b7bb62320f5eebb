"""The classic ways to get a suppressed number back, each by hand: the total first, then its members."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lightwell.disclosure import Cell, Coordinates, Policy, Printed, Published, Reason, Relation, Released, Term, audit, protect
from tests.unit.disclosure.attackers import Table, corrections, enumerated, misled, pinned
from tests.unit.disclosure.tables import JANUARY, POLICY, as_published, count, drawn, joined, released, row, share


@pytest.mark.parametrize(
    ("members", "printed"),
    [
        ((10, 12, 15), "37 10 12 15"),
        ((3, 10, 12, 15), "40 c c 12 15"),  # the total would give 3 back
        ((1, 1, 10), "12 c c c"),  # 2 for two cells that are not 0 is 1 and 1
        ((3, 3, 20), "26 c c c"),  # 6 for two cells leaves each from 1 to 5
        ((4, 4, 20), "28 c c 20"),  # 8 for two cells: each may be 7
        ((3, 3), "c c c"),  # so the total goes too
        ((2, 3), "c c c"),
        ((3, 0, 0, 20), "23 c 0 0 c"),  # a zero hides nothing
        ((0, 0, 0), "0 0 0 0"),
        ((3, 0, 0), "c c 0 0"),
    ],
)
def test_a_row(members: tuple[int, ...], printed: str) -> None:
    table = row(*members)
    found = released(table)
    assert drawn(found) == printed
    assert pinned(table, [one.printed for one in found], POLICY) == {}
    assert audit(found, table.relations(), POLICY) == ()


@pytest.mark.parametrize("members", [(3, 10, 12), (1, 1, 10), (4, 4, 9), (2, 3, 7)])
def test_who_tries_everything_finds_no_small_number(members: tuple[int, ...]) -> None:
    table = row(*members)
    shown = {one.printed.at: None if one.printed.value is None else int(one.printed.value) for one in released(table)}
    truth = {cell.at: cell.numerator for cell in table.cells}
    for at, (low, high) in enumerated(shown, table.sums, 16).items():
        assert truth[at] > 5 or high > 5, (at, low, high)


def test_both_attackers_and_the_audit_succeed_where_only_small_numbers_are_taken_out() -> None:
    table = row(3, 10, 12)
    naive = [one if one.printed.at.member != "B" else as_shown(10, "B") for one in released(table)]
    assert drawn(naive) == "25 c 10 12"
    assert list(pinned(table, [one.printed for one in naive], POLICY).values()) == [(3, 3)]
    assert [(one.at.member, one.lowest, one.highest, one.already_known) for one in audit(naive, table.relations(), POLICY)] == [
        ("A", 3, 3, False)
    ]


def as_shown(number: int, member: str) -> Released:
    return released(Table([count(number, member)]))[0]


def test_a_table_of_two_ways_is_closed_both_ways() -> None:
    a, b = row(3, 20, 30, indicator="girls"), row(15, 25, 35, indicator="boys")
    both = row(18, 45, 65, indicator="all")
    downwards = [(((a.cells[n].at, "numerator"), (b.cells[n].at, "numerator")), (both.cells[n].at, "numerator")) for n in range(4)]
    table = Table(joined(a, b, both).cells, [*joined(a, b, both).sums, *downwards])
    found = released(table)
    assert pinned(table, [one.printed for one in found], POLICY) == {}
    # The small one, one more in its row, one in its column, and the one across.
    assert sum(one.printed.mark == "c" for one in found) == 4


def test_a_total_that_must_go_leaves_its_members() -> None:
    table = joined(row(8, 9, 10), row(2, 25, indicator="other"))
    table.sums.append((((table.cells[0].at, "numerator"),), (table.cells[4].at, "numerator")))  # the totals are the same number
    assert drawn(released(table)) == "27 8 9 10 27 c c"


@pytest.mark.parametrize(
    ("above", "below", "reason"),
    [
        (3, 100, Reason.SMALL_COUNT),
        (97, 100, Reason.SMALL_REST),
        (2, 4, Reason.SMALL_DENOMINATOR),
        (0, 5, Reason.SMALL_DENOMINATOR),
        (50, 100, None),
        (0, 100, None),
        (100, 100, None),
    ],
)
def test_a_share(above: int, below: int, reason: Reason | None) -> None:
    (found,) = released(Table([share(above, below)]))
    assert (reason in found.reasons) if reason else (found.printed.value == 100 * above / below and found.reasons == ())


def test_a_share_of_fewer_than_the_policy_asks_for_is_suppressed_and_a_share_of_nothing_is_not_applicable() -> None:
    few, nothing = released(Table([share(7, 14), share(0, 0, "none")]), Policy(least_denominator=20))
    assert (few.printed.mark, few.reasons) == ("c", (Reason.FEW,))
    assert (nothing.printed.mark, nothing.reasons) == ("z", ())


def test_counts_beside_a_share_do_not_give_those_back_who_were_missed() -> None:
    visited, due, percent = count(97, indicator="visited_count"), count(100, indicator="due"), share(97, 100)
    table = Table([visited, due, percent])
    table.sums = [(((percent.at, "numerator"),), (visited.at, "numerator")), (((percent.at, "denominator"),), (due.at, "numerator"))]
    found = released(table)
    assert drawn(found) == "c 100 c"
    assert pinned(table, [one.printed for one in found], POLICY) == {}


def test_a_share_with_decimals_and_its_denominator_give_the_count_away() -> None:
    # 12.9 % of 70 is 9, which with the other team's 40 leaves 3 of the 52.
    teams = [count(number, name, indicator="met") for name, number in (("A", 9), ("B", 40), ("C", 3))]
    percent, due, total = share(9, 70, member="A"), count(70, "A", indicator="due"), count(52, indicator="met")
    table = Table([total, *teams, percent, due])
    table.sums = [
        (tuple((team.at, "numerator") for team in teams), (total.at, "numerator")),
        (((percent.at, "numerator"),), (teams[0].at, "numerator")),
        (((percent.at, "denominator"),), (due.at, "numerator")),
    ]
    found = released(table)
    assert pinned(table, [one.printed for one in found], POLICY) == {}
    shown = {one.printed.at: one.printed.mark for one in found}
    assert shown[teams[0].at] == shown[percent.at], "the count and its share are hidden together or not at all"


def test_a_year_less_its_other_months() -> None:
    months = [JANUARY.plus(step) for step in range(12)]
    numbers = [9, 9, 9, 9, 3, 9, 9, 9, 9, 9, 9, 9]
    cells = [count(number, indicator="month", month=month) for number, month in zip(numbers, months, strict=True)]
    year = count(sum(numbers), indicator="year", month=months[-1])
    table = Table([year, *cells], [(tuple((cell.at, "numerator") for cell in cells), (year.at, "numerator"))])
    found = released(table)
    assert sum(one.printed.mark == "c" for one in found) == 2
    assert pinned(table, [one.printed for one in found], POLICY) == {}


def test_two_years_that_overlap_do_not_give_one_month_back() -> None:
    # April to date is 20, May to date 23: nobody prints the 3 of May, and anyone can subtract.
    april, may, one_month = (Coordinates("to_date", JANUARY.plus(step)) for step in (3, 4, 5))
    cells = [Cell(april, "count", 20), Cell(may, "count", 23)]
    relation = Relation((Term(april), Term(one_month), Term(may, factor=-1)), "=", "to date")

    found = protect(cells, [relation], POLICY)
    assert sorted(one.printed.mark for one in found) == ["", "c"]


def test_rounding_takes_the_place_of_other_suppression() -> None:
    table = row(3, 10, 12, 15)
    policy = Policy(round_to=5)
    found = released(table, policy)
    assert drawn(found) == "40 c 10 10 15"
    assert pinned(table, [one.printed for one in found], policy) == {}


def test_zero_is_protected_where_the_policy_says_so() -> None:
    found = released(row(0, 10, 12), Policy(publish_zero=False))
    assert drawn(found) == "22 c c 12"


def test_what_an_earlier_pack_printed_stays_known() -> None:
    before = row(10, 12, 15)
    after = Table([count(37), *before.cells[1:3], count(3, "C"), count(12, "D")])
    after.sums = [(tuple((cell.at, "numerator") for cell in after.cells[1:]), (after.cells[0].at, "numerator"))]
    earlier = as_published(released(Table([before.cells[0], before.cells[1], before.cells[2]])))
    found = released(after, published=earlier)
    # A and B were printed before, so to suppress them would hide nothing; D must go.
    assert drawn(found) == "37 10 12 c c"
    assert pinned(after, [one.printed for one in found], POLICY, [one.printed for one in earlier]) == {}


def test_a_small_number_that_an_earlier_pack_gave_away_is_named() -> None:
    table = row(3, 10, 12)
    earlier = [Published(Printed(cell.at, "count", 0, cell.numerator), "before there was a policy") for cell in table.cells]
    found = released(table, published=earlier)
    assert drawn(found) == "25 c 10 12"
    (known,) = audit(found, table.relations(), POLICY, earlier)
    assert (known.at.member, known.already_known) == ("A", True)


def test_a_correction_by_few_is_suppressed_unless_the_policy_lets_it_be() -> None:
    earlier = as_published(released(Table([count(40)])))
    assert released(Table([count(43)]), published=earlier)[0].reasons == (Reason.SMALL_CHANGE,)
    assert released(Table([count(47)]), published=earlier)[0].printed.value == 47
    assert released(Table([count(43)]), Policy(protect_changes=False), earlier)[0].printed.value == 43


def test_a_correction_by_few_cannot_be_worked_out_from_a_row() -> None:
    before = row(20, 30, 40)
    earlier = as_published(released(before))
    found = released(row(23, 30, 47), published=earlier)
    # 100 and B are printed, so A and C together are 70: A is 23 only for who knows C.
    assert drawn(found) == "100 c 30 c"


@pytest.mark.parametrize(
    ("now", "hidden"),
    [((50, 103), True), ((53, 100), True), ((60, 110), False), ((50, 100), False), ((60, 112), True)],
    ids=["denominator", "numerator", "both by many", "neither", "those missed"],
)
@pytest.mark.parametrize("shows_parts", [True, False])
def test_a_share_corrected_by_few_is_suppressed(now: tuple[int, int], hidden: bool, shows_parts: bool) -> None:
    def publication(above: int, below: int) -> Table:
        percent, due = replace(share(above, below), shows_parts=shows_parts), count(100, indicator="due")
        due = replace(due, numerator=below)
        return Table([percent, due], [(((percent.at, "denominator"),), (due.at, "numerator"))])

    before, after = publication(50, 100), publication(*now)
    earlier = as_published(released(before))
    found = released(after, published=earlier)
    # The number of those who were due is printed beside it, so that 50.0 % gives the 50 away even where it is not.
    assert (Reason.SMALL_CHANGE in found[0].reasons) == hidden
    assert corrections(after, [one.printed for one in found], POLICY, before, [one.printed for one in earlier]) == {}
    assert audit(found, after.relations(), POLICY, earlier) == ()


def test_the_audit_finds_a_correction_of_a_share_that_is_printed() -> None:
    before, after = (Table([replace(share(above, 100), shows_parts=True)]) for above in (50, 53))
    careless = released(after)
    found = audit(careless, (), POLICY, as_published(released(before)))
    assert {(one.part, one.lowest, one.already_known) for one in found} == {("numerator", 53, False), ("rest", 47, False)}


def test_two_corrections_that_make_up_for_each_other_do_not_give_a_third_number_back() -> None:
    before = joined(row(40, 50, 20))
    after = row(43, 47, 3, 17)
    earlier = as_published(released(before))
    found = released(after, published=earlier)
    now = [one.printed for one in found]
    # 110 in all, A and B together 90 as before: who takes 40 and 50 for right still must not come to C and D.
    assert misled(after, now, POLICY, [one.printed for one in earlier]) == {}
    assert [one for one in audit(found, after.relations(), POLICY, earlier) if not one.already_known] == []


def test_means_and_amounts_of_few_children() -> None:
    at = [Coordinates(name, JANUARY) for name in ("days", "pounds", "middle")]
    cells = [
        Cell(at[0], "mean", 120, 4),
        Cell(at[1], "amount", 90_000, children=3),
        Cell(at[2], "median", 31, children=40),
    ]
    found = released(Table(cells))
    assert drawn(found) == "c c 31"
    assert found[0].reasons == (Reason.FEW_CHILDREN,)


def test_an_amount_is_not_given_back_by_its_total() -> None:
    def pounds(name: str, number: float, children: int) -> Cell:
        return Cell(Coordinates("pounds", JANUARY, "team" if name else "authority", name), "amount", number, children=children)

    cells = [pounds("", 400_000, 60), pounds("A", 90_000, 3), pounds("B", 110_000, 20), pounds("C", 200_000, 37)]
    table = Table(cells, [(tuple((cell.at, "numerator") for cell in cells[1:]), (cells[0].at, "numerator"))])
    assert drawn(released(table)) == "400000 c c 200000"


def test_workers_are_never_published() -> None:
    found = released(Table([count(30), count(20, "W1", breakdown="worker")]))
    assert drawn(found) == "30 c"
    assert found[1].reasons == (Reason.KEPT_BACK,)
