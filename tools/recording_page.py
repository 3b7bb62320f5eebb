"""The reference page of the recording rules, for `tools.make_docs`: what each finds, on which records, and the limits that they name."""

from __future__ import annotations

from collections.abc import Iterator

from lightwell.checks.recording import RecordingRule, recording_limits, recording_rules
from lightwell.periods import say_date
from tools.markdown import head, table

_STAGES = {
    "1_people.yaml": "The child",
    "2_front_door.yaml": "Front door and early help",
    "3_assessment_and_need.yaml": "Assessments and children in need",
    "4_protection.yaml": "Child protection",
    "5_care.yaml": "Children in our care",
    "5_care_adoption_and_missing.yaml": "Adoption and missing",
    "6_leaving_care.yaml": "Care leavers",
    "7_work.yaml": "Visits, supervision and allocation",
    "8_duplicates.yaml": "Recorded twice",
}
"""The files of rules in the order of the child's journey, with their headings."""


def recording_page() -> Iterator[str]:
    """Give the blocks of the page: a table of rules for each stage, then the limits."""
    held = recording_rules()
    yield from head(
        "Recording rules",
        "src/lightwell/checks/rules/recording/",
        "The service's own rules for its records, beside those of the statutory returns. They run whenever an extract is loaded. "
        "[How to add one](../how-to/add-a-recording-rule.md).",
    )
    yield f"{len(held)} rules, each with worked cases that run as tests ({sum(len(rule.cases) for rule in held)} cases)."
    for file in dict.fromkeys(rule.file for rule in held):
        yield f"## {_STAGES[file]}"
        yield table(("rule", "finds", "in", "how it is judged"), [_row(rule) for rule in held if rule.file == file])
    yield "## Limits of these rules"
    yield "Beside [those of the definitions](parameters.md). The value that held on the as-at day is used."
    rows = [
        (f"`{limit.name}`", f"{value:g} {limit.unit}", say_date(first), limit.meaning, limit.source)
        for limit in recording_limits()
        for first, value in limit.values
    ]
    yield table(("limit", "value", "from", "meaning", "source"), rows)


def _row(rule: RecordingRule) -> tuple[str, ...]:
    kind = "" if rule.severity == "error" else " (query)"
    judged = [rule.note] if rule.note else []
    if rule.limits:
        judged.append(f"Limit{'s' if len(rule.limits) > 1 else ''}: {', '.join(f'`{limit.name}`' for limit in rule.limits)}.")
    return (f"`{rule.code}`{kind}", f"**{rule.title}.** {rule.message}", f"[{rule.table}](records.md#{rule.table})", " ".join(judged))
