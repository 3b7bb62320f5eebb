"""Writes the reference pages that can be made from the code, the definitions and the rules.

`python -m tools.make_docs` writes them; `--check` compares, and exits with 1 naming every page that is out of date. The same code gives the
same bytes every time: nothing depends on the day, the machine or the width of a terminal.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

import typer

from lightwell.cli.app import app
from lightwell.definitions import Catalogue, Definition, Parameter, load
from lightwell.definitions.expressions import parameters_in
from lightwell.definitions.model import Example
from lightwell.facts import FACTS, Fact, FactColumn, fact_sql
from lightwell.journey import RECORDS, CodeSet, Column, Record
from lightwell.periods import Month, say_date
from lightwell.web.access.roles import Action, Reach, roles
from tools.comparator_page import comparators
from tools.markdown import fenced, head, joined, table
from tools.recording_page import recording_page
from tools.rules_page import rules_page

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "reference"

_STAGES = {
    "early_help": "Early help",
    "front_door": "Front door",
    "assessment": "Assessment",
    "child_in_need": "Child in need",
    "protection": "Child protection",
    "care": "Children in our care",
    "leaving_care": "Leaving care",
    "workforce": "Workforce",
    "supervision": "Supervision",
}
"""The folders of `indicators/` in the order of the child's journey, with their headings."""

_UNITS = {"count": "A count", "percent": "A percentage", "per_10_000": "A rate per 10,000 children under 18", "mean": "A mean"}
_PERIODS = {
    "month": "in the month",
    "month_end": "at month end",
    "rolling_12_months": "over the twelve months that end with the month",
    "year_to_date": "from April to the end of the month",
    "quarter": "in the quarter",
    "year": "in the financial year",
}
_KINDS = {"text": "text", "day": "day", "code": "code", "whole": "whole number", "number": "number", "flag": "yes or no"}
_WIDTH = 100


def pages() -> dict[str, str]:
    """Give the text of every generated page by its file name."""
    catalogue = load()
    makers: dict[str, Callable[[], Iterable[str]]] = {
        "indicators.md": lambda: _indicators(catalogue),
        "parameters.md": lambda: _parameters(catalogue),
        "records.md": _records,
        "facts.md": _facts,
        "commands.md": _commands,
        "roles.md": _roles,
        "comparators.md": lambda: comparators(catalogue),
        "rules-903.md": lambda: rules_page("ssda903"),
        "rules-cin.md": lambda: rules_page("cin_census"),
        "rules-recording.md": recording_page,
    }
    return {name: joined(make()) for name, make in makers.items()}


def stale(folder: Path) -> list[str]:
    """Name the pages in a folder that are missing or not what the code says."""
    kept = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.md")}
    return [name for name, text in pages().items() if kept.get(name) != text]


def main(arguments: Sequence[str]) -> int:
    """Write the pages, or with `--check` compare them; gives the exit code."""
    if "--check" in arguments:
        found = stale(FOLDER)
        for name in found:
            print(f"docs/reference/{name} is out of date. Write it again with: make docs", file=sys.stderr)
        return 1 if found else 0
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return 0


def _indicators(catalogue: Catalogue) -> Iterator[str]:
    yield from head(
        "Indicators",
        "indicators/",
        "Every indicator that comes with Lightwell, in the order of the child's journey. Each is one file in `indicators/`, and its worked "
        "examples run as tests. [How to add one](../how-to/add-an-indicator.md).",
    )
    for stage, members in _by_stage(catalogue).items():
        yield f"## {_STAGES.get(stage, stage)}"
        for definition in members:
            yield from _indicator(definition)


def _by_stage(catalogue: Catalogue) -> dict[str, list[Definition]]:
    found: dict[str, list[Definition]] = {stage: [] for stage in _STAGES}
    for definition in catalogue.definitions.values():
        found.setdefault(Path(definition.file).parent.name, []).append(definition)
    return {stage: members for stage, members in found.items() if members}


