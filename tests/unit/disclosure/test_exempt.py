"""Figures that the council has exempted: zero, small or large, they do not come out of what is published beside them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lightwell.disclosure import Cell, Coordinates, Policy, Printed, Published, Reason, Released, audit, protect
from tests.unit.disclosure.attackers import Table, known_too_closely
from tests.unit.disclosure.tables import JANUARY, POLICY, as_published, count, drawn, released, row, share

A = Coordinates("visits", JANUARY, "team", "A")


@pytest.mark.parametrize(
    ("members", "printed"),
    [
        ((0, 10, 12), "22 c c 12"),  # the total less the others is the 0
        ((0, 0, 0), "c c 0 0"),  # nothing but a zero can give way
        ((0, 0, 12), "12 c 0 c"),
        ((3, 10, 12), "25 c c 12"),
        ((7, 10, 12), "29 c c 12"),
        ((4000, 10, 12), "4022 c c 12"),
    ],
)
def test_an_exempt_member(members: tuple[int, ...], printed: str) -> None:
    table = row(*members)
    found = released(table, exempt={A})
    assert drawn(found) == printed
    assert Reason.EXEMPT in found[1].reasons
    assert known_too_closely(table, [one.printed for one in found], POLICY, {A}) == {}
    assert audit(found, table.relations(), POLICY) == ()


@pytest.mark.parametrize("number", [0, 3, 7, 4000])
def test_the_attacker_and_the_audit_succeed_where_only_the_exempt_figure_is_taken_out(number: int) -> None:
    table = row(number, 10, 12)
    careless = [_withheld(one) if one.printed.at == A else one for one in released(Table(table.cells), Policy(protect_up_to=1))]
    assert known_too_closely(table, [one.printed for one in careless], POLICY, {A}) == {(A, "numerator"): (number, number)}
    assert {(one.at, one.lowest, one.highest) for one in audit(careless, table.relations(), POLICY)} == {(A, number, number)}


def _withheld(one: Released) -> Released:
    (found,) = released(Table([Cell(one.printed.at, "count", 9)]), exempt={one.printed.at})
    return found


def test_an_exempt_number_is_not_known_to_within_a_fifth_of_itself() -> None:
    table = row(4000, 9)
    due, rest = count(20, "B", indicator="due"), count(11, "B", indicator="missed")
    table.cells += [due, rest]
    table.sums.append((((table.cells[2].at, "numerator"), (rest.at, "numerator")), (due.at, "numerator")))
    found = released(table, exempt={A})
    # B is no more than 20, which leaves A no room: the total has to go, not B.
    assert drawn(found) == "c c 9 20 11"
    hidden = [released(Table([cell]), exempt={cell.at})[0] for cell in (table.cells[2], rest)]
    shown = released(Table([table.cells[0]]))[0]
    careless = [shown, found[1], hidden[0], found[3], hidden[1]]
    pinned = {one.at: (one.lowest, one.highest) for one in audit(careless, table.relations(), POLICY)}
    alone = {A, *(one.printed.at for one in hidden)}
    assert (A, "numerator") in known_too_closely(table, [one.printed for one in careless], POLICY, alone)
    assert pinned == {A: (3989, 4009)}


@pytest.mark.parametrize(("above", "below"), [(0, 12), (3, 12), (12, 12), (40, 50), (9, 50)])
def test_an_exempt_share_of_a_public_number(above: int, below: int) -> None:
    met, due, percent = count(above, "A", indicator="met"), count(below, "A", indicator="due"), share(above, below, member="A")
    others = [count(20, indicator="met"), count(20 - above, "B", indicator="met")] if above <= 20 else []
    table = Table([percent, due, met, *others], [(((percent.at, "numerator"),), (met.at, "numerator"))])
    table.sums.append((((percent.at, "denominator"),), (due.at, "numerator")))
    if others:
        table.sums.append((((met.at, "numerator"), (others[1].at, "numerator")), (others[0].at, "numerator")))
    found = released(table, exempt={percent.at})
    assert found[0].printed.value is None
    assert found[1].printed.value == below, "how many were due is public in its own right"
    assert found[2].printed.value is None, "how many met it is what the share says"
    assert known_too_closely(table, [one.printed for one in found], POLICY, {percent.at}) == {}
    assert audit(found, table.relations(), POLICY) == ()


def test_an_exempt_share_of_nothing_hides_nothing() -> None:
    percent, due = share(0, 0, member="A"), count(0, "A", indicator="due")
    table = Table([percent, due], [(((percent.at, "denominator"),), (due.at, "numerator"))])
    assert drawn(released(table, exempt={percent.at})) == "z 0"


def test_what_is_only_in_exempt_shares_is_protected_with_them() -> None:
    teams = [share(above, below, member=name) for name, above, below in (("A", 40, 50), ("B", 30, 60))]
    whole = replace(share(70, 110), shows_parts=True)
    table = Table([whole, *teams])
    for part in ("numerator", "denominator"):
        table.sums.append((tuple((team.at, part) for team in teams), (whole.at, part)))
    found = released(table, exempt={teams[0].at})
    assert drawn(found) == "63.6 c c"
    assert known_too_closely(table, [one.printed for one in found], POLICY, {teams[0].at}) == {}


def test_an_exempt_amount_is_not_given_back_by_its_total() -> None:
    cells = [Cell(Coordinates("pounds", JANUARY), "amount", 320_000, children=60)]
    cells += [
        Cell(Coordinates("pounds", JANUARY, "team", name), "amount", n, children=20)
        for name, n in (("A", 0), ("B", 200_000), ("C", 120_000))
    ]
    table = Table(cells, [(tuple((cell.at, "numerator") for cell in cells[1:]), (cells[0].at, "numerator"))])
    assert drawn(released(table, exempt={cells[1].at})) == "320000 c 200000 c"


def test_what_an_earlier_pack_printed_of_it_stays_known_and_costs_nothing_more() -> None:
    table = row(14, 10, 12)
    earlier = as_published(released(table))
    found = released(table, published=earlier, exempt={A})
    assert drawn(found) == "36 c 10 12"
    (known,) = audit(found, table.relations(), POLICY, earlier)
    assert (known.at, known.lowest, known.already_known) == (A, 14, True)


def test_what_an_earlier_pack_printed_of_it_otherwise_does_not_make_it_known() -> None:
    earlier = [Published(Printed(cell.at, "count", 0, cell.numerator), "before") for cell in row(14, 10, 12).cells]
    table = row(40, 10, 12)
    # The total of now gives the new number away with B and C, which are printed already.
    found = released(table, published=earlier, exempt={A})
    assert drawn(found) == "c c 10 12"
    assert [one for one in audit(found, table.relations(), POLICY, earlier) if not one.already_known] == []
    careless = [
        replace(found[0], printed=Printed(found[0].printed.at, "count", 0, 62.0), state=released(row(9))[0].state, reasons=()),
        *found[1:],
    ]
    assert [(one.at, one.lowest) for one in audit(careless, table.relations(), POLICY, earlier) if not one.already_known] == [(A, 40)]


def test_a_mark_that_is_printed_again_does_not_count_as_known() -> None:
    table = row(40, 10, 12)
    first = released(table, exempt={A})
    assert drawn(first) == "62 c c 12"
    # B is asked for again under another name: to print that would give A back.
    twin = count(10, "B", indicator="twins")
    table.cells.append(twin)
    table.sums.append((((twin.at, "numerator"),), (table.cells[2].at, "numerator")))
    again = {one.printed.at: one.printed for one in first if one.printed.at != A}
    found = protect(table.cells, table.relations(), POLICY, as_published(first), again, {A})
    assert drawn(found) == "62 c c 12 c"
    assert audit(found, table.relations(), POLICY, as_published(first)) == ()


def test_what_an_earlier_pack_says_roughly_is_not_known_outright_already() -> None:
    earlier = [Published(Printed(A, "count", 0, 40.0, base=5), "in fives")]
    table = row(40, 10, 12)
    found = released(table, published=earlier, exempt={A})
    assert [one for one in audit(found, table.relations(), POLICY, earlier) if not one.already_known] == []
    careless = [found[1] if cell.at == A else released(Table([cell]))[0] for cell in table.cells]
    assert [(one.at, one.lowest, one.already_known) for one in audit(careless, table.relations(), POLICY, earlier)] == [(A, 40, False)]
