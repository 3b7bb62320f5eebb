"""A service with findings written by hand: three children, two teams, two loads of the records and two of a return."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from lightwell.extracts import read_tables
from lightwell.periods import Month
from lightwell.results.finding_model import FINDINGS, RECORDING, RULES
from lightwell.store import Home, LoadedFile, Manifest, draft
from tests.small import FILES, SETTINGS

AUTHORITY = "E06009998"
PLACES = {
    "T1": {
        "team": "T1", "team_name": "East A", "service": "Safeguarding", "locality": "East", "worker": "W1", "worker_name": "First Worker",
    },
    "T2": {
        "team": "T2", "team_name": "Jigsaw", "service": "Children with disabilities", "locality": "Whole authority", "worker": "W2",
        "worker_name": "Second Worker",
    },
    "": dict.fromkeys(("team", "team_name", "service", "locality", "worker", "worker_name"), "Not allocated"),
}  # fmt: skip


def found(key: str, code: str, child: str, team: str, **more: Any) -> dict[str, Any]:
    """One finding: whatever is not given is plain."""
    given = {
        "ruleset": RECORDING,
        "record": "visit",
        "record_id": f"V-{key}",
        "fields": ["happened on", "worker"],
        "values": ["03/01/2024", ""],
    }
    return {**given, "key": key, "code": code, "child": child or None, "age_band": "5 to 9", **PLACES[team], **more}


def rule(code: str, severity: str = "error", state: str = "run", reason: str = "", **more: Any) -> dict[str, Any]:
    """One rule: whatever is not given is plain."""
    given = {"ruleset": RECORDING, "title": f"Title of {code}", "message": f"Message of {code}.", "record": "visit", "place": 3}
    return {**given, "code": code, "severity": severity, "state": state, "reason": reason, **more}


RULES_THEN = (rule("late"), rule("blank", "query"), rule("fresh", state="not_run", reason="Not given by the source."))
RULES_NOW = (
    rule("late"),
    rule("blank", "query", place=1),
    rule("fresh"),
    rule("absent", state="not_run", reason="The source never fills visits.mode."),
    rule("broken", state="at_fault", reason="It could not be carried out."),
)
THEN = (found("k1", "late", "1001", "T1"), found("k2", "blank", "1002", "T2"), found("k3", "late", "1003", "T1"))
NOW = (
    found("k1", "late", "1001", "T1"),
    found("k4", "blank", "1001", "T1", detail="two of them", score=0.92),
    found("k5", "fresh", "", "", record="worker", record_id="=W9"),
    # The child was with East A when it was found, and is with Jigsaw now.
    found("k6", "late", "1002", "T1"),
    found("k7", "late", "1001", "T1"),
)
RETURNED = {
    "ruleset": "ssda903",
    "record": "Episodes",
    "record_id": None,
    "row": 4,
    "fields": ["DECOM", "DEC"],
    "values": ["01/04/2023", ""],
}
RETURN_RULE: dict[str, Any] = {
    "ruleset": "ssda903",
    "title": "",
    "message": "Date of birth is not a valid date.",
    "record": "Episodes",
    "place": 0,
}


def make_found_home(folder: Path) -> Home:
    """Make a home with the four snapshots."""
    home = Home(folder / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    extract = folder / "extract"
    extract.mkdir()
    files = {**FILES, "workers.csv": FILES["workers.csv"] + "W3,Third Worker,Yes\n"}
    files["allocations.csv"] += "L4,1002,reviewing_officer,W3,T2,01/06/2023\n"
    for name, text in files.items():
        (extract / name).write_text(text, encoding="utf-8")
    for day, findings, rules in ((date(2023, 12, 31), THEN, RULES_THEN), (date(2024, 1, 31), NOW, RULES_NOW)):
        tables = read_tables(extract, as_at=day, authority=AUTHORITY)
        _commit(home, day, day, findings, rules, tables.tables, tables.quarantine)
    empty = tables.quarantine.slice(0, 0)
    rules_of_return = (rule("102", **RETURN_RULE), rule("103", **RETURN_RULE))
    of_return = [found(key, "102", child, "T1", **RETURNED) for key, child in (("r1", "1001"), ("r2", "1003"))]
    _commit(home, date(2024, 3, 31), date(2024, 4, 10), of_return, rules_of_return, {}, empty, collection="2023-24")
    _commit(home, date(2024, 3, 31), date(2024, 4, 20), of_return[:1], rules_of_return, {}, empty, collection="2023-24")
    return home


def _commit(
    home: Home, as_at: date, made_on: date, findings: Any, rules: Any, tables: Any, quarantine: pa.Table, collection: str = ""
) -> None:
    with draft(home, as_at=as_at, fingerprint=f"{made_on:%Y%m%d}".ljust(64, "0")) as building:
        building.write_journey(tables, quarantine)
        building.write("", "findings", pa.Table.from_pylist([dict(each) for each in findings], FINDINGS))
        building.write("results", "rules", pa.Table.from_pylist([dict(each) for each in rules], RULES))
        building.commit(
            Manifest(
                as_at=as_at,
                made_at=datetime(made_on.year, made_on.month, made_on.day, 12, tzinfo=UTC),
                lightwell="0",
                source="ssda903" if collection else "tables",
                authority=AUTHORITY,
                authority_name="Smallshire",
                fingerprint="",
                files=(LoadedFile("episodes.csv", "0" * 64, 1, 1, 0, "Episodes"),),
                rows={},
                coverage={},
                definitions={},
                definitions_fingerprint="",
                first_month=Month(2024, 1),
                last_month=Month(2024, 1),
                collection=collection,
            )
        )
