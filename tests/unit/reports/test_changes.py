"""What changed, worst first: ranks, the rule for a sharp change, and each indicator once."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from lightwell.definitions import Catalogue
from lightwell.definitions.model import Better
from lightwell.definitions.targets import Target
from lightwell.periods import Month
from lightwell.reports.assemble import assemble
from lightwell.reports.changes import change_of, changes, usual_change
from lightwell.reports.comparing import NO_OTHERS
from lightwell.reports.layout import Layout, SectionLayout
from lightwell.reports.model import Pack, Row
from tests.unit.reports.sample import MONTH, PROVENANCE, invented, value

STEADY = [50, 52, 51, 53, 52, 54, 53, 55, 54, 56, 55, 57]


def pack_of(*series: tuple[Sequence[float | None], Better, Target | None]) -> Pack:
    """A pack of one section under each of two aims, both with every series as an indicator: thirteen figures, polarity and target."""
    definitions = {f"crowded_{place}": invented(place, "count", better, 0) for place, (_, better, _) in enumerate(series)}
    values = {
        (name, MONTH.plus(step - 12)): value(definition, MONTH.plus(step - 12), figure)
        for (name, definition), (figures, _, _) in zip(definitions.items(), series, strict=True)
        for step, figure in enumerate(figures)
        if figure is not None
    }
    targets = tuple(
        Target(name, MONTH.plus(-40).start, target.value, target.tolerance)
        for name, (_, _, target) in zip(definitions, series, strict=True)
        if target
    )
    names = tuple(definitions)
    sections = tuple(SectionLayout(f"s{aim}", f"a{aim}", f"Aim {aim}", f"Aim {aim}", "Outcome", names[0], names) for aim in (1, 2))
    return assemble(
        month=MONTH,
        values=values,
        catalogue=Catalogue(definitions, {}),
        targets=targets,
        others=NO_OTHERS,
        layout=Layout(sections),
        authority="Smallshire",
        provenance=PROVENANCE,
    )


def row_of(figures: Sequence[float | None], better: Better = "lower", target: tuple[float, float] | None = None) -> Row:
    held = Target("", MONTH.start, *target) if target else None
    return pack_of((figures, better, held)).sections[0].rows[0]


def test_usual_change_is_the_middle_one_and_leaves_out_the_latest() -> None:
    assert usual_change(row_of([*STEADY, 900])) == 2


def test_usual_change_is_never_less_than_a_printed_step() -> None:
    assert usual_change(row_of([4.0] * 12 + [5])) == 1


def test_usual_change_needs_enough_months() -> None:
    assert usual_change(row_of([None] * 8 + [4, 5, 6, 7, 90])) is None


@pytest.mark.parametrize(("latest", "sharp"), [(64, False), (65, True), (57, False)])
def test_sharp_from_four_usual_changes(latest: int, sharp: bool) -> None:
    row = row_of([*STEADY, latest])
    assert usual_change(row) == 2
    assert change_of(row, "Aim").sharp is sharp


def test_newly_off_target_and_recovered() -> None:
    newly = change_of(row_of([*STEADY, 60], "lower", (50, 8)), "Aim")
    recovered = change_of(row_of([*STEADY[:-1], 60, 57], "lower", (50, 8)), "Aim")
    assert (newly.newly_off, newly.recovered, newly.remark) == (True, False, "Now off target")
    assert (recovered.newly_off, recovered.recovered, recovered.remark) == (False, True, "No longer off target")


def test_worst_first_and_each_indicator_once() -> None:
    found = changes(
        pack_of(
            ([*STEADY, 50], "lower", None),  # better
            ([*STEADY, 59], "lower", None),  # worse, no target
            ([*STEADY, 59], "lower", Target("", MONTH.start, 20, 1)),  # worse and off target as before
            ([*STEADY, 59], "lower", Target("", MONTH.start, 57, 1)),  # worse and newly off target
            ([*STEADY, 57], "lower", None),  # level
            ([*STEADY, None], "lower", Target("", MONTH.start, 57, 1)),  # no figure
        )
    )
    (aim,) = found.by_aim
    assert [change.row.definition.id for change in aim.changes] == ["crowded_3", "crowded_2", "crowded_1", "crowded_0"]
    assert (aim.others, aim.level) == (0, 1)
    assert [change.row.definition.id for change in found.off_target] == ["crowded_3", "crowded_2"]
    assert [row.definition.id for row in found.without_data] == ["crowded_5"]


def test_only_as_many_lines_as_asked_for() -> None:
    series: list[tuple[Sequence[float | None], Better, Target | None]] = [([*STEADY, 58 + place], "neither", None) for place in range(6)]
    (aim,) = changes(pack_of(*series), most=2).by_aim
    assert len(aim.changes) == 2
    assert aim.others == 4


def test_a_first_month_has_no_changes() -> None:
    found = changes(pack_of(([None] * 12 + [7.0], "lower", None)))
    assert found.by_aim[0].changes == ()
    assert found.sharp == ()


def test_months_are_those_of_the_pack() -> None:
    assert pack_of(([1.0] * 13, "lower", None)).months[-1] == Month(2024, 1)