def _indicator(definition: Definition) -> Iterator[str]:
    better = "Neither way is better in itself" if definition.better == "neither" else f"{definition.better.capitalize()} is better"
    yield f"### {definition.id}"
    yield f"**{definition.title}.** {definition.question}"
    yield f"{_UNITS[definition.unit]} {_PERIODS[definition.period_type]}. {better}. Version {definition.version}."
    yield table(("How it is counted", ""), _counted(definition))
    if definition.note:
        yield definition.note
    yield "\n".join(f"- {example}" for example in map(_example, definition.examples))
    if definition.changes:
        yield "\n".join(f"- Version {change.version}, {say_date(change.on)}: {change.what}" for change in definition.changes)


def _counted(definition: Definition) -> Iterator[tuple[str, str]]:
    yield "fact", f"[{definition.fact}](facts.md#{definition.fact})"
    if definition.on:
        yield "placed in a month by", f"`{definition.on}`"
    if definition.has_denominator:
        yield "out of", _condition(definition.of)
    yield "counted", _condition(definition.count)
    if definition.distinct:
        yield "each counted once", f"`{definition.distinct}`"
    if definition.per:
        yield "divided by the sum of", f"`{definition.per}`"
    if names := _parameters_of(definition):
        yield "clocks and limits", ", ".join(f"[{name}](parameters.md#{name})" for name in names)
    yield "broken down by", ", ".join(definition.breakdowns) or "nothing: only the whole authority has a population"
    if definition.comparator:
        differs = f" {definition.comparator_differs}" if definition.comparator_differs else ""
        yield "comparator", f"[{definition.comparator}](comparators.md#{anchor(definition.comparator)}).{differs}"
    yield "source", definition.source


def _condition(text: str) -> str:
    return "every row" if text == "true" else f"`{text}`"


def _parameters_of(definition: Definition) -> list[str]:
    texts = [text for text in (definition.of, definition.count, definition.per) if text]
    return sorted(set().union(*(parameters_in(text) for text in texts)))


def _example(example: Example) -> str:
    month = Month.parse(example.month).name
    if example.value is not None:
        outcome = f"comes to {example.value:g}"
    elif example.in_numerator:
        outcome = "counted"
    else:
        outcome = "left out" if example.in_denominator is False else "not counted"
    return f"Child {example.child}, {month}: {example.because.rstrip('.')} → **{outcome}**."


def _parameters(catalogue: Catalogue) -> Iterator[str]:
    yield from head(
        "Clocks, thresholds and intervals",
        "indicators/parameters.yaml",
        "Each is dated: the value that held on the last day of the month is the one used, and the oldest one for every day before it. A "
        "council may add its own under new names ([how](../how-to/add-an-indicator.md#a-limit-of-your-own)).",
    )
    users: dict[str, list[str]] = {name: [] for name in catalogue.parameters}
    for definition in catalogue.definitions.values():
        for name in _parameters_of(definition):
            users[name].append(definition.id)
    for parameter in catalogue.parameters.values():
        yield from _parameter(parameter, users[parameter.name])


def _parameter(parameter: Parameter, users: Sequence[str]) -> Iterator[str]:
    used = ", ".join(f"[{name}](indicators.md#{name})" for name in users)
    yield f"## {parameter.name}"
    yield parameter.meaning
    yield table(("from", "value"), [(say_date(day), _amount(value, parameter.unit)) for day, value in parameter.values])
    yield f"Source: {parameter.source}. {f'Used by {used}.' if used else 'Used by no shipped indicator.'}"


def _amount(value: float, unit: str) -> str:
    return f"{value:g} {unit.removesuffix('s') if value == 1 else unit}"


def _records() -> Iterator[str]:
    yield from head(
        "Records",
        "src/lightwell/journey/",
        "Every record type and its columns, in the order of the child's journey. In a `tables` extract each is one file named after its "
        "table, such as `referrals.csv`; see [how to load your own](../how-to/load-your-own-extract.md). A column marked *must* has to be "
        "filled in. One marked *identifying* is kept beside the journey and never reaches facts or figures.",
    )
    for record in RECORDS:
        yield from _record(record)
    yield "## Code sets"
    yield "A value may be given as the code, as its label, or in another spelling that real files are known to use, in any case."
    seen = {column.codes.name: column.codes for record in RECORDS for column in record.columns if column.codes is not None}
    for codes in seen.values():
        yield f"### {codes.name}"
        yield f"Source: {codes.source}."
        yield table(("code", "meaning"), [(f"`{code}`", label) for code, label in codes.labels.items()])


