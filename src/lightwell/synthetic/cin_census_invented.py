"""What the journey does not hold and the children in need census asks for, invented from the child's identifier.

Pupil numbers and why there is none, factors found at assessment, days of internal reviews, targets of initial conferences, former pupil
numbers, and pre-proceedings before a child came into care by order. The same child and day always give the same.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from lightwell.periods import add_working_days
from lightwell.synthetic.cin_census_model import PreProceedings

_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
_ISSUED_BY = "909"
"""An authority abolished in 2023, so that no number can be one that is given out today."""

_FACTORS = (
    "1A", "1B", "1C", "2A", "2B", "2C", "3A", "3B", "3C", "4A", "4B", "4C", "5A", "5B", "5C", "6A", "6B", "6C", "7A", "8B", "8C", "8D",
    "8E", "8F", "9A", "10A", "11A", "12A", "13A", "14A", "15A", "16A", "17A", "18B", "18C", "19B", "19C", "20", "22A", "23A", "24A",
)  # fmt: skip
_COMMON = ("3B", "3C", "4B", "2B", "1B", "16A", "17A", "19C", "4A", "6A")
NO_FACTORS = "21"

_TO_CONFERENCE = 15
"""Working days from the strategy discussion to the initial conference (Working Together to Safeguard Children)."""

_TO_REVIEW = 20
_MOST_OF_PLANNED = 45


def pupil_number(number: int) -> str:
    """Give the unique pupil number of a running number below 1,000 million, with its check letter."""
    digits = f"{_ISSUED_BY}{number:09d}"
    return check_letter(digits) + digits


def check_letter(rest: str) -> str:
    """Give the check letter for the twelve characters after it, of which the last may be a letter."""
    values = [int(each) if each.isdigit() else _LETTERS.index(each) for each in rest]
    return _LETTERS[sum(weight * value for weight, value in enumerate(values, start=2)) % len(_LETTERS)]


def pupil_numbers(child: str, age: int, *, refused: bool, arrived: bool) -> tuple[str | None, str | None, str | None]:
    """Give pupil number, former one and the reason why there is none, for an age on the census day.

    `refused` is a child all of whose referrals led to nothing, and `arrived` one who came unaccompanied.
    """
    chance = Random(f"{child} pupil")  # noqa: S311 - nothing secret
    if age < 5:
        return None, None, "UN1"
    if arrived or chance.random() < 0.03:
        return None, None, "UN7" if refused else "UN3" if arrived else chance.choice(("UN5", "UN6"))
    number = int(child)
    former = pupil_number(900_000_000 + number) if chance.random() < 0.04 else None
    return pupil_number(number), former, None


def factors(child: str, started: date, *, none_found: bool) -> tuple[str, ...]:
    """Give the factors found at an assessment; `none_found` says that there may be none, which is a code of its own."""
    chance = Random(f"{child} {started} factors")  # noqa: S311 - nothing secret
    if none_found and chance.random() < 0.4:
        return (NO_FACTORS,)
    found = {chance.choice(_COMMON if chance.random() < 0.6 else _FACTORS) for _ in range(chance.randrange(1, 5))}
    return tuple(sorted(found, key=_FACTORS.index))


def internal_review(child: str, started: date, completed: date | None) -> date | None:
    """Give the day of the internal review of an assessment: some weeks in, and not after it was authorised; a few have none."""
    chance = Random(f"{child} {started} review")  # noqa: S311 - nothing secret
    if chance.random() < 0.1:
        return None
    day = add_working_days(started, chance.randrange(5, _TO_REVIEW))
    return day if completed is None else min(day, completed)


def conference_target(started: date, *, not_required: bool) -> date | None:
    """Give the day by which the initial conference is due, where one is."""
    return None if not_required else add_working_days(started, _TO_CONFERENCE)


def before_court(child: str, referred: date, court: date) -> PreProceedings | None:
    """Give the pre-proceedings that ended in an application on a day, if the case had lasted long enough to have some.

    The outcome is written A; the published guides that we hold do not say what codes there are.
    """
    chance = Random(f"{child} {court} proceedings")  # noqa: S311 - nothing secret
    started = court - timedelta(days=chance.randrange(50, 160))
    if started <= referred:
        return None
    offered = chance.random() < 0.85
    held = offered and chance.random() < 0.6
    return PreProceedings(
        started_on=started,
        letter_sent_on=add_working_days(started, 3),
        meeting_offered="1" if offered else "0",
        meeting_held="1" if held else "0",
        first_meeting_on=add_working_days(started, 12),
        review_meetings=chance.randrange(0, 4),
        stepped_on=add_working_days(court, -5),
        outcome="A",
        court_on=court,
        letter_first_on=add_working_days(started, 1),
    )
