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
    SEE_SMALL_COUNTS = "see_small_counts"
    SEE_PARTS = "see_parts"
    SEE_CHILDREN = "see_children"
    SEE_WORKLOAD = "see_workload"
    SEE_DATA = "see_data"
    LOAD_EXTRACT = "load_extract"
    SEE_FINDINGS = "see_findings"
    ACKNOWLEDGE = "acknowledge"
    RUN_CAMPAIGNS = "run_campaigns"
    MAKE_SAMPLES = "make_samples"
    RESTRICT = "restrict"
    BREAK_GLASS = "break_glass"
    REVIEW_ACCESS = "review_access"
    MANAGE_PEOPLE = "manage_people"
    SEE_ACTIVITY = "see_activity"
    PUBLISH = "publish"
    SEE_EXEMPT = "see_exempt"
    KEEP_BREAKS = "keep_breaks"


class Reach(StrEnum):
    """What an assignment of a role names, and so how far it reaches."""

    OWN = "own"
    REVIEWED = "reviewed"
    TEAM = "team"
    PART = "part"
    SAMPLE = "sample"
    COMMITTEE = "committee"
    AUTHORITY = "authority"


@dataclass(frozen=True)
class Role:
    """One role: its title, what it lets a person do in a sentence, how far it reaches, and the actions that it allows.

    `for_a_time` is whether it can be given only until a day.
    """

    id: str
    title: str
    sentence: str
    reach: Reach
    may: frozenset[Action]
    for_a_time: bool = False


@functools.cache
def roles() -> Mapping[str, Role]:
    """Give the roles by id, in the order of the file."""
    content = parse_yaml((resources.files("lightwell.web.access") / "roles.yaml").read_text(encoding="utf-8"))
    return {
        name: Role(
            name,
            entry["title"],
            entry["sentence"],
            Reach(entry["reach"]),
            frozenset(Action(action) for action in entry["may"]),
            for_a_time=entry.get("until") == "must",
        )
        for name, entry in content.items()
    }
