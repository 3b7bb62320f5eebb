"""Which columns of the SSDA903 become which columns of our records, table by table, and what identifies a row of each.

A table that is not here has no place in the journey: it stands in the snapshot for the rules alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.journey import Column, Record
from lightwell.journey.care import Adoption, CareReview, LegalStatus, MissingEpisode, PeriodOfCare, Placement
from lightwell.journey.codes import CARE_STARTS
from lightwell.journey.people import Person
from lightwell.journey.record import code_set
from lightwell.journey.work import Allocation, CareLeaver

_PLACES = code_set("Location of the placement", "SSDA903", {"IN": "Inside the authority", "OUT": "Outside the authority"})


@dataclass(frozen=True)
class Field:
    """One column of a table that is read: its name in `returns.shapes`, what it means by a column of ours, and which columns it feeds.

    `words` maps what stands in the return, lower case, to a code or to `yes` and `no`; `take` is what is made of the texts before.
    """

    name: str
    column: Column
    feeds: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)
    take: Callable[[pa.Array], pa.Array] | None = None


@dataclass(frozen=True)
class TableSpec:
    """One table of the return: the record type that its rows mainly go to, the words for one row, its key and its columns."""

    table: str
    record: str
    title: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]

    @property
    def lasts(self) -> bool:
        """Say whether its rows are spans of time, so that one may be open at the end of the year."""
        return any(each.column.name == "ended_on" for each in self.fields)


def _as(
    name: str, record: type[Record], column: str, *, to: str = "", words: Mapping[str, str] | None = None,
    take: Callable[[pa.Array], pa.Array] | None = None, required: bool | None = None, not_before: str | None = None,
) -> Field:  # fmt: skip
    """Read a column of the return as a column of a record, under another name where one table would have two of the same."""
    own = record.column(column)
    asked = own.required if required is None else required
    after = own.not_before if not_before is None else not_before
    kept = replace(own, name=to or column, required=asked, not_before=after)
    return Field(name, kept, (f"{record.table}.{column}",), words or {}, take)


def _without(pattern: str) -> Callable[[pa.Array], pa.Array]:
    """Make blank what stands for nothing, such as `XXXXXXX` for a setting without a number."""

    def take(texts: pa.Array) -> pa.Array:
        return pc.if_else(pc.match_substring_regex(texts, pattern), pa.scalar(None, pa.string()), texts)

    return take


def _suitability(texts: pa.Array) -> pa.Array:
    """Take the second letter of a code of accommodation, 1 or 2; there is none in other texts, which are told of by the first."""
    said = pc.match_substring_regex(texts, "^[A-Za-z][12]$")
    return pc.if_else(said, pc.utf8_slice_codeunits(texts, 1, 2), pa.scalar(None, pa.string()))


def _letter(texts: pa.Array) -> pa.Array:
    return pc.replace_substring_regex(_without("^0$")(texts), "^([BCDEGHKR-Zbcdeghkr-z])[12]$", r"\1")


_CHILD = _as("child", Person, "child")
_BORN = _as("dob", Person, "born_on")
_NO_NUMBER = _without("^[Xx]+$")
_NO_UPN = _without("^[Uu][Nn][1-9]$")
_STARTS = Field("rne", Column("code", "Why the episode began.", "begun_by", codes=CARE_STARTS), ("placements.same_carer",))
_LOCATION = Field("pl_location", Column("code", "Where it is.", "location", codes=_PLACES), ("placements.inside_authority",))

_EPISODES = (
    _CHILD,
    replace(
        _as("decom", Placement, "started_on"), feeds=("periods_of_care.started_on", "placements.started_on", "legal_statuses.started_on")
    ),
    replace(_as("dec", Placement, "ended_on"), feeds=("periods_of_care.ended_on", "placements.ended_on", "legal_statuses.ended_on")),
    _STARTS,
    _as("rec", PeriodOfCare, "end_reason"),
    _as("cin", PeriodOfCare, "need"),
    _as("ls", LegalStatus, "status", required=False),
    _as("place", Placement, "kind", required=False),
    _as("place_provider", Placement, "provider"),
    _as("reason_place_change", Placement, "change_reason"),
    _as("urn", Placement, "urn", take=_NO_NUMBER),
    _as("pl_distance", Placement, "distance"),
    _LOCATION,
    _as("pl_post", Placement, "postcode"),
    _as("home_post", Person, "postcode", to="home_postcode"),
)

SPECS: tuple[TableSpec, ...] = (
    TableSpec(
        "header",
        "people",
        "Header",
        ("child",),
        (
            _CHILD,
            _BORN,
            _as("sex", Person, "sex"),
            _as("ethnic", Person, "ethnicity"),
            _as("upn", Person, "upn", take=_NO_UPN),
            _as("uasc", Person, "unaccompanied"),
        ),
    ),
    TableSpec("episodes", "placements", "Episode", ("child", "started_on"), _EPISODES),
    TableSpec(
        "reviews",
        "care_reviews",
        "Review",
        ("child", "held_on"),
        (_CHILD, _as("review", CareReview, "held_on"), _as("review_code", CareReview, "participation")),
    ),
    TableSpec(
        "uasc",
        "people",
        "Unaccompanied child",
        ("child",),
        (_CHILD, _BORN, _as("sex", Person, "sex"), _as("duc", Person, "unaccompanied_until")),
    ),
    TableSpec(
        "oc3",
        "care_leavers",
        "Care leaver",
        ("child",),
        (
            _CHILD,
            _BORN,
            _as("in_touch", CareLeaver, "in_touch"),
            _as("activ", CareLeaver, "activity", take=_without("^0$")),
            _as("accom", CareLeaver, "accommodation", take=_letter),
            _as("accom", CareLeaver, "accommodation_suitable", words={"2": "no"}, take=_suitability),
        ),
    ),
    TableSpec(
        "ad1",
        "adoptions",
        "Adoption",
        ("child", "decided_on"),
        (_CHILD, _as("date_int", Adoption, "decided_on"), _as("date_match", Adoption, "matched_on")),
    ),
    TableSpec(
        "placed_for_adoption",
        "adoptions",
        "Decision to place for adoption",
        ("child", "decided_on"),
        (
            _CHILD,
            _as("date_placed", Adoption, "decided_on"),
            _as("date_placed_ceased", Adoption, "reversed_on"),
            _as("reason_placed_ceased", Adoption, "reversal_reason"),
        ),
    ),
    TableSpec(
        "missing",
        "missing_episodes",
        "Missing episode",
        ("child", "started_on"),
        (
            _CHILD,
            _as("missing", MissingEpisode, "kind"),
            _as("mis_start", MissingEpisode, "started_on"),
            _as("mis_end", MissingEpisode, "ended_on"),
        ),
    ),
    TableSpec(
        "social_worker_episodes",
        "allocations",
        "Social worker's episode",
        ("child", "worker", "started_on"),
        (
            _CHILD,
            _as("sw_id", Allocation, "worker"),
            _as("sw_decom", Allocation, "started_on"),
            _as("sw_dec", Allocation, "ended_on"),
        ),
    ),
)
"""The tables of the return that have a place in the journey."""
