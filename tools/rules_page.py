"""The reference pages of the returns' rules, for `tools.make_docs`: what each finds, since when, and how its message was read."""

from __future__ import annotations

from collections.abc import Iterator

from lightwell.checks import Rule, rules
from lightwell.returns import shapes
from tools.markdown import head, table

_TITLES = {"ssda903": "children looked after return (SSDA903)", "cin_census": "children in need census"}


def rules_page(of: str) -> Iterator[str]:
    """Give the blocks of one return's page: a table of rules for each of its tables."""
    yield from head(
        f"Rules of the {_TITLES[of]}",
        f"src/lightwell/checks/rules/{of}/",
        "The Department for Education's data rules, with its codes and messages (Open Government Licence v3.0). What each rule finds was "
        "written from its message and the guide; where these leave something open, the last column says how it was read. "
        "[lightwell check](commands.md#lightwell-check) runs them.",
    )
    titles = {each.name: each.title for each in shapes(of).values()}
    held = rules(of)
    cases = sum(len(rule.cases) for rule in held)
    yield f"{len({rule.code for rule in held})} rules, each with worked cases that run as tests ({cases:,} cases)."
    for name in dict.fromkeys(rule.table for rule in held):
        yield f"## {titles[name.removesuffix('_last')]}{' of last year' if name.endswith('_last') else ''}"
        yield table(("rule", "finds", "collections", "how the message was read"), [_row(rule) for rule in held if rule.table == name])


def _row(rule: Rule) -> tuple[str, ...]:
    since = f"{rule.first} to {rule.last}" if rule.last else f"from {rule.first}"
    kind = "" if rule.severity == "error" else " (query)"
    return (f"`{rule.code}`{kind}", rule.message, since, rule.note)
