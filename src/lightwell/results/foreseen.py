"""What the department's rules find in a return before it is loaded, so that a return that is not ready is not loaded unseen."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import asdict, dataclass

import duckdb

from lightwell.checks import rules_for, run_rules
from lightwell.extracts import Extract

_TOP = 10


@dataclass(frozen=True)
class ForeseenRule:
    """One rule that finds something, with how often."""

    code: str
    severity: str
    message: str
    count: int


@dataclass(frozen=True)
class Foreseen:
    """What the rules of a collection find: how many errors and queries, how many rules ran, which could not and which are at fault.

    `top` are the rules that find the most. `not_run` and `at_fault` are pairs of a code and a reason.
    """

    collection: str
    errors: int
    queries: int
    ran: int
    top: tuple[ForeseenRule, ...]
    not_run: tuple[tuple[str, str], ...]
    at_fault: tuple[tuple[str, str], ...]


def foresee(extract: Extract) -> Foreseen | None:
    """Run the department's rules over a return that has been read; None for an extract that is no return."""
    if extract.collection is None:
        return None
    held = rules_for(extract.source, extract.collection)
    outcome = run_rules(duckdb.connect(), extract.source, held, extract.returned, extract.collection)
    counts = Counter(outcome.findings.column("code").to_pylist())
    rules = {rule.code: rule for rule in held}
    found = [ForeseenRule(code, rules[code].severity, rules[code].message, count) for code, count in counts.items()]
    found.sort(key=lambda each: (each.severity != "error", -each.count, each.code))
    return Foreseen(
        collection=str(extract.collection),
        errors=sum(each.count for each in found if each.severity == "error"),
        queries=sum(each.count for each in found if each.severity != "error"),
        ran=len(set(outcome.run)),
        top=tuple(found[:_TOP]),
        not_run=tuple((each.code, each.reason) for each in outcome.not_run),
        at_fault=tuple((each.code, each.reason) for each in outcome.at_fault),
    )


def write_foreseen(foreseen: Foreseen) -> str:
    """Give what was found as text; it counts and quotes no record."""
    return json.dumps(asdict(foreseen), ensure_ascii=False)


def read_foreseen(text: str) -> Foreseen:
    """Read what `write_foreseen` wrote; raises `ValueError`, `KeyError` or `TypeError` for any other text."""
    plain = json.loads(text)
    pairs = {name: tuple((code, reason) for code, reason in plain[name]) for name in ("not_run", "at_fault")}
    return Foreseen(**{**plain, **pairs, "top": tuple(ForeseenRule(**each) for each in plain["top"])})
