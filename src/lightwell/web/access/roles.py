"""The roles, read from `roles.yaml`: data that someone who does not program can read and check."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from importlib import resources

from lightwell.plain_yaml import parse_yaml


class Action(StrEnum):
    """What a role may allow; `roles.yaml` says in words what each is."""

    SEE_FIGURES = "see_figures"
    SEE_PARTS = "see_parts"
    SEE_CHILDREN = "see_children"
    SEE_WORKLOAD = "see_workload"
    SEE_DATA = "see_data"
    LOAD_EXTRACT = "load_extract"


class Reach(StrEnum):
    """What an assignment of a role names, and so how far it reaches."""

    OWN = "own"
    REVIEWED = "reviewed"
    TEAM = "team"
    PART = "part"
    AUTHORITY = "authority"


@dataclass(frozen=True)
class Role:
    """One role: its title, what it lets a person do in a sentence, how far it reaches, and the actions that it allows."""

    id: str
    title: str
    sentence: str
    reach: Reach
    may: frozenset[Action]


@functools.cache
def roles() -> Mapping[str, Role]:
    """Give the roles by id, in the order of the file."""
    content = parse_yaml((resources.files("lightwell.web.access") / "roles.yaml").read_text(encoding="utf-8"))
    return {
        name: Role(name, entry["title"], entry["sentence"], Reach(entry["reach"]), frozenset(Action(action) for action in entry["may"]))
        for name, entry in content.items()
    }
