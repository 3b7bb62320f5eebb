"""Django's settings. What a service may change comes from the environment; everything else is fixed here.

`LIGHTWELL_HOME`          the home with snapshots and settings; its folder `web` holds the database and the secret key
`DATABASE_URL`            PostgreSQL (`postgres://user:password@host/name`) in place of SQLite
`LIGHTWELL_HOSTS`         names under which the site is reached, with commas between
`LIGHTWELL_LOOPBACK`      `1` where the server listens on this machine alone, so that no TLS is needed (set by `lightwell serve`)
`LIGHTWELL_TLS`           `proxy` where a server that speaks TLS stands before this one and sets X-Forwarded-Proto itself
`LIGHTWELL_SECRET_KEY`    the secret key, where it is kept elsewhere
`LIGHTWELL_ACTIVITY_KEYS` the file of the keys that seal the record of activity, where it is kept elsewhere
`LIGHTWELL_UPLOAD_MB`     the largest file that may be uploaded, in megabytes
"""

from __future__ import annotations

import os
import secrets
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, PrefixLoader

from lightwell.results import read_settings
from lightwell.store import default_home

HOME = default_home()
SERVICE = read_settings(HOME.settings)
DEMONSTRATION = SERVICE.demonstration
"""Whether the home holds an invented authority: only then are there demonstration people, whose passwords the sign-in page shows."""

_WEB = Path(__file__).resolve().parent
_STATE = HOME.path / "web"
LIGHTWELL_LOOPBACK = os.environ.get("LIGHTWELL_LOOPBACK") == "1"
LIGHTWELL_TLS = os.environ.get("LIGHTWELL_TLS", "").strip()
LIGHTWELL_PLAIN = LIGHTWELL_TLS != "proxy" and (LIGHTWELL_LOOPBACK or DEMONSTRATION)
"""Whether pages travel without TLS: on this machine alone, or in a demonstration, which holds no real child."""


def _make_state() -> None:
    """Make the folder of the database and the key, for its owner alone."""
    HOME.make()
    _STATE.mkdir(mode=0o700, exist_ok=True)


def _secret_key() -> str:
    """Give the secret key: from the environment, or from the home, where it is made at the first start."""
    given = os.environ.get("LIGHTWELL_SECRET_KEY", "").strip()
    if given:
        return given
    _make_state()
    file = _STATE / "secret_key"
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(64))
    except FileExistsError:
        pass
    return file.read_text(encoding="ascii").strip()


def _database() -> dict[str, object]:
    url = os.environ.get("DATABASE_URL", "").strip()
    if url:
        return dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    _make_state()
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(_STATE / "lightwell.sqlite3"),
        # Writers wait for one another from the start of a transaction, and readers never wait (SQLite, write-ahead log).
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA busy_timeout=20000;",
        },
    }


SECRET_KEY = _secret_key()
LIGHTWELL_ACTIVITY_KEYS = os.environ.get("LIGHTWELL_ACTIVITY_KEYS", "").strip()
DEBUG = False
ALLOWED_HOSTS = [name.strip() for name in os.environ.get("LIGHTWELL_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name.strip()]
DATABASES = {"default": _database()}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

OUR_APPS = ("access", "activity", "home", "performance", "children", "workload", "findings", "data", "publication", "signin")
INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "lightwell.web.apps.WebConfig",
    *(f"lightwell.web.{name}.apps.Config" for name in OUR_APPS),
]
MIDDLEWARE = [
    "lightwell.web.middleware.Guarded",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lightwell.web.middleware.SessionEnds",
    "allauth.account.middleware.AccountMiddleware",
    "lightwell.web.middleware.SignedIn",
    "lightwell.web.signin.gate.SecondFactorGiven",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "lightwell.web.middleware.PlainErrors",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "lightwell.web.urls"
WSGI_APPLICATION = "lightwell.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "OPTIONS": {
            "environment": "lightwell.web.jinja.environment",
            "loader": ChoiceLoader(
                [
                    FileSystemLoader([_WEB / "templates", *(_WEB / name / "templates" for name in OUR_APPS)]),
                    PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")}),
                ]
            ),
        },
    },
    # The message framework and Django's own forms ask for Django's templates; no page of ours is one.
    {"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True},
]

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True

