"""The reference is whole: every indicator, parameter, record type, fact, command and setting has a heading; pages are as generated."""

from __future__ import annotations

import re
from pathlib import Path

import typer

from lightwell.cli.app import app
from lightwell.definitions import load
from lightwell.facts import FACTS
from lightwell.journey import RECORDS
from lightwell.results.settings import read_settings
from tests.docs.walk import ROOT
from tools import make_docs

REFERENCE = ROOT / "docs" / "reference"


def _headings(name: str) -> set[str]:
    return set(re.findall(r"^#{2,3} (.+)$", (ROOT / "docs" / name).read_text(encoding="utf-8"), re.MULTILINE))


def test_the_generated_pages_are_as_the_code_says() -> None:
    assert make_docs.stale(REFERENCE) == []


def test_the_pages_come_out_alike_each_time() -> None:
    assert make_docs.pages() == make_docs.pages()


def test_a_page_that_was_changed_or_lost_is_named(tmp_path: Path) -> None:
    pages = make_docs.pages()
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "facts.md").write_text("# Facts\n", encoding="utf-8")
    (tmp_path / "records.md").unlink()
    assert sorted(make_docs.stale(tmp_path)) == ["facts.md", "records.md"]


def test_every_indicator_and_parameter_has_a_heading() -> None:
    catalogue = load()
    assert set(catalogue.definitions) <= _headings("reference/indicators.md")
    assert set(catalogue.parameters) == _headings("reference/parameters.md")


def test_every_record_type_and_code_set_has_a_heading_and_every_column_a_row() -> None:
    headings, text = _headings("reference/records.md"), (REFERENCE / "records.md").read_text(encoding="utf-8")
    assert {record.table for record in RECORDS} <= headings
    assert {column.codes.name for record in RECORDS for column in record.columns if column.codes} <= headings
    for record in RECORDS:
        part = text.split(f"\n## {record.table}\n")[1].split("\n## ")[0]
        assert [column.name for column in record.columns if f"| `{column.name}` |" not in part] == []


def test_every_fact_has_a_heading_and_every_column_a_row() -> None:
    headings, text = _headings("reference/facts.md"), (REFERENCE / "facts.md").read_text(encoding="utf-8")
    assert {fact.name for fact in FACTS} <= headings
    for fact in FACTS:
        part = text.split(f"\n## {fact.name}\n")[1].split("\n## ")[0]
        assert "```sql" in part
        assert [column.name for column in fact.own_columns if f"| `{column.name}` |" not in part] == []


def test_every_command_and_option_is_told_of() -> None:
    headings, text = _headings("reference/commands.md"), (REFERENCE / "commands.md").read_text(encoding="utf-8")
    for path, command in _commands(typer.main.get_command(app), "lightwell"):
        assert path in headings
        part = text.split(f"\n## {path}\n")[1].split("\n## ")[0]
        options = [option for parameter in command.params for option in parameter.opts if option.startswith("--")]  # type: ignore[attr-defined]
        assert [option for option in options if option not in part] == []


def _commands(command: object, path: str) -> list[tuple[str, object]]:
    below = getattr(command, "commands", {})
    return [(path, command), *(found for name, each in below.items() for found in _commands(each, f"{path} {name}"))]


def test_every_setting_has_a_heading_and_the_example_is_read(tmp_path: Path) -> None:
    page = (ROOT / "docs" / "how-to" / "set-targets-and-population.md").read_text(encoding="utf-8")
    headings = set(re.findall(r"^## `?(\w+)`?$", page, re.MULTILINE))
    example = re.search(r"^```yaml file=\S*settings\.yaml\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    assert example is not None
    path = tmp_path / "settings.yaml"
    path.write_text(example[1], encoding="utf-8")
    settings = read_settings(path)
    assert settings.populations
    assert settings.targets
    assert settings.comparators.like
    assert settings.comparators.neighbours
    assert {"authority", "name", "populations", "targets", "comparators"} <= headings
