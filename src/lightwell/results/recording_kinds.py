"""What is done, recorded and authorised: the kinds of records that say on which day, and which of them count."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from lightwell.errors import NotFound
from lightwell.journey import codes


@dataclass(frozen=True)
class Kind:
    """One kind of thing done for a child: the table and its columns of the days on which it happened, was recorded and was authorised.

    `authorised` is empty where nobody authorises, `recorded` where the record does not say. `counts` is the condition of the rows that
    would count, were they authorised; that of `facts/sql/shared/last_done.sql`. `worker` is the column that names who did it.
    """

    id: str
    name: str
    table: str
    happened: str
    recorded: str
    authorised: str = ""
    counts: str = "true"
    worker: str = ""

    @property
    def needs(self) -> tuple[str, ...]:
        """The columns of records without which practice cannot be told from recording."""
        return tuple(f"{self.table}.{column}" for column in (self.recorded, self.authorised) if column)


def _visits(purpose: str, label: str) -> Kind:
    counts = f"purpose = '{purpose}' and coalesce(mode, 'face_to_face') = 'face_to_face' and coalesce(child_seen, true)"
    name = f"Visits: {label[0].lower()}{label[1:]}"
    return Kind(f"{purpose}_visits", name, "visits", "happened_on", "recorded_on", "authorised_on", counts, "worker")


_SUPERVISED = "coalesce(kind, 'individual') <> 'oversight'"

KINDS: Mapping[str, Kind] = {
    kind.id: kind
    for kind in (
        *(_visits(purpose, label) for purpose, label in codes.VISIT_PURPOSES.labels.items()),
        Kind("supervisions", "Supervision", "supervisions", "happened_on", "recorded_on", "authorised_on", _SUPERVISED, "worker"),
        Kind("core_groups", "Core groups", "core_groups", "held_on", "recorded_on", worker="worker"),
        Kind("child_in_need_reviews", "Reviews of child in need plans", "child_in_need_reviews", "held_on", "recorded_on", worker="worker"),
        Kind("care_reviews", "Care reviews", "care_reviews", "held_on", "recorded_on", worker="chair"),
        Kind(
            "assessments", "Assessments", "assessments", "completed_on", "recorded_on", counts="completed_on is not null", worker="worker"
        ),
        Kind("health_assessments", "Health assessments", "health_assessments", "held_on", ""),
    )
}
"""Every kind by its id: visits by purpose, then the record types. A completed assessment is authorised already, so that only its recording
is left; of a health assessment the record does not say when it was recorded."""


def kind_named(name: str) -> Kind:
    """Find a kind by its id; raises `NotFound` if there is none."""
    if name not in KINDS:
        raise NotFound(f"There is no kind of record “{name[:40]}”. The kinds are {', '.join(KINDS)}.")
    return KINDS[name]
