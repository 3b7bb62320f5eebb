"""Which blocks of the children in need census become journey records, and how each of their elements is read.

Source: the Department for Education's schema of the census, whose codes the journey has as they are; other spellings are not taken for
codes, as they may be for a service's own extract.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyarrow as pa
import pyarrow.compute as pc

from lightwell.extracts.checking import Subject, Wanted, whole
from lightwell.extracts.sheet import Sheet, tidy
from lightwell.extracts.values import Reader, Unreadable
from lightwell.journey import CodeSet, Column, record_named
from lightwell.journey.record import code_set
from lightwell.returns import shapes

SEX = code_set("Sex in the census", "Children in need census, since 2025 to 2026", {"M": "Male", "F": "Female", "U": "Not known"})


@dataclass(frozen=True)
class Block:
    """One table of the census: the journey table by which its rows are counted, what one row is called, and what identifies one.

    `columns` maps the census's columns to ours, in which they are read.
    """

    table: str
    record: str
    title: str
    key: tuple[str, ...]
    columns: Mapping[str, Column]

    @property
    def sheet_name(self) -> str:
        """What the census calls the block: `CINdetails`."""
        return shapes("cin_census")[self.table].title

    @property
    def subject(self) -> Subject:
        """What the rows are, for those that cannot be loaded."""
        return Subject(self.record, self.title, self.key)

    def sheet(self, given: pa.Table, file: str, sha256: str) -> Sheet:
        """Give the block's rows, counted from 1, as cells of text; an empty block is a row too."""
        cells = tuple(tidy(whole(given.column(name))) for name in self.columns)
        rows = pc.add(whole(given.column("row")), 1).cast(pa.int32())
        return Sheet(file, self.sheet_name, sha256, tuple(_field(self.table, name) for name in self.columns), cells, rows)

    def wanted(self) -> list[Wanted]:
        """Give how each cell of such a sheet is read."""
        reader = CensusReader()
        return [Wanted(column, at, _field(self.table, name), reader) for at, (name, column) in enumerate(self.columns.items())]


class CensusReader(Reader):
    """Reads the values of a census: days as year-month-day or as day/month/year, and says what the census would have."""

    def day(self, text: str) -> date:
        """Read a day."""
        try:
            return super().day(text)
        except Unreadable as error:
            raise Unreadable(error.what, "Correct the day; the census writes year-month-day, as in 2026-03-09.") from None

    def code(self, codes: CodeSet | None, text: str) -> str:
        """Read a code."""
        try:
            return super().code(codes, text)
        except Unreadable as error:
            raise Unreadable(error.what, f"Use one of {', '.join(codes.labels if codes else ())}.") from None


def _field(table: str, name: str) -> str:
    column = shapes("cin_census")[table].column(name)
    return column.field if column else name


def _of(record: str, **columns: str) -> dict[str, Column]:
    """Read columns of the census (the names given) as columns of a record, with the child first; their codes have one spelling."""
    found = {"child": record_named(record).column("child")}
    for name, ours in columns.items():
        column = record_named(record).column(ours)
        found[name] = replace(column, codes=replace(column.codes, aliases={})) if column.codes else column
    return found


_PEOPLE = _of(
    "people",
    upn="upn",
    person_birth_date="born_on",
    expected_person_birth_date="expected_on",
    person_death_date="died_on",
    gender_current="sex",
    ethnicity="ethnicity",
)
_REFERRALS = _of(
    "referrals",
    cin_referral_date="received_on",
    referral_source="source",
    referral_nfa="no_further_action",
    primary_need_code="primary_need",
)
_EPISODES = _of("episodes_of_need", cin_closure_date="ended_on", reason_for_closure="closure_reason")
_ENQUIRIES = _of(
    "section_47_enquiries",
    s47_actual_start_date="started_on",
    date_of_initial_cpc="initial_conference_on",
    icpc_not_required="conference_not_required",
)
_PLANS = _of(
    "child_protection_plans",
    cpp_start_date="started_on",
    cpp_end_date="ended_on",
    initial_category_of_abuse="initial_category",
    latest_category_of_abuse="latest_category",
    number_of_previous_cpp="previous_plans",
)

BLOCKS: tuple[Block, ...] = (
    Block(
        "children",
        "people",
        "Child",
        ("child",),
        {
            **_PEOPLE,
            "gender_current": replace(_PEOPLE["gender_current"], name="gender"),
            "sex": replace(_PEOPLE["gender_current"], codes=SEX),
        },
    ),
    Block("disabilities", "disabilities", "Disability", ("child", "disability"), _of("disabilities", disability="disability")),
    Block(
        "cin_details",
        "referrals",
        "Referral",
        ("child", "received_on", "source"),
        {
            **_REFERRALS,
            **_EPISODES,
            "cin_closure_date": replace(_EPISODES["cin_closure_date"], not_before="received_on"),
            # a conference before the referral is for the department's rules: a child who moves in brings one along
            "date_of_initial_cpc": replace(_ENQUIRIES["date_of_initial_cpc"], not_before=""),
        },
    ),
    Block(
        "assessments",
        "assessments",
        "Assessment",
        ("child", "started_on"),
        _of("assessments", assessment_actual_start_date="started_on", assessment_authorisation_date="completed_on"),
    ),
    Block(
        "cin_plans",
        "child_in_need_plans",
        "Child in need plan",
        ("child", "started_on"),
        _of("child_in_need_plans", cin_plan_start_date="started_on", cin_plan_end_date="ended_on"),
    ),
    Block("section_47", "section_47_enquiries", "Section 47 enquiry", ("child", "started_on"), _ENQUIRIES),
    Block("protection_plans", "child_protection_plans", "Child protection plan", ("child", "started_on"), _PLANS),
    Block("reviews", "conferences", "Review conference", ("child", "held_on"), _of("conferences", cpp_review_date="held_on")),
)
"""The blocks that become records, in the order of the journey. The others stay in the census as returned."""
