"""The command line as a person meets it: what it prints, and exit codes 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.unit.cli.conftest import Run


@pytest.fixture
def loaded(run: Run, home: Path, extract: Path) -> Path:
    assert run("load", "tables", extract, "--as-at", "2024-01-31", "--home", home).code == 0
    return home


def test_a_load_accounts_for_every_row_and_says_what_to_do(run: Run, home: Path, extract: Path) -> None:
    said = run("--home", home, "load", "tables", extract, "--as-at", "31/01/2024")
    assert said.code == 0
    assert "referrals.csv: 4 rows in = 3 loaded + 1 quarantined" in said.out
    assert "referrals.csv, row 5, column received_on" in said.out
    assert "31/02/2024" in said.out
    assert "as known on 31 January 2024" in said.out


def test_the_same_files_twice_change_nothing(run: Run, loaded: Path, extract: Path) -> None:
    before = sorted(str(path) for path in loaded.rglob("*"))
    said = run("load", "tables", extract, "--as-at", "2024-01-31", "--home", loaded)
    assert "Nothing to do: these files are already the snapshot" in said.out
    assert sorted(str(path) for path in loaded.rglob("*")) == before


def test_snapshots_indicators_values_and_children_as_json(run: Run, loaded: Path) -> None:
    (snapshot,) = json.loads(run("snapshots", "--format", "json", "--home", loaded).out)
    assert snapshot["rows_in"] == snapshot["loaded"] + snapshot["quarantined"]
    listed = json.loads(run("indicators", "--format", "json", "--home", loaded).out)
    assert set(listed[0]) == {"id", "title", "unit", "period_type", "better", "aim"}
    assert len(listed) == 76
    said = run("values", "--period", "2024-01", "--indicator", "referrals", "--indicator", "cla_rate", "--format", "json", "--home", loaded)
    values = {value["indicator"]: value for value in json.loads(said.out)}
    assert values["referrals"]["numerator"] == values["referrals"]["value"] == 2
    assert values["referrals"]["snapshot"] == snapshot["snapshot"]
    assert values["cla_rate"]["denominator"] == 10000
    said = run("children", "--indicator", "referrals", "--period", "2024-01", "--by", "team=T1", "--format", "json", "--home", loaded)
    assert [row["child"] for row in json.loads(said.out)] == ["1001"]


def test_values_by_team_and_as_csv(run: Run, loaded: Path) -> None:
    said = run("values", "--period", "2024-01", "--indicator", "referrals", "--by", "team", "--format", "csv", "--home", loaded)
    assert said.out.splitlines()[0].startswith("indicator,period,breakdown,member,numerator")
    assert [line.split(",")[3] for line in said.out.splitlines()[1:]] == ["T1", "T2"]


def test_explain_tells_question_clocks_examples_and_sql(run: Run, home: Path) -> None:
    said = run("explain", "cp_visit_10_working_days", "--home", home)
    assert said.code == 0
    for part in ("Denominator: rows where", "protection_visit_working_days", "Worked examples", "SQL of the list", "from open_status"):
        assert part in said.out


def test_a_pack_is_written_in_every_format(run: Run, loaded: Path, tmp_path: Path) -> None:
    for how in ("pdf", "pptx", "xlsx", "html"):
        out = tmp_path / f"pack.{how}"
        said = run("pack", "--period", "2024-01", "--format", how, "--out", out, "--home", loaded)
        assert said.code == 0, said.err
        assert out.stat().st_size > 10_000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("values", "--period", "2024-01"), "snapshot"),
        (("explain", "cp_plan"), "Did you mean cp_plans"),
        (("load", "tables", "nowhere", "--as-at", "2024-01-31"), "nowhere"),
        (("pack", "--period", "2024-01", "--format", "pdf", "--out", "x.pdf"), "snapshot"),
    ],
)
def test_what_cannot_be_done_is_refused_in_a_sentence(run: Run, home: Path, arguments: tuple[str, ...], message: str) -> None:
    said = run("--home", home, *arguments)
    assert said.code == 1
    assert message in said.err
    assert "Traceback" not in said.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("values", "--period", "January"),
        ("values",),
        ("nonsense",),
        ("load", "tables", "x", "--as-at", "31.01.2024"),
        ("children", "--indicator", "cla", "--period", "2024-01", "--part", "half"),
        ("children", "--indicator", "cla", "--period", "2024-01", "--by", "team"),
        ("pack", "--period", "2024-01", "--format", "docx", "--out", "x"),
    ],
)
def test_wrong_usage_is_told_apart(run: Run, home: Path, arguments: tuple[str, ...]) -> None:
    said = run("--home", home, *arguments)
    assert said.code == 2
    assert said.err


def test_the_demonstration_is_never_mixed_with_another_authority(run: Run, loaded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lightwell.cli import demo
    from lightwell.synthetic import invent as real

    monkeypatch.setattr(demo, "invent", lambda seed, progress: real(seed, progress, scale=0.02))
    said = run("demo", "--home", loaded)
    assert said.code == 1
    assert "belongs to another authority (E06009998)" in said.err


def test_a_fault_of_ours_reaches_a_person_as_a_sentence(run: Run, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from lightwell.cli import read

    def broken(_folder: object) -> None:
        raise KeyError("child 1042")

    monkeypatch.setattr(read, "load_definitions", broken)
    said = run("indicators", "--home", home)
    assert said.code == 1
    assert "Something is wrong in Lightwell itself (KeyError at" in said.err
    assert "1042" not in said.err
    report = Path(said.err.split("written to ")[1].split(": please")[0])
    assert "1042" not in report.read_text(encoding="utf-8")
    report.unlink()
