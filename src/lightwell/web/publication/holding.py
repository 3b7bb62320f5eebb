"""Whether a living worker is publishing: the operating system lets go of what it holds when the process dies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from filelock import FileLock, Timeout

_WAIT_SECONDS = 10


def _path() -> Path:
    settings.HOME.make()
    path: Path = settings.HOME.path / "publishing.lock"
    return path


@contextmanager
def held() -> Iterator[bool]:
    """Hold the work of publishing, and say whether it could be held: one at a time."""
    lock = FileLock(_path())
    try:
        # A page that asks whether anyone holds it holds it for a moment itself.
        lock.acquire(timeout=_WAIT_SECONDS)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def is_held() -> bool:
    """Say whether a living process is at it."""
    lock = FileLock(_path())
    try:
        lock.acquire(timeout=0)
    except Timeout:
        return True
    lock.release()
    return False
