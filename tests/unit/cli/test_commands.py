"""The command line as a person meets it: what it prints, and exit codes 0 done, 1 refused, 2 wrong usage."""

from __future__ import annotations

import json
import re
import shlex
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import typer

from lightwell.cli.app import app
from lightwell.cli.telling import explanation
from lightwell.definitions import load
from tests.unit.cli.conftest import Run, load_once


@pytest.fixture
def loaded(run: Run, home: Path, extract: Path, kept: Path) -> Path:
    return load_once(run, home, extract, kept)


def test_a_load_accounts_for_every_row_and_says_what_to_do(run: Run, home: Path, extract: Path) -> None:
    said = run("--home", home, "load", "tables", extract, "--as-at", "31/01/2024")
    assert said.code == 0
    assert "referrals.csv: 4 rows in = 3 loaded + 1 quarantined" in said.out
    assert "“31/02/2024” in “received_on” is not a day of the calendar (child 1003, row 5 of referrals.csv)" in said.out
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
    for part in (
        "Denominator: rows where",
        "  protection_visit_working_days: 10 working days from ",
        "Worked examples",
        "SQL of the list",
        "SQL of the denominator's list\n  select *\n  from fact_",
        "from open_status",
    ):
        assert part in said.out


def test_explain_says_every_row_flags_and_dates_as_people_do(run: Run, home: Path) -> None:
    said = run("explain", "re_referrals", "--home", home)
    assert "  Denominator: every row\n" in said.out
    assert "  Child B, January 2024: Referred 366 days earlier: not counted.\n" in said.out
    assert "received_on 16 January 2023, source 2A, no_further_action no" in said.out
    assert "  re_referral_days: 365 days from 1 April 2013. A referral within" in said.out
    counted = run("explain", "cp_plans", "--home", home)
    assert "  Counted: every row\n" in counted.out
    assert "denominator's list" not in counted.out


def test_explain_says_one_working_day() -> None:
    catalogue = load()
    decided = replace(catalogue.definition("referrals"), count="working_days_to_decision <= parameter('contact_decision_limit')")
    assert "contact_decision_limit: 1 working day from 1 April 2013. " in explanation(decided, catalogue)


def test_check_counts_in_the_singular_and_the_plural(run: Run, home: Path) -> None:
    assert run("check", "re_referrals", "--home", home).out == "1 definition is sound; 6 worked examples came out as they say.\n"
    assert run("check", "re_referrals", "cp_plans", "--home", home).out.startswith("2 definitions are sound; ")


def test_a_load_without_settings_says_what_is_missing_and_where_to_put_it(run: Run, tmp_path: Path, extract: Path) -> None:
    bare = tmp_path / "bare"
    said = run("load", "tables", extract, "--as-at", "2024-01-31", "--home", bare)
    assert f"There is no settings.yaml in {bare}, so rates have no population and nothing has a target." in said.out
    assert "docs/how-to/set-targets-and-population.md" in said.out
    assert "settings.yaml" not in run("load", "tables", extract, "--as-at", "2024-02-01", "--home", bare).out
    whole = run("values", "--period", "2024-01", "--indicator", "referrals", "--format", "json", "--home", bare)
    assert [(value["member"], value["name"]) for value in json.loads(whole.out)] == [("authority", None)]


def test_a_load_with_settings_says_nothing_of_them(run: Run, home: Path, extract: Path) -> None:
    assert "settings.yaml" not in run("load", "tables", extract, "--as-at", "2024-01-31", "--home", home).out


def test_quarantine_lists_every_row_and_column(run: Run, loaded: Path) -> None:
    (row,) = json.loads(run("quarantine", "--format", "json", "--home", loaded).out)
    assert {name: row[name] for name in ("file", "sheet", "row", "column", "value", "record", "child")} == {
        "file": "referrals.csv",
        "sheet": "",
        "row": 5,
        "column": "received_on",
        "value": "31/02/2024",
        "record": "referrals",
        "child": "1003",
    }
    assert "is not a day of the calendar" in row["reason"]
    assert row["remedy"].startswith("Correct the date")
    assert run("quarantine", "--format", "csv", "--home", loaded).out.startswith("file,sheet,row,column,value,reason,remedy,record,child\n")
    assert "31/02/2024" in run("quarantine", "--file", "referrals.csv", "--home", loaded).out


def test_quarantine_of_one_file(run: Run, loaded: Path) -> None:
    assert json.loads(run("quarantine", "--file", "people.csv", "--format", "json", "--home", loaded).out) == []
    assert "No row of people.csv is in the quarantine" in run("quarantine", "--file", "people.csv", "--home", loaded).out
    said = run("quarantine", "--file", "person.csv", "--home", loaded)
    assert said.code == 1
    assert "was not made from a file “person.csv”. Its files: people.csv, referrals.csv" in said.err


def test_every_command_shows_an_example_that_it_understands() -> None:
    root = typer.main.get_command(app)
    leaves = dict(_leaves(root, ()))
    assert {"load tables", "load annex-a", "values", "children", "quarantine", "pack", "demo"} <= set(leaves)
    for path, command in leaves.items():
        shown = re.findall(r"^  lightwell (.+)$", command.epilog or "", re.MULTILINE)
        assert shown, path
        for words in map(shlex.split, shown):
            assert " ".join(words).startswith(path)
            with command.make_context(path, words[len(path.split()) :]) as context:  # raises if it is wrong usage
                assert context.params


def test_an_example_in_the_help_is_not_wrapped(run: Run) -> None:
    assert "\n    lightwell children --indicator re_referrals --period 2024-01 --by team=T12\n" in run("children", "--help").out


def _leaves(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, Any]]:
    """Give every command that does something by its words; `Any` because typer does not publish its own copy of click."""
    below = getattr(command, "commands", None)
    if below is None:
        yield " ".join(path), command
    for name, each in (below or {}).items():
        yield from _leaves(each, (*path, name))


def test_a_pack_written_again_with_other_neighbours_says_so_and_touches_no_other(
    run: Run, home: Path, extract: Path, tmp_path: Path
) -> None:
    settings = home / "settings.yaml"
    plain = settings.read_text(encoding="utf-8")
    assert run("load", "tables", extract, "--as-at", "2024-01-31", "--home", home).code == 0
    said = {}
    for number, chosen in enumerate(("2021", "2021", "2025")):
        block = f"comparators:\n  like: E06000045\n  neighbours: [{{from: 2017-04-01, list: {chosen}, average: mean}}]\n"
        settings.write_text(plain + block, encoding="utf-8")
        said[number] = run("pack", "--period", "2024-01", "--format", "html", "--out", tmp_path / f"{number}.html", "--home", home).out
    assert "written before" not in said[0] + said[1]
    assert "in the list of 2021" in said[2].split("Now:")[0]
    assert "in the list of 2025" in said[2].split("Now:")[1]
    pages = [(tmp_path / f"{number}.html").read_text(encoding="utf-8") for number in range(3)]
    assert pages[0] == pages[1]
    assert "in the list of 2021" in pages[0]
    assert "in the list of 2025" in pages[2]


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
        (("explain", "refferals"), "Did you mean referrals?"),
        (("explain", "zzzz"), "List them with: lightwell indicators"),
        (("quarantine",), "snapshot"),
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
        ("values", "--period", "2024-01", "--by", "teem"),
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
