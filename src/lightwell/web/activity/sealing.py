"""The seal of one entry: HMAC-SHA256, with a key, over canonical bytes of all its fields, the children named and the seal before."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

BEGINNING = "0" * 64
"""What the first entry has for the seal before it."""

_FORM = "lightwell activity 1"
"""Names the form of the bytes; another form needs another name, and this one stays to prove what it sealed."""


@dataclass(frozen=True)
class Entry:
    """One entry as it is sealed; `named` are the identifiers of the children whom it names."""

    number: int
    at: datetime
    person: str
    action: str
    subject: str
    page: str
    why: str
    snapshot: str
    children: int | None
    key: str
    before: str
    named: tuple[str, ...]


def canonical(entry: Entry) -> bytes:
    """Write an entry as bytes that are the same on every machine and for every order of the children, and never the same for two."""
    at = entry.at.astimezone(UTC).isoformat(timespec="microseconds")
    words = [entry.person, entry.action, entry.subject, entry.page, entry.why, entry.snapshot]
    parts = [_FORM, entry.number, at, *words, entry.children, entry.key, entry.before, sorted(entry.named)]
    return json.dumps(parts, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def seal_of(entry: Entry, key: bytes) -> str:
    """Seal an entry."""
    return hmac.new(key, canonical(entry), hashlib.sha256).hexdigest()


def mark_of(what: str, parts: Iterable[object], key: bytes) -> str:
    """Mark the end of the chain or an anchor, `what` saying which, so that one never passes for the other or for an entry."""
    text = json.dumps([f"lightwell {what} 1", *map(str, parts)], ensure_ascii=True, separators=(",", ":"))
    return hmac.new(key, text.encode("ascii"), hashlib.sha256).hexdigest()


def same(one: str, other: str) -> bool:
    """Compare two seals."""
    return hmac.compare_digest(one.encode(), other.encode())
