"""Files of findings: what stands in which column, that no cell is run, and sheets that Excel opens."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from lightwell.errors import LightwellError
from lightwell.reports import finding_files
from lightwell.reports.finding_files import HEADINGS, FindingBook, csv_text, xlsx_bytes
from lightwell.results.finding_model import Finding, RuleState, Tally

HARMFUL = "=HYPERLINK(1)"
ABOUT = (("Snapshot", "2024-01-31-aa"), ("Keep safe", "This file is about named children."))


def finding(**more: object) -> Finding:
    """One finding; whatever is not given is plain."""
    given: dict[str, object] = {
        **dict.fromkeys(("record_id", "detail", "worker", "team", "service", "locality", "age_band"), ""),
        "key": "k",
        "code": "102",
        "severity": "error",
        "message": "Not a date.",
        "record": "Header",
        "row": 4,
        "child": "0012",
        "fields": ("DOB", "SEX"),
        "values": ("31/02/2020", ""),
        "score": None,
        "state": "new",
        "acknowledged": False,
        "worker_name": "First Worker",
        "team_name": "East A",
    }
    return Finding(**{**given, **more})  # type: ignore[arg-type]  # one of each field


def book(*findings: Finding, **more: object) -> FindingBook:
    """A book of some findings."""
    rules = ((RuleState("102", "error", "Not a date.", "Header", "run", ""), Tally("102", "102", 2, 1, 0, 0, 1)),)
    not_run = (RuleState("900", "query", "Far away.", "Episodes", "at_fault", "Broken."),)
    given = {"title": "Findings & more", "rules": rules, "teams": (Tally("T1", "East A", 2, 1, 0, 0, 1),), "not_run": not_run}
    return FindingBook(**{**given, "findings": findings, "about": ABOUT, "first_row": 2, **more})  # type: ignore[arg-type]  # one of each


def opened(*findings: Finding, by_team: bool = False) -> openpyxl.Workbook:
    """The workbook as it is read back."""
    return openpyxl.load_workbook(io.BytesIO(xlsx_bytes(book(*findings), by_team=by_team)))


def test_each_column_has_what_it_says_with_rows_as_a_spreadsheet_counts_them() -> None:
    sheet = opened(finding(detail="two of them", score=0.915))["Findings"]
    assert [cell.value for cell in sheet[1]] == list(HEADINGS)
    wrong = "Not a date. (two of them, 92 % alike)"
    written = ["0012", "102", "Error", wrong, "Header", 6, "DOB 31/02/2020, SEX blank", "New", "First Worker", "East A", None, None]
    assert [cell.value for cell in sheet[2]] == written
    assert (sheet["A2"].data_type, sheet["F2"].data_type) == ("s", "n")
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("C2", "A1:L2")


def test_a_workbook_says_titles_and_a_csv_file_codes() -> None:
    named = finding(code="late", title="Visit too late", row=None, record_id="V1")
    assert [cell.value for cell in opened(named)["Findings"][2]][1:6:4] == ["Visit too late", "V1"]
    assert list(csv.reader(io.StringIO(csv_text(book(named)))))[1][1] == "late"


def test_no_cell_is_run_as_a_formula() -> None:
    harmful = finding(child=HARMFUL, message=HARMFUL, worker_name=HARMFUL, team_name=HARMFUL, fields=(HARMFUL,), values=("@x",))
    for sheet in opened(harmful, by_team=True):
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    line = list(csv.reader(io.StringIO(csv_text(book(harmful)))))[1]
    assert [cell for cell in line if cell.startswith(("=", "@"))] == []
    assert line[0] == f"'{HARMFUL}"


def test_each_team_has_a_sheet_that_excel_can_name() -> None:
    names = ("By rule", "A/B [*]", "Long " * 10, "long " * 10, "")
    made = opened(*(finding(team_name=name) for name in names), by_team=True).sheetnames
    assert made[:5] == ["Team", "A B", "By rule (2)", ("Long " * 10)[:31].strip(), f"{('long ' * 10)[:27]} (2)"]
    assert made[5:] == ["By rule", "By team", "Rules not run", "About"]
    assert opened(by_team=True).sheetnames[0] == "Findings"


def test_a_rule_that_failed_is_said_to_have_failed() -> None:
    row = [cell.value for cell in opened()["Rules not run"][2]]
    assert row == ["900", "Query", "Far away.", "The rule failed, which is a defect and not the fault of the records: Broken."]


def test_more_than_a_sheet_holds_is_told_before_it_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(finding_files, "_MOST", 1)
    with pytest.raises(LightwellError, match="2 findings are more than a sheet of Excel holds"):
        opened(finding(), finding())