def _record(record: type[Record]) -> Iterator[str]:
    yield f"## {record.table}"
    yield f"**{record.plain_name()}.** {' '.join((inspect.getdoc(record) or '').split())}"
    yield f"Identified by {' + '.join(f'`{name}`' for name in record.key)}{_or_id(record)}."
    yield table(("column", "kind", "meaning"), [(f"`{column.name}`", _kind(column), _meaning(column)) for column in record.columns])


def _or_id(record: type[Record]) -> str:
    return ", or by the source's own `id` where it gives one" if any(column.name == "id" for column in record.columns) else ""


def _kind(column: Column) -> str:
    kind = _KINDS[column.kind]
    kind = f"code: {_linked(column.codes)}" if column.codes is not None else kind
    marks = ", ".join(mark for mark, holds in (("must", column.required), ("identifying", column.identifying)) if holds)
    return f"{kind}, *{marks}*" if marks else kind


def _linked(codes: CodeSet) -> str:
    return f"[{codes.name}](#{anchor(codes.name)})"


def _meaning(column: Column) -> str:
    extra = f" Not before `{column.not_before}`." if column.not_before else ""
    known = f" Refers to `{column.refers_to}`." if column.refers_to else ""
    return f"{column.meaning}{extra}{known}"


def anchor(heading: str) -> str:
    """Give the anchor under which a heading is linked to, as GitHub and most readers of Markdown make it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _facts() -> Iterator[str]:
    yield from head(
        "Facts",
        "src/lightwell/facts/",
        "The tables ready for counting. An *event fact* has a row for each event; a *roll call* has a row for each child in one status at "
        "each month end, with every clock already worked out. A condition in an indicator may use the columns of its fact. Every day count "
        "takes the starting day as day 0; see [clocks and working days](../explanation/clocks-and-working-days.md).",
    )
    yield (
        "Without the records that a fact is made from, and those that a column *also needs*, an indicator that uses them is "
        "[no data](../explanation/blank-is-not-zero.md#no-data). The same holds if they begin too late for the "
        "days of history that it looks back over."
    )
    common = [column for column in FACTS[0].columns if column not in FACTS[0].own_columns]
    yield "## Columns of every fact"
    yield _columns_of_fact(common)
    for fact in FACTS:
        yield from _fact(fact)
    yield "## Shared tables"
    yield "Made once, before the facts, and read by their SQL."
    shared = resources.files("lightwell.facts") / "sql" / "shared"
    for name in sorted(file.name.removesuffix(".sql") for file in shared.iterdir()):
        yield f"### {name}"
        yield fenced(fact_sql(f"shared/{name}"), "sql")


def _need(need: str) -> str:
    """Link a record type, or a column of one, to where its record is described."""
    return f"[{need}](records.md#{need.partition('.')[0]})"


def _fact(fact: Fact) -> Iterator[str]:
    kind = "A roll call" if fact.roll_call else f"Events, counted on {' or '.join(f'`{day}`' for day in fact.days)}"
    made = ", ".join(_need(need) for need in fact.needs)
    yield f"## {fact.name}"
    yield f"**{fact.row}** {kind}. Made from {made}."
    yield _columns_of_fact([column for column in fact.columns if column.name == "month" or column in fact.own_columns])
    yield fenced(fact_sql(fact.name), "sql")


def _columns_of_fact(columns: Iterable[FactColumn]) -> str:
    rows = [(f"`{column.name}`", _KINDS[column.type], column.meaning, _needs(column)) for column in columns]
    return table(("column", "kind", "meaning", "also needs"), rows)


def _needs(column: FactColumn) -> str:
    history = [f"{column.looks_back} days of history"] if column.looks_back else []
    return ", ".join([*map(_need, column.needs), *history])


_ACTIONS = {
    Action.SEE_FIGURES: "figures of the whole service",
    Action.SEE_SMALL_COUNTS: "counts of fewer than six",
    Action.SEE_PARTS: "figures of its parts",
    Action.SEE_CHILDREN: "children within reach",
    Action.SEE_WORKLOAD: "workload within reach",
    Action.SEE_DATA: "snapshots and quarantine",
    Action.LOAD_EXTRACT: "load an extract",
    Action.SEE_FINDINGS: "findings within reach",
    Action.ACKNOWLEDGE: "acknowledge findings within reach",
    Action.RUN_CAMPAIGNS: "run data-cleansing campaigns",
    Action.MAKE_SAMPLES: "name samples of children for audits",
    Action.RESTRICT: "say which children within reach are restricted, and who may see them",
    Action.BREAK_GLASS: "open a restricted child, or one out of reach, for a stated purpose",
    Action.REVIEW_ACCESS: "review who was let see children for a time",
    Action.MANAGE_PEOPLE: "people and their roles",
    Action.SEE_ACTIVITY: "the record of activity",
    Action.PUBLISH: "publish figures",
    Action.SEE_EXEMPT: "the exempt parts of packs, within reach",
}
_REACHES = {
    Reach.OWN: "the children allocated to the worker that the person is (`--worker`)",
    Reach.REVIEWED: "the children whom the worker that the person is reviews (`--worker`)",
    Reach.TEAM: "a team (`--part team=...`)",
    Reach.PART: "a service, a locality or a team (`--part service=...`)",
    Reach.SAMPLE: "the children of a sample, on its days (given on the page of the person)",
    Reach.COMMITTEE: "figures of the whole service, and the exempt parts of a committee (`--part committee=...`)",
    Reach.AUTHORITY: "the whole service",
}


def _roles() -> Iterator[str]:
    yield from head(
        "Roles",
        "src/lightwell/web/access/roles.yaml",
        "What each role of the web application lets a person see and do. A person may hold several, each for a part of the service and for "
        "a time. [How to give them](../how-to/give-roles.md).",
    )
    for role in roles().values():
        yield f"## {role.id}"
        allowed = [words for action, words in _ACTIONS.items() if action in role.may]
        yield f"**{role.title}.** {role.sentence}"
        until = " Given only until a day." if role.for_a_time else ""
        yield f"Reaches {_REACHES[role.reach]}.{until} May see or do: {', '.join(allowed) or 'nothing of the figures or the children'}."


def _commands() -> Iterator[str]:
    yield from head(
        "Commands",
        "the commands' own help",
        "Every command and its options. Each also explains itself: `lightwell COMMAND --help`. Exit codes: 0 done; 1 refused, with a "
        "message that says what happened and what to do; 2 wrong usage. The folder that holds everything is named by `--home`, or by the "
        "environment variable `LIGHTWELL_HOME`, or else is a folder in the user's data directory.",
    )
    yield from _command(typer.main.get_command(app), "lightwell", None)


def _command(command: Any, name: str, parent: Any) -> Iterator[str]:
    """Tell of one command and those under it; `Any` because typer brings its own copy of click, which it does not publish."""
    context = command.context_class(command, info_name=name, parent=parent, terminal_width=_WIDTH, max_content_width=_WIDTH)
    yield f"## {context.command_path}"
    yield "\n\n".join(" ".join(paragraph.split()) for paragraph in inspect.cleandoc(command.help or "").split("\n\n"))
    yield fenced(command.get_usage(context).removeprefix("Usage: "), "text")
    records = [record for option in command.get_params(context) if (record := option.get_help_record(context)) is not None]
    yield table(("option", "meaning"), [(f"`{names}`", told) for names, told in records])
    if shown := _shown(command.epilog or ""):
        yield fenced(shown, "sh")
    for below in getattr(command, "commands", {}).values():
        yield from _command(below, below.name, context)


def _shown(epilog: str) -> str:
    """Give the commands that the end of a command's help shows, indented there below the word Example, each on a line of its own."""
    return "\n".join(line.strip() for line in epilog.splitlines() if line.startswith("  "))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
