"""Plants one error for each rule that can be planted in a clean children in need census, each on a child of its own.

A few errors cannot be had alone, as two rules look at the same thing; then the plan says what else finds it. Not planted are 2886Q, 2887Q
and 2888Q, which judge the return as a whole.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from zlib import crc32

from lightwell.errors import NotFound
from lightwell.returns import Collection
from lightwell.synthetic.cin_census_errors import Error
from lightwell.synthetic.cin_census_errors_cases import CASE_ERRORS
from lightwell.synthetic.cin_census_errors_children import CHILD_ERRORS
from lightwell.synthetic.cin_census_errors_plans import PLAN_ERRORS
from lightwell.synthetic.cin_census_errors_work import WORK_ERRORS
from lightwell.synthetic.cin_census_model import CensusChild, rows_of

ERRORS: tuple[Error, ...] = (*PLAN_ERRORS, *WORK_ERRORS, *CASE_ERRORS, *CHILD_ERRORS)
"""Every error that can be planted: those that need a child whose case closed early stand first, for others are easier to find."""

_TOO_OLD = 25 * 365
"""Days of age from which a child of the census may be past the 25th birthday."""


@dataclass(frozen=True)
class Found:
    """What finds a planted error: the rule, and the table, row (from 0 in the file) and child of the record that it finds."""

    code: str
    table: str
    row: int
    child: str | None


@dataclass(frozen=True)
class Planted:
    """One planted error: the rule that it is for, the child as the file has it, what was changed, and all that finds it.

    The findings of the rule itself come first in `finds`; those of other rules are companions that cannot be avoided.
    """

    code: str
    table: str
    child: str | None
    changed: str
    finds: tuple[Found, ...]


def plant(children: Sequence[CensusChild], collection: Collection) -> tuple[list[CensusChild], tuple[Planted, ...], date]:
    """Plant every error that the collection has a rule for; gives the children, the plan and the reference date, which is wrong too.

    Raises `NotFound` where no child is left that could hold an error: the census is too small.
    """
    chosen = _choose(children, collection)
    written: list[CensusChild] = []
    before: Counter[str] = Counter(message=1)
    plan = []
    for at, child in enumerate(children):
        error, changed = chosen.get(at, (None, (child,)))
        if error:
            plan.append(_planned(error, changed, before))
        written += changed
        for each in changed:
            before.update(dict(rows_of(each)))
    reference = collection.last_day - timedelta(days=1)
    header = Planted(
        "100", "message", None, "The reference date is the day before the last of the collection.", (Found("100", "message", 0, None),)
    )
    return written, (header, *plan), reference


def planted_children(children: Sequence[CensusChild], collection: Collection) -> tuple[CensusChild, ...]:
    """Give children with an error in their cases, one for each that can be planted there; who they are is left alone.

    Raises as `plant` does.
    """
    chosen = _choose(children, collection)
    return tuple(changed[0] for error, changed in chosen.values() if error not in CHILD_ERRORS)


def errors_of(collection: Collection) -> Iterator[Error]:
    """Give the errors that a collection has a rule for."""
    yield from (error for error in ERRORS if error.first <= collection)


def _choose(children: Sequence[CensusChild], collection: Collection) -> Mapping[int, tuple[Error, tuple[CensusChild, ...]]]:
    """Choose a child for each error, all over the census, and change it; nobody who would be too old if a case closed later."""
    oldest = collection.last_day - timedelta(days=_TOO_OLD)
    young = [at for at, child in enumerate(children) if child.born_on is None or child.born_on > oldest]
    free = sorted(young, key=lambda at: crc32((children[at].child or "").encode()))
    chosen: dict[int, tuple[Error, tuple[CensusChild, ...]]] = {}
    for error in errors_of(collection):
        for at in free:
            changed = error.make(children[at], collection)
            if changed:
                chosen[at] = (error, changed)
                free.remove(at)
                break
        else:
            raise NotFound(f"No child of the census is left that could hold the error for rule {error.code}. Take a larger authority.")
    return chosen


def _planned(error: Error, changed: Sequence[CensusChild], before: Mapping[str, int]) -> Planted:
    finds = tuple(
        Found(code, table, before[table] + place, child)
        for code, table, places in ((error.code, error.table, error.places), *error.also)
        for place, child in (_located(changed, table, place) for place in places)
    )
    return Planted(error.code, error.table, changed[0].child, error.changed, finds)


def _located(changed: Sequence[CensusChild], table: str, place: int) -> tuple[int, str | None]:
    """Give the number of a row among those of the changed children in a table, and whose it is; negative places count from the end."""
    owners = [child.child for child in changed for _ in range(dict(rows_of(child))[table])]
    at = place if place >= 0 else len(owners) + place
    return at, owners[at]
