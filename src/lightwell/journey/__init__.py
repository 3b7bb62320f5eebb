"""The record model: what can happen to a child, one module per stage of the journey, and who does the work.

`RECORDS` lists every record type in the order of the journey; `record_named` finds one by its table.
"""

from __future__ import annotations

from lightwell.errors import NotFound
from lightwell.journey.assessment import Assessment, ChildInNeedPlan, ChildInNeedReview, EpisodeOfNeed
from lightwell.journey.care import (
    Adopter,
    Adoption,
    CareReview,
    DentalCheck,
    HealthAssessment,
    LegalStatus,
    MissingEpisode,
    PeriodOfCare,
    Placement,
)
from lightwell.journey.front_door import Contact, EarlyHelpEpisode, Referral
from lightwell.journey.people import Disability, Person
from lightwell.journey.protection import (
    ChildProtectionPlan,
    Conference,
    CoreGroup,
    Section47Enquiry,
    StrategyDiscussion,
)
from lightwell.journey.record import CodeSet, Column, Record
from lightwell.journey.work import Allocation, CareLeaver, Post, Supervision, Team, Visit, VisitAgreement, Worker

RECORDS: tuple[type[Record], ...] = (
    Person,
    Disability,
    Contact,
    EarlyHelpEpisode,
    Referral,
    EpisodeOfNeed,
    Assessment,
    ChildInNeedPlan,
    ChildInNeedReview,
    StrategyDiscussion,
    Section47Enquiry,
    Conference,
    ChildProtectionPlan,
    CoreGroup,
    PeriodOfCare,
    Placement,
    LegalStatus,
    CareReview,
    HealthAssessment,
    DentalCheck,
    MissingEpisode,
    Adoption,
    Adopter,
    CareLeaver,
    Visit,
    VisitAgreement,
    Supervision,
    Allocation,
    Worker,
    Post,
    Team,
)
"""Every record type, in the order of the journey."""


def record_named(table: str) -> type[Record]:
    """Find a record type by the name of its table; raises `NotFound` if there is none."""
    for record in RECORDS:
        if record.table == table:
            return record
    raise NotFound(f"There is no record type “{table}”. The record types are {', '.join(record.table for record in RECORDS)}.")


__all__ = ["RECORDS", "CodeSet", "Column", "Record", "record_named"]
