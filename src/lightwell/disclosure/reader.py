"""Somebody who has nothing but what is printed, now and before: what such a reader takes for right, and works out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace

from lightwell.disclosure.attack import Attacker, Found
from lightwell.disclosure.changes import Then, said_before
from lightwell.disclosure.earlier import latest
from lightwell.disclosure.frame import frame_of
from lightwell.disclosure.knowledge import Knowledge
from lightwell.disclosure.model import CONFIDENTIAL, EXEMPT, Printed, Published, Reason, Relation
from lightwell.disclosure.policy import Policy
from lightwell.disclosure.printing import Bounds, withhold, within
from lightwell.disclosure.secrets import changes_without_truth, secrets_without_truth
from lightwell.disclosure.witness import Secret

_NEAR = 1e-6


class Reader:
    """Reads this pack, `printed`, and the packs before it.

    Of a cell that was printed and is suppressed now a reader cannot see whether it was corrected. He takes the number for right still, so
    it must not help him; that it may be wrong does not, for two corrections can make up for each other.
    """

    def __init__(self, printed: Sequence[Printed], relations: Sequence[Relation], policy: Policy, published: Sequence[Published]) -> None:
        self._printed, self._policy = printed, policy
        self._frame = frame_of([(one.at, one.kind) for one in printed], relations, latest(published))
        self._then: Then = said_before(published, relations, {one.at: one for one in printed}) if policy.protect_changes else {}
        self._marks = [_mark(one, policy) for one in printed]
        self._places = {one.at: place for place, one in enumerate(printed)}
        self._before = {each.printed for each in published}

    def knows(self, hidden: frozenset[int], fixed: frozenset[int] = frozenset()) -> Knowledge:
        """Give what is known when the cells at some places are suppressed."""
        return Knowledge(self._frame, self._printed, self._marks, hidden, self._policy, fixed=fixed)

    def works_out(self, knowledge: Knowledge, reasons: Sequence[Sequence[Reason]]) -> list[tuple[Knowledge, Found]]:
        """List the protected numbers that can be worked out, each with what it was worked out from.

        `reasons` say, by place, why cells are suppressed.
        """
        firm = knowledge.without(place for place in knowledge.earlier() if self._frame.figures[place].now in knowledge.hidden)
        small = Attacker(strict=False).attack(knowledge, secrets_without_truth(self._frame, reasons, self._policy))
        inside = [one for one in small if one.secret.low <= one.lowest <= one.highest <= one.secret.high]
        # Who takes a larger number of an earlier pack for right knows too little, not too much.
        narrow = [one.secret for one in small if one not in inside]
        changes = changes_without_truth(self._frame, reasons, self._then, self._policy)
        surely = [*Attacker(strict=False).attack(firm, [*narrow, *changes]), *self._seen(firm)]
        return [*((knowledge, one) for one in inside), *((firm, one) for one in surely)]

    def _seen(self, knowledge: Knowledge) -> list[Found]:
        """List the small changes that anyone sees who lays two packs side by side, if this is the pack that shows them."""
        every = [
            () if place in knowledge.hidden or one in self._before else (Reason.SMALL_CHANGE,) for place, one in enumerate(self._printed)
        ]
        found = []
        for secret in changes_without_truth(self._frame, every, self._then, self._policy):
            low, high = self._plainly(knowledge, secret)
            if secret.low <= low <= high <= secret.high and low < math.inf:
                found.append(Found(secret, low, high, (), ()))
        return found

    def _plainly(self, knowledge: Knowledge, secret: Secret) -> Bounds:
        """Give between what a number lies by what is printed of it, or of the two whose difference it is."""
        low, high = knowledge.bounds(secret.column)
        if secret.part == "rest":
            columns = self._frame.figures[self._places[secret.at]].columns
            above, below = knowledge.bounds(columns["numerator"]), knowledge.bounds(columns["denominator"])
            low, high = within(((low, high), (below[0] - above[1], below[1] - above[0])))
        return low, high

    def was_out(self, found: Sequence[tuple[Knowledge, Found]]) -> set[Secret]:
        """Give those of the numbers worked out that the packs before give away by themselves."""
        everything = frozenset(place for place, one in enumerate(self._printed) if one.value)
        asked: dict[Knowledge, list[Secret]] = {}
        for knowledge, one in found:
            if not one.secret.exempt:
                asked.setdefault(knowledge, []).append(one.secret)
        each = [Attacker(strict=False).attack(knowledge.when_hidden_too(everything), secrets) for knowledge, secrets in asked.items()]
        return {one.secret for several in each for one in several} | self._was_printed(found, everything)

    def _was_printed(self, found: Sequence[tuple[Knowledge, Found]], everything: frozenset[int]) -> set[Secret]:
        """Give the exempt numbers that the packs before print, or give away, as closely as they can be worked out now."""
        now = {one.secret: one for _, one in found if one.secret.exempt}
        if not now:
            return set()
        hidden = frozenset(place for place, one in enumerate(self._printed) if one.value is None)
        then = Attacker(strict=False).attack(self.knows(everything | hidden), now)
        within_now = (now[one.secret].lowest - _NEAR <= one.lowest and one.highest <= now[one.secret].highest + _NEAR for one in then)
        return {one.secret for one, as_close in zip(then, within_now, strict=True) if as_close}


def _mark(printed: Printed, policy: Policy) -> Printed:
    """Give what is known of a cell once it is suppressed: of one that is exempt, and of a zero, not even that it is no zero."""
    zero = printed.kind == "count" and printed.value == 0 and policy.publish_zero
    marked = withhold(printed)
    return marked if zero or printed.mark == EXEMPT else replace(marked, mark=CONFIDENTIAL)
