"""Settings of the tests: a home and a database of their own, made anew in each process and removed at its end.

The tests run on SQLite, or on the PostgreSQL that `LIGHTWELL_TEST_DATABASE_URL` names (`make test` brings a real one).
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path
from unittest import mock

_HOME = Path(tempfile.mkdtemp(prefix="lightwell-web-"))
_OWNER = os.getpid()


def remove_home() -> None:
    """Remove the home with its databases, in the process that made it."""
    if os.getpid() == _OWNER:
        shutil.rmtree(_HOME, ignore_errors=True)


atexit.register(remove_home)

_ENVIRONMENT = {
    "LIGHTWELL_HOME": str(_HOME),
    "LIGHTWELL_LOOPBACK": "1",
    "LIGHTWELL_HOSTS": "localhost,127.0.0.1,testserver",
    "DATABASE_URL": os.environ.get("LIGHTWELL_TEST_DATABASE_URL", ""),
}
with mock.patch.dict(os.environ, _ENVIRONMENT):
    from lightwell.web.settings import *  # noqa: F403
    from lightwell.web.settings import DATABASES

DEMONSTRATION = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["TEST"] = {"NAME": str(_HOME / "test.sqlite3")}
