"""Data checks: the Department for Education's rules for its returns, as data, and what runs them."""

from __future__ import annotations

from lightwell.checks.cases import WrongCase, wrong_cases
from lightwell.checks.model import FINDINGS, Case, NotRun, Outcome, Rule
from lightwell.checks.rules import rules, rules_for
from lightwell.checks.run import run_rules
from lightwell.checks.run_one import run_rule
from lightwell.returns.collections import Collection

__all__ = [
    "FINDINGS",
    "Case",
    "Collection",
    "NotRun",
    "Outcome",
    "Rule",
    "WrongCase",
    "rules",
    "rules_for",
    "run_rule",
    "run_rules",
    "wrong_cases",
]