STATIC_URL = "/static/"
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
WHITENOISE_MAX_AGE = 365 * 24 * 3600  # the address of each asset carries the hash of its content

AUTH_USER_MODEL = "access.Person"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "lightwell.web.signin.passwords.Guessable"},
    {"NAME": "lightwell.web.signin.passwords.Breached"},
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",  # argon2id; what was kept by another is kept anew at the next sign-in
    "django.contrib.auth.hashers.ScryptPasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "access:sign_in"
LOGIN_REDIRECT_URL = "home"

LIGHTWELL_SIGN_IN = SERVICE.sign_in
ACCOUNT_ADAPTER = "lightwell.web.signin.adapters.Account"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]  # nobody signs up, but allauth checks that the two agree
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGIN_TIMEOUT = 600  # seconds from the password to the last step
ACCOUNT_RATE_LIMITS = False  # axes counts failures, in the database and so for every process
MFA_ADAPTER = "lightwell.web.signin.adapters.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_TOLERANCE = 1  # a code of half a minute before or after: clocks differ
MFA_RECOVERY_CODE_DIGITS = 10
AXES_HANDLER = "lightwell.web.signin.lockout.Handler"
AXES_LOCKOUT_PARAMETERS = ["username", "ip_address"]  # in this order, on which the handler counts
AXES_FAILURE_LIMIT = "lightwell.web.signin.lockout.limit"
AXES_COOLOFF_TIME = "lightwell.web.signin.lockout.pause"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # else whoever keeps trying keeps the person out for ever
AXES_RESET_ON_SUCCESS = True
AXES_USERNAME_CALLABLE = "lightwell.web.signin.lockout.key_of"
AXES_CLIENT_IP_CALLABLE = "lightwell.web.signin.lockout.address_of"
AXES_LOCKOUT_CALLABLE = "lightwell.web.signin.lockout.paused"
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "credential", "csrfmiddlewaretoken"]
AXES_DISABLE_ACCESS_LOG = True  # the record of activity holds it
AXES_ENABLE_ADMIN = AXES_VERBOSE = False

LIGHTWELL_IDLE_SECONDS = SERVICE.sessions.idle_minutes * 60
SESSION_COOKIE_AGE = SERVICE.sessions.hours * 3600
"""Seconds for which a session lasts in all; `middleware.SessionEnds` holds it to both."""
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not LIGHTWELL_PLAIN
SESSION_COOKIE_NAME = "lightwell_session" if LIGHTWELL_PLAIN else "__Host-lightwell_session"
CSRF_COOKIE_NAME = "lightwell_csrf" if LIGHTWELL_PLAIN else "__Host-lightwell_csrf"
"""Browsers take a cookie whose name begins with __Host- only over TLS and from this very host: another cannot plant one."""
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "lightwell.web.errors.form_expired"
SECURE_SSL_REDIRECT = not LIGHTWELL_PLAIN
SECURE_HSTS_SECONDS = 0 if LIGHTWELL_PLAIN else 365 * 24 * 3600
# Believed only where a proxy was declared: else whoever asks could say that they came by TLS.
SECURE_PROXY_SSL_HEADER = None if LIGHTWELL_PLAIN else ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [NONE],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

_UPLOAD_MB = os.environ.get("LIGHTWELL_UPLOAD_MB", "500").strip()
LIGHTWELL_UPLOAD_MB = int(_UPLOAD_MB) if _UPLOAD_MB.isdecimal() else 0  # which `safety_checks` refuses
FILE_UPLOAD_HANDLERS = ["django.core.files.uploadhandler.TemporaryFileUploadHandler"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 200

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
