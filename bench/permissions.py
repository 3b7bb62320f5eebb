"""Measures what asking for permission costs: `python -m bench.permissions` prints, for each page, the share of its time, as JSON.

The home is that named by `LIGHTWELL_HOME`, of a demonstration that was served once, so that its people are there. Two hundred children are
restricted for the measurement, and nothing of it is kept.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest import mock

TIMES = 20
AIM = 0.05
RESTRICTED = 200
PAGES = (
    "/",
    "/performance/",
    "/performance/open_to_service/",
    "/performance/open_to_service/children/",
    "/workload/",
    "/workload/open/",
    "/findings/",
)
ROLES = ("practice_manager", "head_of_service", "director")


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.web.settings")
    os.environ.setdefault("LIGHTWELL_LOOPBACK", "1")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        found = {role: {page: _share(role, page) for page in PAGES} for role in _with_restricted()}
        transaction.set_rollback(True)
    worst = max(share for pages in found.values() for share in pages.values())
    print(json.dumps({"aim": AIM, "worst": worst, "restricted_children": RESTRICTED, "share_of_a_page": found}, indent=1))


def _with_restricted() -> tuple[str, ...]:
    """Restrict children of the current snapshot, of whom the roles that are measured see none."""
    from datetime import timedelta

    from django.conf import settings
    from django.utils.timezone import localdate

    from lightwell.results.reached import children_within
    from lightwell.store import open_snapshot
    from lightwell.web.access.models import Person, RestrictedChild

    director, today = Person.objects.get(username="director"), localdate()
    RestrictedChild.objects.bulk_create(
        RestrictedChild(child=child, reason="measured", since=today, review_on=today + timedelta(days=9), marked_by=director)
        for child in children_within(open_snapshot(settings.HOME), ("true", ()))[:RESTRICTED]
        if not RestrictedChild.objects.filter(child=child).exists()
    )
    return ROLES


def _share(role: str, page: str) -> float:
    """Give the share of a page's time that its questions for permission take, with all that they read of the database."""
    from django.test import Client

    from lightwell.web.access.models import Person

    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code} to {role}.")
    with _timed() as asking:
        began = time.thread_time()
        for _ in range(TIMES):
            client.get(page)
        whole = time.thread_time() - began
    return round(sum(asking) / whole, 4)


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Time what the decisions read and work out; what is left of them is looking it up."""
    from lightwell.web.access import decisions, held

    taken: list[float] = []
    inside = False

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        def asked(*given: Any) -> Any:
            nonlocal inside
            if inside:
                return work(*given)
            inside, began = True, time.thread_time()
            try:
                return work(*given)
            finally:
                inside = False
                taken.append(time.thread_time() - began)

        return asked

    with (
        mock.patch.object(decisions, "_scope", timed(decisions._scope)),
        mock.patch.object(decisions, "assignments_of", timed(held.assignments_of)),
    ):
        yield taken


if __name__ == "__main__":
    main()
