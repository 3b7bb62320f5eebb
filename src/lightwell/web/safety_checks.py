"""What must hold before the site may answer anyone, each with what to do; the site does not start while one of them does not.

`python -m lightwell.web check --deploy` lists them with Django's own.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured

from lightwell.web.activity.keys import file as activity_keys
from lightwell.web.file_systems import on_network, open_to_others

LOCAL_NAMES = {"localhost", "127.0.0.1", "[::1]", "::1", "testserver"}
_ENCRYPTED = ("require", "verify-ca", "verify-full")
_WEAK_HASHERS = ("MD5", "SHA1", "Unsalted", "Crypt")
_LEAST_KEY = 50

Found = Iterator[checks.CheckMessage]


def register() -> None:
    """Have Django know the checks, among those that are run before a service is opened to others."""
    for check in _CHECKS:
        checks.register(_as_django(check), checks.Tags.security, deploy=True)


def problems() -> list[checks.CheckMessage]:
    """List what is not safe, and what could be safer."""
    return [problem for check in _CHECKS for problem in check()]


def refuse_if_unsafe() -> list[str]:
    """Raise `ImproperlyConfigured`, with everything that is not safe and what to do, if the site may not start.

    Gives what could be safer, a sentence for each.
    """
    found = problems()
    if any(problem.is_serious() for problem in found):
        lines = [f"  {_said(problem)}" for problem in found]
        raise ImproperlyConfigured("\n".join(["The site was not started, because it would not be safe.", *lines]))
    return [_said(problem) for problem in found]


def _said(problem: checks.CheckMessage) -> str:
    return f"{problem.msg} {problem.hint} ({problem.id})"


def _as_django(check: Callable[[], Found]) -> Callable[..., Sequence[checks.CheckMessage]]:
    def run(app_configs: object = None, **kwargs: Any) -> Sequence[checks.CheckMessage]:
        del app_configs, kwargs
        return list(check())

    return run


def _debug() -> Found:
    if settings.DEBUG:
        yield checks.Error("DEBUG is on, so errors show children's records.", hint="Set DEBUG to False.", id="lightwell.E001")


def _secret_key() -> Found:
    key = str(settings.SECRET_KEY)
    if len(key) < _LEAST_KEY or len(set(key)) < 10 or key.startswith("django-insecure-"):
        hint = f"Give LIGHTWELL_SECRET_KEY {_LEAST_KEY} random characters or more, or leave it out: then one is made in the home."
        yield checks.Error("The secret key is weak, so sessions can be forged.", hint=hint, id="lightwell.E002")
    web: Path = settings.HOME.path / "web"
    for file, what in ((web / "secret_key", "secret key"), (activity_keys(), "file of the keys of the record of activity")):
        if file.is_file() and open_to_others(file):
            yield checks.Error(f"The {what} can be read by others.", hint=f"Run: chmod 600 {file}", id="lightwell.E003")


def _hosts() -> Found:
    if not settings.ALLOWED_HOSTS or any("*" in name or name.startswith(".") for name in settings.ALLOWED_HOSTS):
        hint = "Set LIGHTWELL_HOSTS to the very names under which the site is reached, with commas between."
        yield checks.Error("Any host name is answered, so addresses can be forged.", hint=hint, id="lightwell.E004")


def _tls() -> Found:
    if settings.LIGHTWELL_TLS not in ("", "proxy"):
        hint = "Set it to proxy where a server that speaks TLS stands before this one, or leave it out."
        yield checks.Error("LIGHTWELL_TLS says something that is not known.", hint=hint, id="lightwell.E005")
        return
    if settings.LIGHTWELL_TLS == "proxy" or settings.DEMONSTRATION:
        return
    elsewhere = sorted(name for name in settings.ALLOWED_HOSTS if name not in LOCAL_NAMES)
    if not settings.LIGHTWELL_LOOPBACK or elsewhere:
        said = f"is reached as {elsewhere[0]}" if elsewhere else "listens to other machines"
        hint = (
            "Put a server that speaks TLS before it that sets X-Forwarded-Proto itself, and set LIGHTWELL_TLS=proxy; "
            "or serve this machine alone, with the host 127.0.0.1 and without LIGHTWELL_HOSTS."
        )
        yield checks.Error(f"The site {said}, and no TLS is declared.", hint=hint, id="lightwell.E006")


def _cookies() -> Found:
    if not settings.LIGHTWELL_PLAIN and not (
        settings.SESSION_COOKIE_SECURE and settings.CSRF_COOKIE_SECURE and settings.SECURE_HSTS_SECONDS
    ):
        hint = "Leave SESSION_COOKIE_SECURE, CSRF_COOKIE_SECURE and SECURE_HSTS_SECONDS as Lightwell sets them."
        yield checks.Error("Cookies would travel without TLS.", hint=hint, id="lightwell.E007")


def _passwords() -> Found:
    first = str(settings.PASSWORD_HASHERS[0]).rpartition(".")[2]
    if first.startswith(_WEAK_HASHERS):
        yield checks.Error(f"Passwords are kept by {first}, which is weak.", hint="Leave PASSWORD_HASHERS as it is.", id="lightwell.E008")


def _home() -> Found:
    if not settings.DEMONSTRATION and open_to_others(settings.HOME.path):
        path = settings.HOME.path
        hint = f"It holds children's records. Run: chmod 700 {path}"
        yield checks.Error(f"Others on this machine can look into the home {path}.", hint=hint, id="lightwell.E009")


def _database() -> Found:
    database: dict[str, Any] = dict(settings.DATABASES["default"])
    if database["ENGINE"].endswith("sqlite3"):
        share = on_network(Path(str(database["NAME"])))
        if share:
            hint = "SQLite loses records there. Put the home on a disk of this machine, or use PostgreSQL (DATABASE_URL)."
            yield checks.Error(f"The database is on a network share ({share}).", hint=hint, id="lightwell.E010")
        return
    host = str(database.get("HOST") or "")
    mode = str(database.get("OPTIONS", {}).get("sslmode", os.environ.get("PGSSLMODE", "")))
    if host and not host.startswith("/") and host not in LOCAL_NAMES and mode not in _ENCRYPTED:
        hint = "Add ?sslmode=verify-full to DATABASE_URL (or require, where its certificate cannot be verified)."
        yield checks.Error(f"What goes to the database at {host} may go unencrypted.", hint=hint, id="lightwell.E011")


def _uploads() -> Found:
    if settings.LIGHTWELL_UPLOAD_MB < 1:
        hint = "Set LIGHTWELL_UPLOAD_MB to a whole number of megabytes, such as 500."
        yield checks.Error("The largest upload is not a number.", hint=hint, id="lightwell.E012")


def _administrator() -> Found:
    if sys.platform != "win32" and os.geteuid() == 0 and not settings.LIGHTWELL_LOOPBACK and not settings.DEMONSTRATION:
        hint = "Make a user of its own for it, give it the home (chown -R), and start it as that."
        yield checks.Warning("The site runs with the rights of the whole machine (root).", hint=hint, id="lightwell.W001")


_CHECKS = (_debug, _secret_key, _hosts, _tls, _cookies, _passwords, _home, _database, _uploads, _administrator)
