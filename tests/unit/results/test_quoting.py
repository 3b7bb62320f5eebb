"""Which other children a finding quotes: kept with it when an extract is loaded."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.results.finding_model import RECORDING
from lightwell.results.findings import finding_set, findings
from lightwell.results.quoting import quoted_in, without
from lightwell.store import Home
from tests.small import FILES, SETTINGS


@pytest.mark.parametrize(
    ("text", "others"),
    [
        ("child 1002: same name, 3 days apart", ["1002"]),
        ("child 1002 and 2 more", ["1002"]),
        ("lives at another postcode than child AB 7.", ["AB 7"]),
        ("see (1003), 1002", ["1002", "1003"]),
        ("child 1001: its own; child 9999: nobody", []),
        ("due on 3 March 2024, 12 days late", []),
        (None, []),
    ],
)
def test_the_known_children_in_the_words_but_the_findings_own(text: str | None, others: list[str]) -> None:
    assert quoted_in(text, "1001", {"1001", "1002", "1003", "AB 7"}) == others


def test_what_is_said_of_another_child_goes_with_it() -> None:
    assert without("child 1002: same name", {"1002"}, "someone") == "someone"
    assert without("lives apart from child 1002.", {"1002"}, "someone") == "lives apart from someone."
    assert without("see 1002 at once", {"1002"}, "someone") == "someone"
    assert without("child 1002: same name", {"1003"}, "someone") == "child 1002: same name"


def test_whom_a_finding_quotes_is_kept_with_it_and_is_unknown_of_an_older_snapshot(tmp_path: Path) -> None:
    first, *people = FILES["people.csv"].splitlines()
    numbered = [f"{first},upn", *(f"{each},{'A123456789012' if each[:4] != '1002' else ''}" for each in people)]
    (tmp_path / "extract").mkdir()
    for name, text in {**FILES, "people.csv": "\n".join(numbered) + "\n"}.items():
        (tmp_path / "extract" / name).write_text(text, encoding="utf-8")
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = read_tables(tmp_path / "extract", as_at=date(2024, 1, 31), authority="E06009998")
    snapshot = load_extract(home, extract, progress=lambda _what, _part: None).snapshot
    found = {each.child: each.others for each in findings(finding_set(home, RECORDING)) if each.code == "upn_of_two_children"}
    assert found == {"1001": ("1003",), "1003": ("1001",)}
    (file,) = snapshot.path.rglob("findings.parquet")
    older = tmp_path / "older"
    home.path.rename(older)
    moved = older / file.relative_to(home.path)
    moved.chmod(0o600)
    pq.write_table(pq.read_table(moved).drop_columns(["others"]), moved)
    assert {each.others for each in findings(finding_set(Home(older), RECORDING))} == {None}
