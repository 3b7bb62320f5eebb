"""The clocks of most roll calls: since the last visit that counts, as agreed, and since the last supervision."""

from __future__ import annotations

from datetime import date

from tests.reference.journey import Journey, Row, days_between, latest_open


def _visit_counts(visit: Row, purpose: str, day: date) -> bool:
    return (
        visit["purpose"] == purpose
        and visit["mode"] in (None, "face_to_face")
        and visit["child_seen"] is not False
        and visit["authorised_on"] is not None
        and visit["happened_on"] <= day
    )


def last_visit(journey: Journey, child: str, purpose: str, day: date) -> date | None:
    """Give the day of the child's last visit for a purpose, up to a day, that counts; None if there is none."""
    days = [visit["happened_on"] for visit in journey.of("visits", child) if _visit_counts(visit, purpose, day)]
    return max(days, default=None)


def days_since_visit(journey: Journey, child: str, purpose: str, day: date) -> int | None:
    """Count the days to a day from the last visit for a purpose that counts; None if there is none."""
    return days_between(last_visit(journey, child, purpose, day), day)


def agreed_visit_days(journey: Journey, child: str, purpose: str, day: date) -> int | None:
    """Give the interval between visits for a purpose agreed for the child and in force on a day; None if none is."""
    agreements = [row for row in journey.of("visit_agreements", child) if row["purpose"] == purpose]
    found = latest_open(agreements, day, start="agreed_on")
    return None if found is None else found["interval_days"]


def days_since_supervision(journey: Journey, child: str, day: date) -> int | None:
    """Count the days to a day from the last authorised supervision, not an oversight note; None if none."""
    days = [
        row["happened_on"]
        for row in journey.of("supervisions", child)
        if row["kind"] in (None, "individual", "group") and row["authorised_on"] is not None and row["happened_on"] <= day
    ]
    return days_between(max(days, default=None), day)
