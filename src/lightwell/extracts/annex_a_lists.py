"""Ofsted's eleven lists of Annex A (August 2019): which of their columns become which columns of our records, and how to know a list.

The headings and categories are those of `annex_a_columns.csv`, taken from Ofsted's published guidance on child-level data for inspections
of local authority children's services (Open Government Licence).
"""

from __future__ import annotations

import csv
import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from lightwell.extracts.headings import plain
from lightwell.extracts.values import Reader, Unreadable, fold
from lightwell.journey import Column, Record
from lightwell.journey.assessment import Assessment, EpisodeOfNeed
from lightwell.journey.care import (
    Adopter,
    Adoption,
    CareReview,
    DentalCheck,
    HealthAssessment,
    LegalStatus,
    PeriodOfCare,
    Placement,
)
from lightwell.journey.front_door import Contact, EarlyHelpEpisode, Referral
from lightwell.journey.people import Person
from lightwell.journey.protection import ChildProtectionPlan, Conference, Section47Enquiry
from lightwell.journey.record import code_set, whole
from lightwell.journey.work import CareLeaver, Visit

CASE_STATUS = code_set(
    "Case status",
    "Annex A, list 6",
    {
        "in_care": "Looked after child",
        "child_protection": "Child Protection plan",
        "child_in_need": "Child in need plan",
        "assessment": "Open assessment",
        "closed": "Closed episode",
    },
)


@dataclass(frozen=True)
class Field:
    """One column of a list that is read: its heading, and what it means by a column of ours.

    `words` maps a category of the list, folded and without its letter, to a code where the code set does not know the words.
    """

    heading: str
    column: Column
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ListSpec:
    """One list: its number and name, the table that its rows mainly go to, the words for one row, its key and the columns read."""

    number: int
    name: str
    record: str
    title: str
    key: tuple[str, ...]
    fields: tuple[Field, ...]
    also_called: tuple[str, ...] = ()


@dataclass(frozen=True)
class ListColumn:
    """One column as Ofsted's guidance has it, with its categories by letter where they have one."""

    number: int
    list_name: str
    heading: str
    categories: tuple[str, ...]


@functools.cache
def list_columns() -> tuple[ListColumn, ...]:
    """Give every column of the eleven lists, in their order."""
    text = resources.files("lightwell.extracts").joinpath("annex_a_columns.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return tuple(
        ListColumn(
            int(row["list"]), row["list_name"], row["column"], tuple(part.strip() for part in row["categories"].split(" | ") if part)
        )
        for row in rows
    )


def columns_of(number: int) -> tuple[ListColumn, ...]:
    """Give the columns of one list."""
    return tuple(column for column in list_columns() if column.number == number)


def reader_of(number: int, wanted: Field) -> Reader:
    """Give the reader of one column: it knows the letters of the list's categories, so that a bare “b” is read as “b) Female”."""
    categories = next(column.categories for column in columns_of(number) if column.heading == wanted.heading)
    if wanted.column.kind not in ("code", "flag"):
        return Reader(serials=True)
    spellings = dict(wanted.words)
    letters: dict[str, set[str]] = {}
    for category in categories:
        found = re.fullmatch(r"([a-z]{1,2})\)\s*(.+)", fold(category))
        if found and (code := _code_of(wanted, found[2])):
            spellings[found[2]] = spellings[fold(category)] = code
            letters.setdefault(found[1], set()).add(code)
    spellings |= {letter: codes.pop() for letter, codes in letters.items() if len(codes) == 1}
    return Reader(serials=True, spellings=spellings)


def _code_of(wanted: Field, words: str) -> str:
    if words in wanted.words:
        return wanted.words[words]
    try:
        if wanted.column.kind == "flag":
            return {True: "yes", False: "no", None: "unknown"}[Reader().flag(words)]
        return Reader().code(wanted.column.codes, words).lower()
    except Unreadable:
        return ""


def _as(
    heading: str,
    record: type[Record],
    name: str,
    *,
    to: str = "",
    required: bool | None = None,
    not_before: str | None = None,
    words: Mapping[str, str] | None = None,
) -> Field:
    """Read a heading as a column of a record, under another name where two columns of the list would have the same."""
    column = record.column(name)
    column = replace(
        column,
        name=to or name,
        required=column.required if required is None else required,
        not_before=column.not_before if not_before is None else not_before,
    )
    return Field(heading, column, words or {})


_AGE = Field("Age of Child (Years)", replace(whole("Age at the last birthday; -1 for an unborn child."), name="age"))
_STATUS_COLUMN = Column("code", "What the case is now.", "status", codes=CASE_STATUS)
_PERSON = (
    _as("Child Unique ID", Person, "child"),
    _as("Gender", Person, "sex"),
    _as("Ethnicity", Person, "ethnicity"),
    _as("Date of Birth", Person, "born_on"),
    _AGE,
)
_DISABLED = _as("Does the Child have a Disability", Person, "disabled")
_WORK = (_as("Allocated Team", EpisodeOfNeed, "team"), _as("Allocated Worker", EpisodeOfNeed, "worker"))
_IN = {"in": "yes", "out": "no"}
_SUITABLE = {"suitable": "yes", "unsuitable": "no"}

