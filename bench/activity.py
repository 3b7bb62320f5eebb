"""What the record of activity costs: one entry, one that names a hundred children, and proving the whole.

python -m bench.activity          on SQLite, in a home of its own
DATABASE_URL=... python -m bench.activity     on an empty PostgreSQL
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from statistics import median
from time import perf_counter

_ENTRIES = 400


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"LIGHTWELL_HOME": folder, "LIGHTWELL_LOOPBACK": "1", "DJANGO_SETTINGS_MODULE": "lightwell.web.settings"}
        (Path(folder) / "web").mkdir()
        _measure()


def _measure() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from lightwell.web.activity.verifying import verify

    call_command("migrate", verbosity=0)
    print(f"{connection.vendor}: median milliseconds to record an entry, in a transaction of its own")
    for children in (0, 1, 100, 2000):
        print(f"  that names {children:>5,} children  {_record(children, _ENTRIES if children < 2000 else 20):6.2f}")
    started = perf_counter()
    found = verify()
    took = perf_counter() - started
    named = 101 * _ENTRIES + 40_000
    print(f"proved {found.entries:,} entries, which name {named:,} children, in {took:.2f} s: {found.said}")


def _record(children: int, times: int) -> float:
    from lightwell.web.activity import actions

    named = [f"{100_000 + number}" for number in range(children)]
    taken = []
    for _ in range(times):
        started = perf_counter()
        actions.record(person="bench", action="read_list", subject="cp_plans", page="/performance/cp_plans/children/", named=named)
        taken.append(1000 * (perf_counter() - started))
    return median(taken)


if __name__ == "__main__":
    main()
