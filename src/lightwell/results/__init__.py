"""Indicators on a snapshot: values, breakdowns, the children behind them, and where every figure comes from."""

from __future__ import annotations

from lightwell.results.account import Account, FileRows, account_of, all_rows, failed_checks, file_rows, say_outcome, say_without_settings
from lightwell.results.caseholders import Caseholder, OpenChild, Waiting, caseholders, knows_newly_qualified, open_children, waiting
from lightwell.results.children import Part, list_columns
from lightwell.results.clocks import (
    ClockCount,
    Due,
    Within,
    both,
    clock_counts,
    clocks_due,
    clocks_of,
    count_due,
    has_clocks,
    within_places,
)
from lightwell.results.compute import Population, compute, months_for
from lightwell.results.feeding import Feed, feeding, plain_record, plain_table
from lightwell.results.load import Loaded, load_extract, own_definitions
from lightwell.results.model import AUTHORITY, ChildList, State, Value
from lightwell.results.names import NAMED, member_names, member_order
from lightwell.results.needs import feeds, known_from, needed
from lightwell.results.opened import definitions_of, reading
from lightwell.results.preview import Preview, preview
from lightwell.results.quarantine import Chosen, QuarantineCounts, QuarantinedRow, quarantine_counts, quarantine_page
from lightwell.results.settings import NOT_SET, Settings, read_settings
from lightwell.results.signing_in import PASSWORDS_ONLY, Directory, GroupRole, LockOut, SignIn, read_sign_in
from lightwell.results.values import children, values
from lightwell.results.workload import CaseloadLimits, Workload, limits_on, workload

__all__ = [
    "AUTHORITY",
    "NAMED",
    "NOT_SET",
    "PASSWORDS_ONLY",
    "Account",
    "Caseholder",
    "CaseloadLimits",
    "ChildList",
    "Chosen",
    "ClockCount",
    "Directory",
    "Due",
    "Feed",
    "FileRows",
    "GroupRole",
    "Loaded",
    "LockOut",
    "OpenChild",
    "Part",
    "Population",
    "Preview",
    "QuarantineCounts",
    "QuarantinedRow",
    "Settings",
    "SignIn",
    "State",
    "Value",
    "Waiting",
    "Within",
    "Workload",
    "account_of",
    "all_rows",
    "both",
    "caseholders",
    "children",
    "clock_counts",
    "clocks_due",
    "clocks_of",
    "compute",
    "count_due",
    "definitions_of",
    "failed_checks",
    "feeding",
    "feeds",
    "file_rows",
    "has_clocks",
    "known_from",
    "knows_newly_qualified",
    "limits_on",
    "list_columns",
    "load_extract",
    "member_names",
    "member_order",
    "months_for",
    "needed",
    "open_children",
    "own_definitions",
    "plain_record",
    "plain_table",
    "preview",
    "quarantine_counts",
    "quarantine_page",
    "read_settings",
    "read_sign_in",
    "reading",
    "say_outcome",
    "say_without_settings",
    "values",
    "waiting",
    "within_places",
    "workload",
]
