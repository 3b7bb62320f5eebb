"""Making a sample of children, and reading one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.conf import settings
from django.db import IntegrityError, transaction

from lightwell.errors import Refused
from lightwell.results.responsible import within
from lightwell.store import open_snapshot
from lightwell.web.access.decisions import Action, can, scope_of
from lightwell.web.access.models import Person, Sample
from lightwell.web.access.sample_models import LARGEST
from lightwell.web.activity import actions as activity

_NAMED = 5
"""Identifiers that a refusal repeats."""


def make(*, by: Person, name: str, purpose: str, children: Iterable[str], starts_on: date, ends_on: date) -> Sample:
    """Make a sample of children whom the person may see, restricted ones only if they may see those.

    Raises `Refused`, in the same words, for a child out of reach and one who does not exist.
    """
    can(by, Action.MAKE_SAMPLES).require()
    given = list(dict.fromkeys(children))
    if not 1 <= len(given) <= LARGEST:
        raise Refused(f"A sample has 1 to {LARGEST} children; this has {len(given):,}.")
    seen = within(open_snapshot(settings.HOME), given, scope_of(by, Action.SEE_CHILDREN).sql("c"))
    missing = [child for child in given if child not in seen]
    if missing:
        said = ", ".join(f"“{child[:40]}”" for child in missing[:_NAMED])
        more = f" and {len(missing) - _NAMED} more" if len(missing) > _NAMED else ""
        raise Refused(f"There is no child {said}{more} among the children whom you may see.")
    try:
        with transaction.atomic():
            made = Sample.objects.create(name=name, purpose=purpose, children=given, starts_on=starts_on, ends_on=ends_on, made_by=by)
            why = f"{starts_on.isoformat()} to {ends_on.isoformat()}: {purpose}"
            activity.record(person=by, action="made_sample", subject=f"sample {made.pk}", why=why, named=given)
    except IntegrityError:
        raise Refused(f"There is a sample named “{name}” already. Give this one another name.") from None
    return made


@transaction.atomic
def read(*, by: Person, sample: Sample, children: Iterable[str], page: str) -> None:
    """Record that the children of a sample were read."""
    activity.record(person=by, action="read_list", subject=f"sample {sample.pk}", page=page, why=sample.name, named=children)
