"""What publishing would come to, as the page shows it before anything is published."""

from __future__ import annotations

from collections import Counter
from typing import Any

from lightwell.disclosure import CONFIDENTIAL
from lightwell.periods import say_date
from lightwell.reports.public import Kept, Plan
from lightwell.reports.public.publishing import shown

MOST_CHANGES = 200
"""How many corrections the page lists; the page of errata has all."""


def foresee(plan: Plan) -> dict[str, Any]:
    """Say in numbers and words what a plan comes to, beside the edition before it; nothing in it is suppressed or exempt."""
    edition, last = plan.edition, plan.before[-1] if plan.before else None
    was = {one.at: shown(one) for one in last.kept} if last else {}
    now = {one.at: shown(one) for one in edition.kept}
    parts = Counter(one.at.breakdown for one in edition.kept)
    hidden = Counter(one.at.breakdown for one in edition.kept if one.printed.mark == CONFIDENTIAL)
    return {
        "new": plan.new,
        "figures": len(edition.kept),
        "suppressed": edition.suppressed,
        "by_part": [[name, parts[name], hidden[name]] for name in ("authority", "service", "locality") if parts[name]],
        "of_month": _of_month(edition.kept, plan),
        "exempt": [[part.id, part.title, part.marking, part.why, say_date(part.last_day)] for part in plan.site.exempt.parts],
        "last": f"{last.name}, released on {say_date(last.released_on)}" if last else "",
        "added": len(now.keys() - was.keys()),
        "gone": len(was.keys() - now.keys()),
        "reprinted": sum(was.get(at) == text for at, text in now.items()),
        "otherwise": sum(at in was and was[at] != text for at, text in now.items()),
        "no_longer_exempt": [title for title in (last.exempt if last else ()) if title not in edition.exempt],
        "newly_exempt": [title for title in edition.exempt if last and title not in last.exempt],
        "changes": [[str(each.at), each.was, each.now] for each in edition.changes[:MOST_CHANGES]],
        "corrected": len(edition.changes),
        "revised": plan.revised,
        "known": plan.known,
    }


def _of_month(kept: tuple[Kept, ...], plan: Plan) -> list[int]:
    """Count the figures of the month itself, and those of them that are suppressed."""
    mine = [one for one in kept if one.at.month == plan.edition.month]
    return [len(mine), sum(one.printed.mark == CONFIDENTIAL for one in mine)]
