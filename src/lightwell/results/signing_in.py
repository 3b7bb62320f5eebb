"""How people sign in: the key `sign_in` of a home's settings, with the council's directories and what its groups may do."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

Say = Callable[[str, str], None]
"""Adds a problem: the key, and a sentence."""

_ID = re.compile(r"[a-z][a-z0-9-]{0,29}")
_HERE = ("localhost", "127.0.0.1", "::1")
_BREAKDOWNS = ("authority", "service", "locality", "team", "worker", "whole")


@dataclass(frozen=True)
class Directory:
    """One directory of the council that says who someone is, by OpenID Connect (Entra ID or any other provider that follows it).

    `id` stands in the address that the provider sends people back to; `name` is on the button. The secret is never here: it stands in the
    environment or in a file of the home. `groups_claim`, `username_claim` and `worker_claim` name claims of the identity token;
    `worker_claim` is empty where the directory does not hold the worker's identifier of the case-management system. `second_factor` says
    which claims with which values prove that the directory has asked for a second factor itself, as pairs; without any, ours is asked for.
    """

    id: str
    name: str
    discovery: str
    client_id: str
    groups_claim: str = "groups"
    username_claim: str = "preferred_username"
    worker_claim: str = ""
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    second_factor: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class GroupRole:
    """The role that a group of a directory gives, and for which part of the service, as `Assignment` has them."""

    group: str
    role: str
    breakdown: str = "authority"
    member: str = ""


@dataclass(frozen=True)
class LockOut:
    """After how many failures in a row signing in is paused, for one person and for one address, and for how many minutes."""

    person: int = 10
    address: int = 100
    minutes: int = 15


@dataclass(frozen=True)
class SignIn:
    """How people sign in: the directories, what their groups give, when signing in is paused, and whom to ask for access."""

    openid: tuple[Directory, ...] = ()
    groups: tuple[GroupRole, ...] = ()
    lock_out: LockOut = LockOut()
    contact: str = "the person who looks after access to Lightwell"


PASSWORDS_ONLY = SignIn()
"""What holds where nothing is said: people sign in with passwords."""

_KEYS = ("openid", "groups", "lock_out", "contact")
_DIRECTORY = tuple(Directory.__dataclass_fields__)
_GROUP = tuple(GroupRole.__dataclass_fields__)


def read_sign_in(given: object, say: Say) -> SignIn:
    """Read the key `sign_in`; says every problem through `say`, and gives what could be read."""
    if given is None:
        return PASSWORDS_ONLY
    if not isinstance(given, Mapping):
        say("sign_in", f"This has any of {', '.join(_KEYS)}.")
        return PASSWORDS_ONLY
    for key in set(given) - set(_KEYS):
        say("sign_in", f"There is no key “{key}” in it. The keys are {', '.join(_KEYS)}.")
    directories = [made for made in (_directory(*each, say) for each in _numbered(given, "openid", say)) if made]
    if len({each.id for each in directories}) < len(directories):
        say("sign_in", "Two entries of “openid” have the same id. Each needs its own.")
    groups = [made for made in (_group(*each, say) for each in _numbered(given, "groups", say)) if made]
    if groups and not directories:
        say("sign_in", "“groups” says what groups of a directory give, but “openid” names no directory.")
    contact = given.get("contact", PASSWORDS_ONLY.contact)
    if not isinstance(contact, str) or not contact.strip():
        say("sign_in", "“contact” says in words whom to ask for access, as in “the performance team”.")
        contact = PASSWORDS_ONLY.contact
    return SignIn(tuple(directories), tuple(groups), _lock_out(given.get("lock_out"), say), contact.strip())


def _numbered(given: Mapping[str, object], key: str, say: Say) -> list[tuple[int, Mapping[str, object]]]:
    entries = given.get(key)
    if entries is None:
        return []
    if not isinstance(entries, list) or not all(isinstance(entry, Mapping) for entry in entries):
        say("sign_in", f"“{key}” is a list of entries, each with keys of its own.")
        return []
    return list(enumerate(entries, 1))


def _directory(number: int, entry: Mapping[str, object], say: Say) -> Directory | None:
    where = f"Entry {number} of “openid”"
    texts = {key: value for key, value in entry.items() if key not in ("second_factor", "scopes")}
    if not _known(where, entry, _DIRECTORY, ("id", "name", "discovery", "client_id"), say) or not _texts(where, texts, say):
        return None
    made = Directory(**{key: str(value).strip() for key, value in texts.items()})  # type: ignore[arg-type]  # only texts are left
    if not _ID.fullmatch(made.id):
        say("sign_in", f"{where}: the id “{made.id}” must be small letters, digits and hyphens: it stands in an address.")
    address = urlsplit(made.discovery)
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _HERE):
        say("sign_in", f"{where}: “discovery” must be an https address, as the provider's own pages give it.")
    return Directory(
        **{**made.__dict__, "scopes": _scopes(where, entry, say), "second_factor": _second_factor(where, entry, say)},
    )


def _scopes(where: str, entry: Mapping[str, object], say: Say) -> tuple[str, ...]:
    given = entry.get("scopes")
    if given is None:
        return ("openid", "profile", "email")
    if not isinstance(given, list) or "openid" not in given or not all(isinstance(each, str) for each in given):
        say("sign_in", f"{where}: “scopes” is a list of words with “openid” among them.")
        return ()
    return tuple(given)


def _second_factor(where: str, entry: Mapping[str, object], say: Say) -> tuple[tuple[str, str], ...]:
    given = entry.get("second_factor")
    if given is None:
        return ()
    if not isinstance(given, Mapping) or not all(isinstance(values, list) and values for values in given.values()):
        say("sign_in", f"{where}: “second_factor” names claims and the values that prove a second factor, as in {{amr: [mfa]}}.")
        return ()
    return tuple((str(claim), str(value)) for claim, values in given.items() for value in values)


def _group(number: int, entry: Mapping[str, object], say: Say) -> GroupRole | None:
    where = f"Entry {number} of “groups”"
    if not _known(where, entry, _GROUP, ("group", "role"), say) or not _texts(where, entry, say):
        return None
    made = GroupRole(**{key: str(value).strip() for key, value in entry.items()})
    if made.breakdown not in _BREAKDOWNS:
        say("sign_in", f"{where}: the breakdown “{made.breakdown}” is not one of {', '.join(_BREAKDOWNS)}.")
    return made


def _known(where: str, entry: Mapping[str, object], names: tuple[str, ...], needed: tuple[str, ...], say: Say) -> bool:
    unknown = [str(key) for key in entry if key not in names]
    lacking = [key for key in needed if not entry.get(key)]
    if unknown:
        say("sign_in", f"{where}: there is no key “{'”, “'.join(unknown)}”. The keys are {', '.join(names)}.")
    if lacking:
        say("sign_in", f"{where} lacks {', '.join(lacking)}.")
    return not unknown and not lacking


def _texts(where: str, entry: Mapping[str, object], say: Say) -> bool:
    wrong = [key for key, value in entry.items() if isinstance(value, bool) or not isinstance(value, str | int)]
    for key in wrong:
        say("sign_in", f"{where}: “{key}” must be a text.")
    return not wrong


def _lock_out(given: object, say: Say) -> LockOut:
    names = tuple(LockOut.__dataclass_fields__)
    if given is None:
        return LockOut()
    if not isinstance(given, Mapping) or not set(given) <= set(names):
        say("sign_in", f"“lock_out” has whole numbers for any of {', '.join(names)}.")
        return LockOut()
    most = {"person": 20, "address": 1000, "minutes": 24 * 60}
    for name, value in given.items():
        if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= most[name]:
            say("sign_in", f"“lock_out”: “{name}” must be a whole number from 1 to {most[name]:,}.")
            return LockOut()
    return LockOut(**given)
