"""Publication: a month's figures as a static site that needs no script, with open data, errata, and a record of what was released.

Everything goes through `lightwell.disclosure`. What was published stays in the home, so that the next publication is protected against it.
Exempt parts are left out of it, and are in a members' pack that is never published.
"""

from lightwell.reports.public.exempt_file import read_exempt
from lightwell.reports.public.exempt_model import Part, Register
from lightwell.reports.public.members import MembersPack, committee_of, members_pack
from lightwell.reports.public.model import Change, Edition, Kept
from lightwell.reports.public.publishing import Outcome, Plan, plan, publish
from lightwell.reports.public.record import editions

__all__ = [
    "Change",
    "Edition",
    "Kept",
    "MembersPack",
    "Outcome",
    "Part",
    "Plan",
    "Register",
    "committee_of",
    "editions",
    "members_pack",
    "plan",
    "publish",
    "read_exempt",
]
