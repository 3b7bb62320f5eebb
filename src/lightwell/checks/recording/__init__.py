"""The service's own recording rules: those that come with Lightwell and a council's own, and what runs them.

A shipped rule is never replaced in silence: a council's rule under the same code is refused. See `model` for what a rule is.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path

from lightwell.checks.recording.cases import WrongRecordingCase, wrong_recording_cases
from lightwell.checks.recording.model import RECORDING_FINDINGS, RecordingCase, RecordingOutcome, RecordingRule
from lightwell.checks.recording.read import read_folder
from lightwell.checks.recording.run import run_recording
from lightwell.definitions import load
from lightwell.definitions.model import Parameter
from lightwell.errors import Problem, Refused

__all__ = [
    "RECORDING_FINDINGS",
    "RecordingCase",
    "RecordingOutcome",
    "RecordingRule",
    "WrongRecordingCase",
    "recording_limits",
    "recording_rules",
    "run_recording",
    "wrong_recording_cases",
]

_REFUSED = "The recording rules cannot be used."


def recording_rules(own: Path | None = None) -> tuple[RecordingRule, ...]:
    """Give the recording rules in force: the shipped ones by stage of the journey, then a council's own from its folder.

    Raises `Refused` with every problem of every file: file, rule and what is wrong; a council's rule whose worked cases come out otherwise
    is a problem like any other.
    """
    shipped, limits = _shipped()
    if own is None or not own.is_dir():
        return shipped
    problems: list[Problem] = []
    found = list(read_folder(own, dict(limits), problems, own=True))
    problems += _twice([*shipped, *found])
    if not problems:
        problems += [Problem(str(wrong), where=f"{wrong.rule.file}, rule {wrong.rule.code}") for wrong in wrong_recording_cases(found)]
    if problems:
        raise Refused(_REFUSED, problems)
    return (*shipped, *found)


def recording_limits() -> tuple[Parameter, ...]:
    """Give the limits that belong to the recording rules alone; others come from the definitions' parameters."""
    held = load().parameters
    return tuple(limit for name, limit in _shipped()[1].items() if name not in held)


@functools.cache
def _shipped() -> tuple[tuple[RecordingRule, ...], dict[str, Parameter]]:
    limits = dict(load().parameters)
    problems: list[Problem] = []
    found = tuple(read_folder(files("lightwell.checks") / "rules" / "recording", limits, problems, own=False))
    problems += _twice(found)
    if problems:
        raise Refused(_REFUSED, problems)
    return found, limits


def _twice(found: list[RecordingRule] | tuple[RecordingRule, ...]) -> list[Problem]:
    """Say which codes stand twice, and where."""
    first: dict[str, RecordingRule] = {}
    problems = []
    for rule in found:
        before = first.setdefault(rule.code, rule)
        if before is not rule:
            whose = "that comes with Lightwell" if rule.own and not before.own else "of the same code"
            what = f"The code {rule.code} is taken by the rule {whose} in {before.file}."
            problems.append(Problem(what, where=f"{rule.file}, rule {rule.code}", remedy="Give this one a code of its own."))
    return problems
