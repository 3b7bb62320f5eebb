"""Errors in what a children in need census says of a child: identifiers, characteristics, and days of birth and death."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from lightwell.returns import Collection
from lightwell.synthetic.cin_census_errors import Day, Error, case_of, in_child, in_identity, in_new_case, is_known, is_plain
from lightwell.synthetic.cin_census_invented import check_letter
from lightwell.synthetic.cin_census_model import Case, CensusChild, NeedPlan

_SINCE_2024 = Collection(2024)


def _with(**changes: Any) -> Callable[[CensusChild, Day], CensusChild | None]:
    return lambda child, _day: replace(child, **changes)


def _number(change: Callable[[str], str]) -> Callable[[CensusChild, Day], CensusChild | None]:
    return lambda child, _day: replace(child, upn=change(child.upn or ""))


def _elsewhere(upn: str) -> str:
    rest = f"999{upn[4:]}"
    return check_letter(rest) + rest


def _nameless(child: CensusChild, _collection: Collection) -> tuple[CensusChild, ...]:
    """Take the identifier of a child with one referral that led to nothing, as rules cannot follow one without to its records."""
    refused = len(child.cases) == 1 and child.cases[0].no_action == "true"
    return (replace(child, child=None),) if refused else ()


def _twice(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
    """Give a child whose case has closed a second record, with a later referral that led to nothing."""
    if not is_plain(child, collection) or child.cases[0].closed_on is None:
        return ()
    later = Case(child.cases[0].closed_on, no_action="true")
    return child, replace(child, upn=None, upn_unknown="UN5", former_upn=None, disabilities=(), cases=(later,))


def _shared_number(child: CensusChild, collection: Collection) -> tuple[CensusChild, ...]:
    return (child, replace(child, child=f"{child.child}T", former_upn=None)) if is_known(child, collection) else ()


def _born_after(child: CensusChild, day: Day) -> CensusChild | None:
    return replace(child, born_on=day(0) + timedelta(days=7)) if (child.cases[0].referred_on or day(0)) > day(250) else None


def _unborn(**changes: Any) -> Callable[[CensusChild, Day], CensusChild | None]:
    """Make a child with a late referral one that is not born, and expected in February where nothing else is said."""

    def change(child: CensusChild, day: Day) -> CensusChild | None:
        if (child.cases[0].referred_on or day(0)) < day(200):
            return None
        unborn = replace(child, born_on=None, expected_on=day(40), sex="0", disabilities=())
        return replace(unborn, **{name: value(day) if callable(value) else value for name, value in changes.items()})

    return change


def _died_before_birth(child: CensusChild, day: Day) -> CensusChild | None:
    referred = child.cases[0].referred_on
    if referred is None or not day(350) < referred < day(30):
        return None
    return replace(child, born_on=referred + timedelta(days=10), died_on=referred + timedelta(days=5))


def _with_need_plan(start: int, end: int | None) -> Callable[[Day], Case]:
    return lambda day: replace(case_of(day), need_plans=(NeedPlan(day(start), None if end is None else day(end)),))


def _referred_dead(child: CensusChild, day: Day) -> CensusChild | None:
    referred = child.cases[0].referred_on
    return replace(child, died_on=referred - timedelta(days=1)) if referred and referred > day(350) else None


def _referred_long_before_birth(child: CensusChild, day: Day) -> CensusChild | None:
    referred = child.cases[0].referred_on
    return replace(child, born_on=referred + timedelta(days=281)) if referred and referred < day(290) else None


def _disabled(*codes: str) -> Callable[[CensusChild, Day], CensusChild | None]:
    return lambda child, _day: replace(child, disabilities=codes)


CHILD_ERRORS: tuple[Error, ...] = (
    Error("4008", "children", "The child died before a plan began.", in_new_case(_with_need_plan(50, None), died=60)),
    Error("4009Q", "children", "The child died before a plan ended.", in_new_case(_with_need_plan(70, 40), died=60)),
    Error("8520", "children", "The child is born after the year.", in_child(_born_after)),
    Error("8530Q", "children", "The child is expected in February.", in_child(_unborn())),
    Error("8535Q", "children", "The child died before it was born.", in_child(_died_before_birth)),
    Error("8775Q", "children", "The child is over 25 years old.",
          in_child(lambda child, day: replace(child, born_on=day(27 * 366)))),
    Error("8545Q", "children", "The child died after the year.", in_child(lambda child, day: replace(child, died_on=day(-1)))),
    Error("8555Q", "cin_details", "The child died before the referral.", in_child(_referred_dead)),
    Error("8606", "cin_details", "The referral was 281 days before the birth.", in_child(_referred_long_before_birth)),
    Error("8750", "children", "A sex is given for a child not yet born.", in_child(_unborn(sex="2", expected_on=lambda day: day(20)))),
    Error("8500", "children", "The identifier is left out.", _nameless),
    Error("8510", "children", "The child has a second record.", _twice, places=(0, 1)),
    Error("1520", "children", "Two children have one pupil number.", _shared_number, places=(0, 1)),
    Error("1570", "children", "The identifier has 21 characters.",
          in_identity(lambda child, _day: replace(child, child=(child.child or "").zfill(21))), first=_SINCE_2024),
    Error("1580", "children", "The identifier has a hyphen.",
          in_identity(lambda child, _day: replace(child, child=f"{child.child}-1")), first=_SINCE_2024),
    Error("8590", "children", "The child has no case.", in_identity(_with(cases=()))),
    Error("1510", "children", "The pupil number has another check letter.",
          in_identity(_number(lambda upn: ("B" if upn[0] == "A" else "A") + upn[1:]))),
    Error("1530", "children", "The pupil number names no authority.", in_identity(_number(_elsewhere))),
    Error("1540", "children", "A letter stands in the pupil number.", in_identity(_number(lambda upn: f"{upn[:8]}X{upn[9:]}"))),
    Error("1550", "children", "The pupil number ends in S.", in_identity(_number(lambda upn: f"{upn[:12]}S"))),
    Error("1560Q", "children", "The former pupil number is cut short.",
          in_identity(lambda child, _day: replace(child, former_upn=(child.upn or "")[:12]))),
    Error("8770Q", "children", "The pupil number is left out, without a reason.", in_identity(_with(upn=None))),
    Error("8772", "children", "The reason for no pupil number is a referral that led to nothing.",
          in_identity(_with(upn=None, upn_unknown="UN7"))),
    Error("8525Q", "children", "The day of birth is left out.", in_identity(_with(born_on=None))),
    Error("4180", "children", "The sex is left out.", in_identity(_with(sex=None))),
    Error("4220", "children", "The ethnicity has a code that is none.", in_identity(_with(ethnicity="WXYZ"))),
    Error("8540", "children", "The disabilities are left out.", in_identity(_disabled())),
    Error("8790", "disabilities", "Beside a disability stands NONE.", in_identity(_disabled("NONE", "MOB")), places=(0, 1)),
    Error("8794", "disabilities", "A disability stands twice.", in_identity(_disabled("AUT", "AUT")), places=(0, 1)),
    Error("8568", "cin_details", "The flag of no further action is left out.",
          in_child(lambda child, _day: replace(child, cases=(replace(child.cases[0], no_action=None),)))),
)  # fmt: skip
"""Errors of the child. What is changed in none of a child's records but its own can be planted in any plain child."""
