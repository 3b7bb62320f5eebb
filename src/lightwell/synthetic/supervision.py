"""Supervision of workers in which a child was discussed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from lightwell.synthetic.days import history
from lightwell.synthetic.steering import Rhythm, Watch, since, touching
from lightwell.synthetic.world import Child, Span, World

SUPERVISION_DAYS = 56


@dataclass(frozen=True)
class Supervised:
    """One supervision in which one child was discussed."""

    child: Child
    day: int


def supervise(world: World) -> list[Supervised]:
    """Hold the supervisions of all months; a child with more than one status is steered by the weightiest."""
    groups: tuple[tuple[str, Sequence[Span]], ...] = (
        ("cla_supervision", world.cares),
        ("cp_supervision", world.protections),
        ("cin_supervision", [plan for plan in world.needs if not plan.disabilities]),
        ("cin_cwd_supervision", [plan for plan in world.needs if plan.disabilities]),
        ("care_leaver_supervision", world.leavers),
        ("assessment_supervision", world.assessments),
        ("eh_supervision", [work for work in world.helps if work.works]),
    )
    watch = Watch(world, Rhythm(45))
    months = [(name, touching(spans, history())) for name, spans in groups]
    for month in history():
        steered: dict[int, bool] = {}
        for name, by_month in months:
            spans = [span for span in by_month[month.index] if span.child.number not in steered]
            falling = world.targets.share(name, month.index + 1) / max(world.targets.share(name, month.index), 0.01)
            watch.rhythm = Rhythm(45, 0.45 * min(falling, 1.0) ** 4)
            watch.month(month, spans, (since(world.targets.share(name, month.index), month.last - SUPERVISION_DAYS),))
            steered |= {span.child.number: True for span in spans if span.open_at(month.last)}
    found = [Supervised(span.child, day) for span, day in watch.events]
    return sorted(found, key=lambda each: (each.day, each.child.number))
