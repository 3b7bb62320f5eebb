"""The keys that seal the record of activity. They lie in a file apart from the database, so that rights in the database alone seal nothing.

The file has one key a line, the newest last: new entries are sealed with it, and the others still prove what they sealed. It is
`web/activity_keys` of the home, for its owner alone, or the file that `LIGHTWELL_ACTIVITY_KEYS` names.
"""

from __future__ import annotations

import functools
import hashlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from django.conf import settings

from lightwell.errors import LightwellError

_LEAST = 43
"""Letters of a key: 32 random bytes in base 64."""


def file() -> Path:
    """Say where the keys lie."""
    given: str = settings.LIGHTWELL_ACTIVITY_KEYS
    return Path(given) if given else Path(settings.HOME.path) / "web" / "activity_keys"


def keys() -> Mapping[str, bytes]:
    """Give the keys by their names, the newest last; where there is no file, one is made. Raises `LightwellError` if it is damaged."""
    path = file()
    try:
        changed = path.stat()
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _add(path, new=True)
        changed = path.stat()
    return _read(path, changed.st_mtime_ns, changed.st_size)


def newest() -> tuple[str, bytes]:
    """Give the key with which new entries are sealed, and its name."""
    return list(keys().items())[-1]


def add() -> str:
    """Add a new key, with which entries are sealed from now on, and give its name; the earlier keys stay."""
    keys()
    _add(file(), new=False)
    return newest()[0]


def name_of(key: bytes) -> str:
    """Name a key by what it is, so that entries can say with which they were sealed and tell nothing about it."""
    return hashlib.sha256(b"name of a key of activity\0" + key).hexdigest()[:16]


def _add(path: Path, *, new: bool) -> None:
    flags = os.O_WRONLY | os.O_CREAT | (os.O_EXCL if new else os.O_APPEND)
    try:
        with os.fdopen(os.open(path, flags, 0o600), "a", encoding="ascii") as made:
            made.write(secrets.token_urlsafe(32) + "\n")
    except FileExistsError:
        pass  # another process made it in between
    except OSError as error:
        raise LightwellError(
            f"The keys of the record of activity cannot be written to {path} ({error.strerror}). Nothing is shown that cannot be recorded: "
            "give the site the right to write there."
        ) from error


@functools.lru_cache(maxsize=4)
def _read(path: Path, changed: int, size: int) -> Mapping[str, bytes]:
    try:
        found = [line.strip().encode("ascii") for line in path.read_text(encoding="ascii").splitlines() if line.strip()]
    except (OSError, UnicodeError) as error:
        raise LightwellError(f"The keys of the record of activity cannot be read from {path}. Put the file back from a backup.") from error
    if not found or any(len(key) < _LEAST for key in found):
        raise LightwellError(f"The file of the keys of the record of activity, {path}, is damaged. Put it back from a backup.")
    return {name_of(key): key for key in found}
