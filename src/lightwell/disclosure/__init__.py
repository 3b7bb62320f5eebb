"""Disclosure control: the only door to anything public.

`protect` gives what of a pack's figures may be printed, such that nobody can work out the rest; `relations_of` finds what ties figures
together; `audit` tries to work out what is suppressed. `suppress_for_display` is for people who are signed in and may see no child. Pure
functions on frozen values: no store, no files.
"""

from lightwell.disclosure.counted import cell_of
from lightwell.disclosure.display import suppress_for_display
from lightwell.disclosure.model import (
    AUTHORITY,
    CONFIDENTIAL,
    NOT_APPLICABLE,
    Cell,
    Coordinates,
    Kind,
    Pinned,
    Printed,
    Published,
    Reason,
    Relation,
    Release,
    Released,
    Term,
)
from lightwell.disclosure.policy import USUAL_POLICY, Policy, policy_from
from lightwell.disclosure.protect import audit, protect
from lightwell.disclosure.relations import relations_of

__all__ = [
    "AUTHORITY",
    "CONFIDENTIAL",
    "NOT_APPLICABLE",
    "USUAL_POLICY",
    "Cell",
    "Coordinates",
    "Kind",
    "Pinned",
    "Policy",
    "Printed",
    "Published",
    "Reason",
    "Relation",
    "Release",
    "Released",
    "Term",
    "audit",
    "cell_of",
    "policy_from",
    "protect",
    "relations_of",
    "suppress_for_display",
]
