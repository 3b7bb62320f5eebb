"""Publication: a month's figures as a static site that needs no script, with open data, errata, and a record of what was released.

Everything goes through `lightwell.disclosure`. What was published stays in the home, so that the next publication is protected against it.
"""

from lightwell.reports.public.model import Change, Edition, Kept
from lightwell.reports.public.publishing import Outcome, publish
from lightwell.reports.public.record import editions

__all__ = ["Change", "Edition", "Kept", "Outcome", "editions", "publish"]
