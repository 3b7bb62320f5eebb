"""Measures what asking for permission costs: `python -m bench.permissions` prints, for each page, the share of its time, as JSON.

The home is that named by `LIGHTWELL_HOME`, of a demonstration that was served once, so that its people are there. Two hundred children are
restricted for the measurement, and nothing of it is kept.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from statistics import median
from typing import Any
from unittest import mock

from bench.machine import machine

RUNS = 5
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
_ASKED = ("can", "scope_of", "reach_of", "assignments_of", "restrictions_for", "opened_to")
"""What pages ask with, wherever a module has taken it in by its name."""


def main() -> None:
    """Measure and print."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lightwell.web.settings")
    os.environ.setdefault("LIGHTWELL_LOOPBACK", "1")
    import django

    django.setup()
    from django.db import transaction

    with transaction.atomic():
        found = {role: {page: _measured(role, page) for page in PAGES} for role in _with_restricted()}
        transaction.set_rollback(True)
    worst = max(each["share"] for pages in found.values() for each in pages.values())
    said = {"aim": AIM, "worst": worst, "restricted_children": RESTRICTED, "runs": RUNS, "load_average": machine().load_average}
    print(json.dumps({**said, "pages": found}, indent=1))


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


def _measured(role: str, page: str) -> dict[str, float]:
    """Give milliseconds of a page, those that its questions for permission take, and their share: each the median of the runs."""
    from django.test import Client

    from lightwell.web.access.models import Person

    client = Client(HTTP_HOST="localhost")
    client.force_login(Person.objects.get(username=role), backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get(page)
    if answer.status_code != 200:
        raise SystemExit(f"{page} answered {answer.status_code} to {role}.")
    runs = [_run(client, page) for _ in range(RUNS)]
    whole, asking = (median(each[place] for each in runs) for place in (0, 1))
    return {"page_ms": round(whole, 2), "asking_ms": round(asking, 3), "share": round(median(asked / took for took, asked in runs), 4)}


def _run(client: Any, page: str) -> tuple[float, float]:
    with _timed() as asking:
        began = time.thread_time()
        for _ in range(TIMES):
            client.get(page)
        whole = time.thread_time() - began
    return 1000 * whole / TIMES, 1000 * sum(asking) / TIMES


@contextmanager
def _timed() -> Iterator[list[float]]:
    """Time every question from the outermost call on, with all that it reads of the database."""
    from lightwell.web.access import decisions, held

    taken: list[float] = []
    inside = False

    def timed(work: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(work)
        def asked(*given: Any, **named: Any) -> Any:
            nonlocal inside
            if inside:
                return work(*given, **named)
            inside, began = True, time.thread_time()
            try:
                return work(*given, **named)
            finally:
                inside = False
                taken.append(time.thread_time() - began)

        return asked

    with ExitStack() as patched:
        for name in _ASKED:
            work = getattr(decisions, name, None) or getattr(held, name)
            for module in [each for key, each in sys.modules.items() if key.startswith("lightwell.web") and vars(each).get(name) is work]:
                patched.enter_context(mock.patch.object(module, name, timed(work)))
        yield taken


if __name__ == "__main__":
    main()
