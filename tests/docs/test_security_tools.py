"""The checks of `make check` that look for secrets and for known vulnerabilities find what they look for, and say when they could not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

import pytest

from tools import audit
from tools.secret_scan import ROOT, found_in

KEY = "".join(["A", "KIA", "ABCDEFGHIJKLMNOP"])


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("-----BEGIN OPENSSH PRIVATE KEY-----", "a private key"),
        (f"key = {KEY}", "a key of Amazon"),
        ("ghp_" + "a1" * 18, "a token of GitHub"),
        ("DATABASE_URL=postgres://lightwell:hunter2x@db.example/x", "a password in an address"),
        ('SECRET_KEY = "k9s8d7f6g5h4j3k2l1q0w9e8"', "a secret that is written out"),
        ("{'password': 'correct-horse-battery-staple-9'}", "a secret that is written out"),
        ("eyJhbGciOiJIUzI1.eyJzdWIiOiIxMjM0.abcdefghijkl", "a JSON web token"),
    ],
)
def test_a_secret_is_found_with_its_line(line: str, what: str) -> None:
    assert (2, what) in list(found_in(f"first\n{line}\n"))


@pytest.mark.parametrize(
    "line",
    [
        "postgres://lightwell:PASSWORD@database.council.example/lightwell",
        "password = form['password']",
        "sha256:" + "ab" * 32,
        "token = secrets.token_urlsafe(64)",
    ],
)
def test_what_is_no_secret_is_let_be(line: str) -> None:
    assert list(found_in(line)) == []


def answer(*packages: Mapping[str, object]) -> audit.Audited:
    return audit.read(json.dumps({"dependencies": packages, "fixes": []}), "")


GOOD = {"name": "django", "version": "5.2.19", "vulns": []}
SKIPPED = {"name": "django", "skip_reason": "Dependency not found on PyPI and could not be audited: django (5.2.19)"}
BAD = {"name": "jinja2", "version": "3.0.0", "vulns": [{"id": "PYSEC-2024-1", "fix_versions": ["3.1.3"], "aliases": [], "description": ""}]}


@pytest.mark.parametrize(
    ("results", "sentence", "known", "missing"),
    [
        ([answer(GOOD)], "lock: nothing is known against its 1 packages.", False, False),
        ([answer(SKIPPED)], "NOT AUDITED: lock", False, True),
        ([answer(SKIPPED), answer(GOOD)], "lock: nothing is known", False, False),
        ([answer(SKIPPED), audit.read("", "Traceback\nConnectionError: no network\n")], "ConnectionError: no network.", False, True),
        ([answer(SKIPPED, {**BAD, "vulns": []})], "PARTLY AUDITED: of lock, these were not looked up: django.", False, True),
        ([answer(GOOD, BAD)], "jinja2 3.0.0: PYSEC-2024-1, mended in 3.1.3", True, False),
    ],
)
def test_an_audit_that_did_not_take_place_is_never_green(results: list[audit.Audited], sentence: str, known: bool, missing: bool) -> None:
    said = audit.judge("lock", results)
    assert sentence in said[0]
    assert said[1:] == (known, missing)


def test_where_an_audit_must_be_it_fails_without_one(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(audit, "audit", lambda lock, service: answer(SKIPPED))
    monkeypatch.delenv("LIGHTWELL_AUDIT", raising=False)
    assert audit.main() == 0
    assert "NOT AUDITED: requirements.txt" in capsys.readouterr().err
    monkeypatch.setenv("LIGHTWELL_AUDIT", "must")
    assert audit.main() == 1


def test_every_exception_from_a_rule_of_security_says_why() -> None:
    silent = [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for folder in ("src", "tools", "bench")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(r"# noqa: [A-Z0-9, ]*\bS\d{3}(?!.* - )", line)
    ]
    assert silent == []
