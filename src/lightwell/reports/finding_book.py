"""What a file of findings is made of: the findings asked for, with the counts and words that stand beside them."""

from __future__ import annotations

from collections.abc import Collection

from lightwell.periods import say_date
from lightwell.reports.finding_files import FindingBook, first_row
from lightwell.results.finding_model import RECORDING, Asked, Finding, FindingSet
from lightwell.results.findings import day_of, rule_states, tally
from lightwell.results.responsible import EVERYWHERE, Condition

REMEDIES = {
    "recording": "Correct the record in the case system. The next load reads it again, and a finding that is mended is gone.",
    "ssda903": "Correct the record in the case system and make the return again. The next load of the return checks it anew.",
    "cin_census": "Correct the record in the case system and make the census again. The next load of the census checks it anew.",
}
"""What to do about the findings of a set."""

_KEEP_SAFE = (
    "This file is about named children, by their identifiers. Keep it where their records are kept, and destroy it when it is done with."
)


def book_of(
    of: FindingSet, asked: Asked, found: tuple[Finding, ...], *, within: Condition = EVERYWHERE, known: Collection[str] = ()
) -> FindingBook:
    """Gather a file of findings that were read as asked, within a part of the service; `known` are the keys of today's known problems."""
    states = {rule.code: rule for rule in rule_states(of)}
    counted = tally(of, "code", asked=asked, within=within, acknowledged=known)
    return FindingBook(
        title=f"Findings: {of.title}",
        findings=found,
        rules=tuple((states[each.key], each) for each in counted if each.key in states),
        teams=tally(of, "team", asked=asked, within=within, acknowledged=known),
        not_run=tuple(rule for rule in states.values() if rule.state != "run"),
        about=_about(of, asked, found, whole=within == EVERYWHERE),
        first_row=first_row(of),
        mended=asked.status == "mended",
    )


def said(asked: Asked) -> str:
    """Say which findings are asked for, without a name."""
    parts = [f"{name} {value}" for name in ("code", "severity", "team", "worker", "age_band", "status") if (value := getattr(asked, name))]
    return ", ".join(parts)


def _about(of: FindingSet, asked: Asked, found: tuple[Finding, ...], *, whole: bool) -> tuple[tuple[str, str], ...]:
    manifest = of.snapshot.manifest
    returned = of.ruleset != RECORDING
    children = len({each.child for each in found if each.child})
    before = f"{say_date(day_of(of.before))}, {of.before.id}" if of.before else "Nothing: these are the first findings of this set"
    pairs = (
        ("Findings", of.title),
        ("Authority", manifest.authority_name),
        ("Collection", manifest.collection if returned else ""),
        ("Return loaded on" if manifest.collection else "As known on", say_date(day_of(of.snapshot))),
        ("Compared with", before),
        ("Which findings", said(asked) or "All"),
        ("Whose", "The whole service" if whole else "The part of the service that you may see"),
        ("How many", f"{_counted(len(found), 'finding', 'findings')} about {_counted(children, 'child', 'children')}"),
        ("New", "Not among the findings of the snapshot before, although the rule was run there"),
        ("Mended", "Among the findings of the snapshot before, and gone from this one"),
        ("First checked", "The rule was not run in the snapshot before"),
        ("Known problem", "Acknowledged, with a reason and a day to look again; not counted as open until then"),
        (
            "Row",
            "As a spreadsheet counts the rows of the file, its heading being row 1; in XML the place of the record" if returned else "",
        ),
        ("What to do", REMEDIES[of.ruleset]),
        ("Done by, Note", "Left empty for the team to fill"),
        ("Snapshot", of.snapshot.id),
        ("Lightwell", manifest.lightwell),
        ("Keep safe", _KEEP_SAFE),
    )
    return tuple(pair for pair in pairs if pair[1])


def _counted(count: int, one: str, many: str) -> str:
    return f"{count:,} {one if count == 1 else many}"
