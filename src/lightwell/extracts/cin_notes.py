"""What a person should know of a children in need census once it is read: what its header says, and what it does not hold."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from lightwell.errors import Problem
from lightwell.extracts.cin_columns import CensusReader
from lightwell.extracts.messages import one_line
from lightwell.extracts.returns_model import ReturnRead
from lightwell.extracts.values import Unreadable
from lightwell.periods import say_date
from lightwell.returns import Collection

_SHOWN = 40
_LEA_DIGITS = 3

_NOT_HELD = (
    "The census has no contacts, early help, strategy discussions, visits, supervision, core groups, reviews of child in need plans, "
    "care, workers or teams: what needs them is no data.",
    "The census does not say when a section 47 enquiry was completed, nor what an assessment led to: both are left blank, and completed "
    "enquiries are not counted.",
    "An initial conference is taken to have led to a plan if a plan of the child starts on its day; whether a review conference continued "
    "one is left blank.",
)
_NO_PLACE = {
    "assessment_factors": "factors identified at assessment",
    "pre_proceedings": "pre-proceedings and family group decision-making",
}


def header_notes(read: ReturnRead, collection: Collection, authority: str) -> Iterator[Problem]:
    """Note where the header says that this is the census of another year, or of another authority than the three digits given."""
    wrong = [text for text in _said(read, "reference_date") if _day(text) != collection.last_day]
    if wrong:
        what = f"The header has the reference date “{wrong[0]}”; that of {collection} is {say_date(collection.last_day)}."
        remedy = f"Look whether this is the census of {collection}: if it is not, load it again as the collection that it is of."
        yield Problem(what, where=read.files[0].name, column="ReferenceDate", value=wrong[0], remedy=remedy)
    other = [text for text in _said(read, "lea") if text != authority] if authority.isdigit() and len(authority) == _LEA_DIGITS else []
    if other:
        what = f"The header says that this is the census of authority {other[0]}; the records are loaded as those of {authority}."
        yield Problem(what, where=read.files[0].name, column="LEA", value=other[0], remedy="Look whether this is the right file.")


def standing_notes(read: ReturnRead, accepted_unsaid: int, collection: Collection) -> Iterator[Problem]:
    """Say what the census does not hold, and what of it the journey has no place for.

    `accepted_unsaid` is how many referrals do not say whether there was no further action.
    """
    yield Problem(
        f"Of referrals before {say_date(collection.first_day)} the census has only those of cases still open then: whether a child "
        f"referred in {collection} had been referred within the year before is not known."
    )
    yield from (Problem(text) for text in _NOT_HELD)
    for table, words in _NO_PLACE.items():
        if rows := read.tables[table].num_rows:
            yield Problem(f"The journey has no place for {words} ({rows:,} in the census); the department's rules read them.")
    if accepted_unsaid:
        what = (
            f"{accepted_unsaid:,} {'referral does' if accepted_unsaid == 1 else 'referrals do'} not say whether there was no further action"
        )
        yield Problem(f"{what} (ReferralNFA): each is taken to have been accepted, and makes an episode of need.")


def _said(read: ReturnRead, column: str) -> list[str]:
    return [(one_line(text) or "")[:_SHOWN] for text in read.tables["message"].column(column).drop_null().unique().to_pylist()]


def _day(text: str) -> date | None:
    try:
        return CensusReader().day(text)
    except Unreadable:
        return None
