"""The site does not start where it would not be safe, and says each reason with what to do."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from lightwell.store import Home
from lightwell.web import safety_checks
from lightwell.web.file_systems import on_network, open_to_others

SAFE = {
    "DEBUG": False,
    "SECRET_KEY": "".join(chr(48 + number % 60) for number in range(64)),
    "ALLOWED_HOSTS": ["lightwell.council.example"],
    "LIGHTWELL_TLS": "proxy",
    "LIGHTWELL_LOOPBACK": False,
    "LIGHTWELL_PLAIN": False,
    "DEMONSTRATION": False,
    "SESSION_COOKIE_SECURE": True,
    "CSRF_COOKIE_SECURE": True,
    "SECURE_HSTS_SECONDS": 31_536_000,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.Argon2PasswordHasher"],
    "LIGHTWELL_UPLOAD_MB": 500,
}


@pytest.fixture
def safe(settings: Any, tmp_path: Path) -> Any:
    """Settings with which the site may start."""
    home = Home(tmp_path / "home")
    home.make()
    for name, value in {**SAFE, "HOME": home}.items():
        setattr(settings, name, value)
    # Only what a check reads of them; the connection of the tests is another.
    settings.DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(home.path / "x")}}
    return settings


def ids() -> set[str]:
    return {str(problem.id) for problem in safety_checks.problems() if problem.is_serious()}


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_what_is_safe_starts(safe: Any) -> None:
    assert ids() == set()
    safety_checks.refuse_if_unsafe()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"DEBUG": True}, "lightwell.E001"),
        ({"SECRET_KEY": "short"}, "lightwell.E002"),
        ({"SECRET_KEY": "a" * 80}, "lightwell.E002"),
        ({"ALLOWED_HOSTS": ["*"]}, "lightwell.E004"),
        ({"ALLOWED_HOSTS": [".example"]}, "lightwell.E004"),
        ({"ALLOWED_HOSTS": []}, "lightwell.E004"),
        ({"LIGHTWELL_TLS": "yes"}, "lightwell.E005"),
        ({"LIGHTWELL_TLS": ""}, "lightwell.E006"),
        ({"LIGHTWELL_TLS": "", "LIGHTWELL_LOOPBACK": True}, "lightwell.E006"),
        ({"SESSION_COOKIE_SECURE": False}, "lightwell.E007"),
        ({"SECURE_HSTS_SECONDS": 0}, "lightwell.E007"),
        ({"PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"]}, "lightwell.E008"),
        ({"LIGHTWELL_UPLOAD_MB": 0}, "lightwell.E012"),
    ],
)
def test_what_is_not_safe_is_refused_by_itself(safe: Any, changes: dict[str, Any], found: str) -> None:
    for name, value in changes.items():
        setattr(safe, name, value)
    assert ids() == {found}
    with pytest.raises(ImproperlyConfigured, match="was not started, because it would not be safe"):
        safety_checks.refuse_if_unsafe()


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
@pytest.mark.parametrize(
    ("host", "mode", "found"),
    [
        ("db.council.example", "", {"lightwell.E011"}),
        ("db.council.example", "prefer", {"lightwell.E011"}),
        ("db.council.example", "verify-full", set()),
        ("", "", set()),
        ("/run/postgresql", "", set()),
        ("localhost", "", set()),
    ],
)
def test_what_goes_to_a_database_elsewhere_is_encrypted(safe: Any, host: str, mode: str, found: set[str]) -> None:
    options = {"sslmode": mode} if mode else {}
    safe.DATABASES = {"default": {"ENGINE": "django.db.backends.postgresql", "NAME": "x", "HOST": host, "OPTIONS": options}}
    assert ids() == found


@pytest.mark.filterwarnings("ignore:Overriding setting DATABASES")
def test_a_home_or_a_key_that_others_can_read_is_refused_but_for_a_demonstration(safe: Any) -> None:
    (safe.HOME.path / "web").mkdir(mode=0o700)
    (safe.HOME.path / "web" / "secret_key").write_text("x", encoding="utf-8")
    (safe.HOME.path / "web" / "secret_key").chmod(0o604)
    safe.HOME.path.chmod(0o705)
    assert ids() == {"lightwell.E003", "lightwell.E009"}
    safe.DEMONSTRATION = True
    assert ids() == {"lightwell.E003"}


def test_a_share_of_the_network_is_known_by_the_deepest_mount(tmp_path: Path) -> None:
    mounts = tmp_path / "mountinfo"
    share = tmp_path / "a share"
    written = str(share).replace(" ", "\\040")
    mounts.write_text(
        f"22 1 0:20 / / rw - ext4 dev rw\n23 22 0:21 / {written} rw shared:1 - nfs4 server:/x rw\n"
        f"24 23 0:22 / {written}/disk rw - xfs dev rw\n",
        encoding="utf-8",
    )
    assert on_network(share / "home" / "x.sqlite3", mounts) == "nfs4"
    assert on_network(share / "disk" / "x.sqlite3", mounts) == ""
    assert on_network(tmp_path, mounts) == ""
    assert on_network(share, tmp_path / "none") == ""
    assert not open_to_others(tmp_path / "none")


def test_with_tls_cookies_are_of_this_host_alone_and_browsers_remember(tmp_path: Path) -> None:
    """In a process of its own: settings are read once."""
    asked = (
        "from lightwell.web import settings as s; print(s.SESSION_COOKIE_NAME, s.CSRF_COOKIE_NAME, s.SESSION_COOKIE_SECURE, "
        "s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_HTTPONLY, s.SECURE_HSTS_SECONDS, s.SECURE_SSL_REDIRECT, s.SECURE_PROXY_SSL_HEADER)"
    )
    environment = {**os.environ, "LIGHTWELL_HOME": str(tmp_path), "LIGHTWELL_LOOPBACK": "1", "LIGHTWELL_TLS": "proxy", "DATABASE_URL": ""}
    said = subprocess.run([sys.executable, "-c", asked], env=environment, capture_output=True, text=True, check=True).stdout
    assert said.split()[:7] == ["__Host-lightwell_session", "__Host-lightwell_csrf", "True", "True", "True", "31536000", "True"]


def test_on_this_machine_alone_nothing_that_is_forwarded_is_believed(settings: Any) -> None:
    """The tests run as `lightwell serve` does without more: a browser may say that it came by TLS, and is not believed."""
    assert settings.LIGHTWELL_PLAIN
    assert settings.SECURE_PROXY_SSL_HEADER is None
    assert (settings.SESSION_COOKIE_SECURE, settings.SECURE_HSTS_SECONDS, settings.SESSION_COOKIE_HTTPONLY) == (False, 0, True)
