"""Episodes are joined as a slow answer joins them, and whatever is written every row is loaded or in quarantine."""

from __future__ import annotations

import os
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.extracts import journey_schema
from lightwell.journey import record_named
from lightwell.returns import shapes
from tests.unit.extracts.folders import rows
from tests.unit.extracts.ssda903_files import EPISODES, lines, load


def invented(rng: random.Random, child: int) -> list[dict[str, Any]]:
    """Invent the episodes of one child, sound and unsound, each beginning where the one before ended or later."""
    at, out = date(2025, 4, 1), []
    for number in range(rng.randint(1, 6)):
        ended = at + timedelta(days=rng.randint(0, 30))
        rec = rng.choice(["X1", "X1", "X1", "E4A", ""])
        rne = "S" if number == 0 else rng.choice(["S", "L", "L", "P", "T", "B", "U", ""])
        shown = {"ls": rng.choice(["C1", "C2", ""]), "place": rng.choice(["U6", "U6", "K2", ""]), "provider": rng.choice(["PR1", "PR4"])}
        out.append({"child": str(child), "from": at, "to": ended if rng.random() < 0.9 else None, "rne": rne, "rec": rec, **shown})
        at = ended + timedelta(days=rng.choice([0, 0, 1, 9]))
        if at == out[-1]["from"]:
            at += timedelta(days=1)
    return out


def joined(chain: list[dict[str, Any]]) -> tuple[list[Any], list[Any], list[Any]]:
    """Give the periods, placements and legal statuses of one child, slowly: one episode after the other."""
    periods: list[list[dict[str, Any]]] = []
    placements: list[list[dict[str, Any]]] = []
    statuses: list[list[dict[str, Any]]] = []
    before: dict[str, Any] | None = None
    for each in chain:
        new = before is None or each["rne"] == "S" or before["rec"] not in ("", "X1")
        gap = before is not None and before["to"] is not None and before["to"] < each["from"]
        alike = before is not None and (not each["place"] or not before["place"] or each["place"] == before["place"])
        identical = before is not None and all(each[name] == before[name] for name in ("place", "provider"))
        stays = not new and not gap and ((each["rne"] == "L" and alike) or (each["rne"] == "" and identical))
        holds = not new and not gap and before is not None and each["ls"] == before["ls"]
        for spans, goes_on in ((periods, not new), (placements, stays), (statuses, holds)):
            if goes_on:
                spans[-1].append(each)
            else:
                spans.append([each])
        before = each
    kinds = [(span, next((each["place"] for each in span if each["place"]), "")) for span in placements]
    return (
        [(span[0]["child"], span[0]["from"], span[-1]["to"]) for span in periods],
        [(span[0]["child"], span[0]["from"], span[-1]["to"], kind) for span, kind in kinds if kind],
        [(span[0]["child"], span[0]["from"], span[-1]["to"], span[0]["ls"]) for span in statuses if span[0]["ls"]],
    )


def test_the_joining_of_episodes_agrees_with_a_slow_answer(tmp_path: Path) -> None:
    rng = random.Random(903)
    chains = [invented(rng, child) for child in range(400)]

    def day(value: date | None) -> str:
        return value.strftime("%d/%m/%Y") if value else ""

    text = [
        ",".join((e["child"], day(e["from"]), e["rne"], e["ls"], "N1", e["place"], e["provider"], day(e["to"]), e["rec"], "", "", "", ""))
        for chain in chains
        for e in chain
    ]
    rng.shuffle(text)
    found = load(tmp_path, e=lines(EPISODES, *text))
    wanted = [joined(chain) for chain in chains]
    for place, (table, columns) in enumerate(
        {
            "periods_of_care": ("child", "started_on", "ended_on"),
            "placements": ("child", "started_on", "ended_on", "kind"),
            "legal_statuses": ("child", "started_on", "ended_on", "status"),
        }.items()
    ):
        assert sorted(rows(found, table, *columns), key=str) == sorted((row for each in wanted for row in each[place]), key=str)


CELLS = ["1", "2", "01/05/2025", "01/06/2025", "31/02/2025", "S", "L", "X1", "E4A", "C1", "V4", "U6", "N1", "0", "B1", "-"]
LETTERS = st.characters(exclude_characters='",;\t|\r\n\0', exclude_categories=["Cs"])
TEXTS = st.one_of(st.just(""), st.sampled_from(CELLS), st.text(LETTERS, max_size=6))
SOME_SHAPES = st.lists(st.sampled_from(list(shapes("ssda903").values())), min_size=1, max_size=4, unique_by=lambda each: each.name)
EXAMPLES = 200 if os.environ.get("LIGHTWELL_LONG") else 6


@st.composite
def returns(draw: st.DrawFn) -> dict[str, str]:
    """Draw some tables of a return, with any text in any column."""
    found = {}
    for shape in draw(SOME_SHAPES):
        width = len(shape.names)
        drawn = draw(st.lists(st.lists(TEXTS, min_size=width, max_size=width), max_size=4))
        found[shape.name] = lines(",".join(shape.names), *(",".join(f'"{cell}"' for cell in row) for row in drawn))
    return found


@settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(returns(), st.none() | returns())
def test_every_row_is_loaded_or_in_quarantine_whatever_is_written(
    tmp_path_factory: pytest.TempPathFactory, this: dict[str, str], last: dict[str, str] | None
) -> None:
    found = load(tmp_path_factory.mktemp("r"), last, None, **this)
    assert {file.record for file in found.files}
    by_file: dict[tuple[str, str], set[Any]] = {}
    for row in found.quarantine.to_pylist():
        by_file.setdefault((row["file"], row["record"]), set()).add(row["row"])
    for file in found.files:
        assert file.rows_read == file.rows_loaded + file.rows_quarantined
        assert file.rows_quarantined == len(by_file.get((file.name, file.record), ()))
    assert sum(table.num_rows for table in found.returned.values()) == found.rows_read
    for name, table in found.tables.items():
        assert table.schema == journey_schema(record_named(name))
        assert not any(table.column(column.name).null_count for column in record_named(name).columns if column.required)