LISTS: tuple[ListSpec, ...] = (
    ListSpec(
        1, "Contacts", "contacts", "Contact", ("child", "received_on", "source"),
        (*_PERSON, _as("Date of Contact", Contact, "received_on"), _as("Contact Source", Contact, "source")),
        ("contact",),
    ),
    ListSpec(
        2, "Early Help", "early_help_episodes", "Early help assessment", ("child", "assessment_started_on"),
        (
            *_PERSON,
            _as("Assessment start date", EarlyHelpEpisode, "assessment_started_on", required=True),
            _as("Assessment completion date", EarlyHelpEpisode, "assessment_completed_on"),
            _as("Organisation completing assessment", EarlyHelpEpisode, "assessed_by"),
        ),
        ("early help assessments",),
    ),
    ListSpec(
        3, "Referral", "referrals", "Referral", ("child", "received_on", "source"),
        (
            *_PERSON,
            _as("Date of referral", Referral, "received_on"),
            _as("Referral Source", Referral, "source"),
            _as("Referral NFA?", Referral, "no_further_action"),
            *_WORK,
        ),
        ("referrals",),
    ),
    ListSpec(
        4, "Assessments", "assessments", "Assessment", ("child", "started_on"),
        (
            *_PERSON, _DISABLED,
            _as("Continuous Assessment Start Date", Assessment, "started_on"),
            _as("Child Seen During Continuous Assessment", Assessment, "child_seen"),
            _as("Continuous Assessment Date of Authorisation", Assessment, "completed_on"),
            *_WORK,
        ),
        ("assessment",),
    ),
    ListSpec(
        5, "Section 47 enquiries and Initial Child Protection Conferences", "section_47_enquiries", "Section 47 enquiry",
        ("child", "started_on"),
        (
            *_PERSON, _DISABLED,
            _as("Strategy discussion initiating Section 47 Enquiry Start Date", Section47Enquiry, "started_on"),
            _as("Was an Initial Child Protection Conference deemed unnecessary?", Section47Enquiry, "conference_not_required"),
            _as("Date of Initial Child Protection Conference", Section47Enquiry, "initial_conference_on"),
            _as("Did the Initial Child Protection Conference Result in a Child Protection Plan", Conference, "led_to_plan"),
            *_WORK,
        ),
        ("section 47", "s47", "section 47 and icpc", "s47 and icpc", "section 47 enquiries"),
    ),
    ListSpec(
        6, "Children in Need", "episodes_of_need", "Episode of need", ("child", "started_on"),
        (
            *_PERSON, _DISABLED,
            _as("CIN Start Date", EpisodeOfNeed, "started_on"),
            _as("Primary Need Code", EpisodeOfNeed, "primary_need"),
            _as("Date Child Was Last Seen", Visit, "happened_on", to="seen_on", required=False),
            _as("CIN Closure Date", EpisodeOfNeed, "ended_on"),
            _as("Reason for Closure", EpisodeOfNeed, "closure_reason"),
            Field("Case status", _STATUS_COLUMN),
            *_WORK,
        ),
        ("cin", "child in need"),
    ),
    ListSpec(
        7, "Child protection", "child_protection_plans", "Child protection plan", ("child", "started_on"),
        (
            *_PERSON, _DISABLED,
            _as("Child Protection Plan Start Date", ChildProtectionPlan, "started_on"),
            _as("Initial Category of Abuse", ChildProtectionPlan, "initial_category"),
            _as("Latest Category of Abuse", ChildProtectionPlan, "latest_category"),
            _as("Date of the Last Statutory Visit", Visit, "happened_on", to="visited_on", required=False),
            _as("Was the Child Seen Alone?", Visit, "seen_alone"),
            _as("Date of latest review conference", Conference, "held_on", to="reviewed_on", required=False),
            _as("Child Protection Plan End Date", ChildProtectionPlan, "ended_on"),
            _as("Number of Previous Child Protection Plans", ChildProtectionPlan, "previous_plans"),
            *_WORK,
        ),
        ("cp", "cpp", "child protection plans"),
    ),
    ListSpec(
        8, "Children in care", "periods_of_care", "Period of care", ("child", "started_on"),
        (
            *_PERSON, _DISABLED,
            _as("Unaccompanied Asylum Seeking Child (UASC) within the Last 12 Months (Y/N)", Person, "unaccompanied"),
            _as("Date Started to be Looked After", PeriodOfCare, "started_on"),
            _as("Child's Category of Need", PeriodOfCare, "need"),
            _as("Start date of current legal status", LegalStatus, "started_on", to="legal_started_on", required=False),
            _as("Child's Legal Status", LegalStatus, "status", required=False),
            _as("Date of Latest Statutory Review", CareReview, "held_on", to="reviewed_on", required=False),
            _as("Date of Last Social Work Visit", Visit, "happened_on", to="visited_on", required=False),
            _as("What is the permanence plan for this child?", PeriodOfCare, "permanence_plan"),
            _as("Date of Last Health Assessment", HealthAssessment, "held_on", to="health_on", required=False),
            _as("Date of Last Dental Check", DentalCheck, "held_on", to="dental_on", required=False),
            _as("Date Ceased to be Looked After", PeriodOfCare, "ended_on"),
            _as("Reason Ceased to be Looked After", PeriodOfCare, "end_reason"),
            _as("Start Date of Most Recent Placement", Placement, "started_on", to="placement_started_on", required=False),
            _as("Placement Type", Placement, "kind", required=False),
            _as("Placement Provider", Placement, "provider"),
            _as("Placement postcode", Placement, "postcode"),
            _as("URN of Placement", Placement, "urn"),
            _as("Placement Location", Placement, "inside_authority", words=_IN),
            *_WORK,
        ),
        ("cla", "lac", "children looked after", "looked after children"),
    ),
    ListSpec(
        9, "Care leavers", "care_leavers", "Care leaver", ("child",),
        (
            *_PERSON, _DISABLED, *_WORK,
            _as("Eligibility Category", CareLeaver, "category"),
            _as("LA In Touch", CareLeaver, "in_touch"),
            _as("Type of Accommodation", CareLeaver, "accommodation"),
            _as("Suitability of Accommodation", CareLeaver, "accommodation_suitable", words=_SUITABLE),
            _as("Activity Status", CareLeaver, "activity"),
        ),
        ("leaving care",),
    ),
    ListSpec(
        10, "Adoption", "adoptions", "Adoption", ("child", "decided_on"),
        (
            *_PERSON, _DISABLED,
            _as("Family identifier", Adoption, "family"),
            _as("Date of Decision that Child Should be Placed for Adoption", Adoption, "decided_on"),
            _as("Date of Placement Order", Adoption, "placement_order_on"),
            _as("Date of Matching Child and Prospective Adopters", Adoption, "matched_on"),
            _as("Date Placed for Adoption", Adoption, "placed_on"),
            _as("Date of Adoption Order", Adoption, "adopted_on"),
            _as("Date of Decision that Child Should No Longer be Placed for Adoption", Adoption, "reversed_on"),
            _as("Reason Why Child No Longer Placed for Adoption", Adoption, "reversal_reason"),
            _as(
                "Date the child was placed for fostering in FFA or concurrent planning placement",
                Adoption, "fostering_for_adoption_on",
            ),
        ),
        ("adoptions",),
    ),
    ListSpec(
        11, "Adopters", "adopters", "Adopter", ("adopter",),
        (
            _as("Individual adopter identifier", Adopter, "adopter"),
            _as("Family identifier", Adopter, "family"),
            _as("Gender", Adopter, "sex"),
            _as("Ethnicity", Adopter, "ethnicity"),
            _as("Disability", Adopter, "disabled"),
            _as("Is the (prospective) adopter fostering for adoption?", Adopter, "fostering_for_adoption"),
            _as("Date enquiry received", Adopter, "enquired_on"),
            _as("Date Stage 1 started", Adopter, "stage_1_started_on"),
            _as("Date Stage 1 ended", Adopter, "stage_1_ended_on"),
            _as("Date Stage 2 started", Adopter, "stage_2_started_on"),
            _as("Date Stage 2 ended", Adopter, "stage_2_ended_on"),
            _as("Date application submitted", Adopter, "applied_on"),
            _as("Date application approved", Adopter, "approved_on"),
            _as("Date adopter matched with child(ren)", Adopter, "matched_on"),
            _as("Date child/children placed with adopter(s)", Adopter, "placed_on"),
            _as("No. of children placed", Adopter, "children_placed"),
            _as("Date of Adoption Order", Adopter, "adopted_on"),
            _as("Date of leaving adoption process", Adopter, "left_on"),
            _as("Reason for leaving adoption process", Adopter, "left_reason"),
        ),
        ("prospective adopters",),
    ),
)  # fmt: skip
"""The eleven lists, in their order."""


def list_named(sheet: str) -> ListSpec | None:
    """Know a list by the name of its sheet: “List 1”, “List 1 - Contacts”, “1. Contacts” or “Contacts”; None if the name says nothing."""
    reduced = plain(sheet)
    found = re.fullmatch(r"(?:annexa)?(list|tab|sheet)?(\d{1,2})?([a-z].*)?", reduced)
    if found and found[2] and 1 <= int(found[2]) <= len(LISTS):
        spec = LISTS[int(found[2]) - 1]
        if found[1] == "list" or not found[3] or found[3] in _names(spec):
            return spec if found[1] != "sheet" else None
    return next((spec for spec in LISTS if reduced in _names(spec)), None)


def _names(spec: ListSpec) -> Sequence[str]:
    # Excel cuts the name of a sheet at 31 letters
    whole_names = [spec.name, *spec.also_called]
    return [*map(plain, whole_names), *(plain(spec.name[:length]) for length in range(20, len(spec.name)))]
