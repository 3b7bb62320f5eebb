"""How the pages of workload say what they found."""

from __future__ import annotations

from datetime import date

from lightwell.results import Caseholder, CaseloadLimits, Workload

STATUS_TITLES = {
    "assessment": "Assessment",
    "child_in_need": "Child in need plan",
    "child_protection": "Child protection plan",
    "in_care": "In our care",
    "care_leaver": "Care leaver",
    "early_help": "Early help",
}
"""What each status is called, in the order of the journey."""


def counted(number: int, one: str, many: str = "") -> str:
    """Write a number with what it counts: `1 child`, `1,204 children`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def children(number: int) -> str:
    """Write a number of children."""
    return counted(number, "child", "children")


def restricted(number: int) -> str:
    """Say that restricted children are left out, and nothing of who they are: `1 child you may not see`."""
    return f"{children(number)} you may not see"


def summary(found: Workload, limits: CaseloadLimits) -> str:
    """Say the answer first: how much there is, how it is shared, and what is late."""
    if found.open_children is None:
        carried = "How many children are open to the service is not known from this source."
    else:
        per_fte = f", {found.per_fte:.1f} for each full-time caseholder" if found.per_fte is not None else ""
        carried = f"{children(found.open_children)} {'is' if found.open_children == 1 else 'are'} open to the service{per_fte}."
    return " ".join(part for part in (carried, _shared(found, limits), _late(found)) if part)


def summary_of_worker(found: Workload, holder: Caseholder | None, limits: CaseloadLimits, as_at: date) -> str:
    """Say the same of one worker, who is measured by all the children whom they hold."""
    said = []
    if holder is not None and holder.children:
        time = f", working {holder.fte:.1f} of full time" if holder.fte is not None and holder.fte < 1 else ""
        high = f", which is {limits.high} or more" if holder.children >= limits.high else ""
        said.append(f"Holds {children(holder.children)} open to the service{high}{time}.")
    if found.by_status.get("early_help"):
        said.append(f"{children(found.by_status['early_help'] or 0)} in early help.")
    if holder is not None and holder.newly_qualified_on is not None:
        over = "over" if holder.children > limits.newly_qualified else "within"
        year = year_of(holder.newly_qualified_on, as_at).lower()
        said.append(f"Newly qualified, {year}, {over} the limit of {limits.newly_qualified}.")
    said.append(_late(found))
    return " ".join(each for each in said if each)


def _shared(found: Workload, limits: CaseloadLimits) -> str:
    if not found.caseholders or found.high is None:
        return ""
    if not found.high:
        return f"Nobody holds {limits.high} or more."
    holders = counted(found.caseholders, "caseholder")
    return f"{found.high:,} of {holders} {'holds' if found.high == 1 else 'hold'} {limits.high} or more."


def _late(found: Workload) -> str:
    if found.overdue is None or found.overdue_children is None:
        return "What is overdue is not known from this source."
    if not found.overdue:
        return "Nothing is overdue." if found.open_children or found.by_status.get("early_help") else ""
    return f"{children(found.overdue_children)} {'has' if found.overdue_children == 1 else 'have'} something overdue."


def days_left(days: int) -> str:
    """Say how long is left, from the day of the snapshot."""
    if days < 0:
        return f"{counted(-days, 'day')} overdue"
    return {0: "Due that day", 1: "Due the next day"}.get(days, f"Due in {days:,} days")


def limit(number: int, unit: str) -> str:
    """Write a limit with its unit: `10 working days`."""
    return counted(number, "working day" if unit == "working_days" else "day")


def year_of(newly_qualified_on: date, as_at: date) -> str:
    """Say how far a newly qualified worker is into the first year."""
    months = (as_at.year - newly_qualified_on.year) * 12 + as_at.month - newly_qualified_on.month - (as_at.day < newly_qualified_on.day)
    return f"Month {months + 1} of 12"
