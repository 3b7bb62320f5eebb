"""Every recording rule does what its own worked cases say, and each case is held against something that can fail."""

from __future__ import annotations

from dataclasses import replace

import pytest

from lightwell.checks.recording import recording_limits, recording_rules, wrong_recording_cases
from lightwell.checks.recording.model import RecordingRule

RULES = recording_rules()


@pytest.fixture(scope="session")
def by_code() -> dict[str, RecordingRule]:
    return {rule.code: rule for rule in RULES}


def test_every_case_comes_out_as_the_rule_says() -> None:
    wrong = wrong_recording_cases(RULES)
    assert not wrong, "\n".join(f"{each.rule.file}, rule {each.rule.code}: {each}" for each in wrong)


def test_a_rule_that_finds_nothing_or_everything_is_told(by_code: dict[str, RecordingRule]) -> None:
    rule = by_code["visit_not_authorised"]
    nothing = wrong_recording_cases([replace(rule, where="false")])
    everything = wrong_recording_cases([replace(rule, where="true")])
    assert [bool(each.case.found) for each in nothing] == [True, True]
    assert {each.found for each in nothing} == {()}
    assert len(everything) == 3, "the two that pass, and the first row of the case that finds the second"


def test_every_message_is_a_sentence_that_says_what_to_do() -> None:
    for rule in RULES:
        assert rule.message[0].isupper(), rule.code
        assert rule.message.endswith("."), rule.code
        assert rule.message.count(".") + rule.message.count(";") >= 2, f"{rule.code} says what is wrong and not what to do"


def test_every_limit_of_the_rules_is_used() -> None:
    used = {limit.name for rule in RULES for limit in rule.limits}
    assert {limit.name for limit in recording_limits()} <= used
