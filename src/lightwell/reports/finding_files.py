"""Findings as a file to mend them from: CSV for programs, a workbook for teams; no cell of either is run as a formula."""

from __future__ import annotations

import io
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

import xlsxwriter

from lightwell.errors import LightwellError
from lightwell.reports.harmless import csv_writer, workbook
from lightwell.results.finding_model import STATES, Finding, FindingSet, RuleState, Tally

HEADINGS = (
    "Child", "Rule", "Severity", "What is wrong", "Record", "Row", "Values", "Status", "Worker", "Team", "Done by", "Note",
)  # fmt: skip
"""The columns of the sheet of findings and of the CSV file; the team fills the last two.

`Row` is that of the file of a return, a number; a journey record has its identifier there.
"""

_WIDTHS = (12, 20, 9, 50, 16, 11, 36, 13, 18, 24, 12, 24)
_WRAPPED = frozenset((1, 3, 4, 5, 6, 8, 9, 11))
_TEAM = HEADINGS.index("Team")
_LINE = 15
_MOST = 1_000_000
"""Rows of findings that a sheet holds: Excel reads 1,048,576."""

_SEVERITIES = {"error": "Error", "query": "Query"}
_MENDED = "Mended"
_NOT_IN_A_NAME = re.compile(r"[\[\]:*?/\\']")

Cell = str | int | None


@dataclass(frozen=True)
class FindingBook:
    """What a file of findings holds: findings, how many each rule and team has, the rules that did not run or failed, and words on it.

    `first_row` is what the first row of a file of the return is numbered, as a spreadsheet or the census counts it. `mended` says that the
    findings are gone from the records.
    """

    title: str
    findings: tuple[Finding, ...]
    rules: tuple[tuple[RuleState, Tally], ...]
    teams: tuple[Tally, ...]
    not_run: tuple[RuleState, ...]
    about: tuple[tuple[str, str], ...]
    first_row: int
    mended: bool = False


def first_row(of: FindingSet) -> int:
    """Say what the first row of a return's files is numbered: 2 in a file with a heading, 1 where records are counted in XML."""
    files = of.snapshot.manifest.files
    return 1 if files and all(file.name.casefold().endswith(".xml") for file in files) else 2


def said_status(finding: Finding, *, mended: bool = False) -> str:
    """Say where a finding stands: mended, a known problem, new or still open."""
    return _MENDED if mended else "Known problem" if finding.acknowledged else STATES[finding.state]


def said_wrong(finding: Finding) -> str:
    """Say what is wrong: the rule's message, with what was found in particular and how like two records are."""
    likeness = f"{finding.score * 100:.0f} % alike" if finding.score is not None else ""
    more = ", ".join(part for part in (finding.detail, likeness) if part)
    return f"{finding.message} ({more})" if more else finding.message


def table(book: FindingBook, *, titles: bool = False) -> list[tuple[Cell, ...]]:
    """Give the findings in the columns of `HEADINGS`: rows of a file as numbers, everything else as text.

    A rule goes by its code; by its title, where it has one and `titles` are asked for.
    """
    return [
        (
            each.child,
            (each.title if titles else "") or each.code,
            _SEVERITIES.get(each.severity, each.severity),
            said_wrong(each),
            each.record,
            each.row + book.first_row if each.row is not None else each.record_id or None,
            each.said_values,
            said_status(each, mended=book.mended),
            each.worker_name,
            each.team_name,
            None,
            None,
        )
        for each in book.findings
    ]


def csv_text(book: FindingBook) -> str:
    """Write findings as CSV in UTF-8 with the mark by which Excel knows it."""
    file = io.StringIO()
    writer = csv_writer(file)
    writer.row(HEADINGS)
    writer.rows([cell if cell is not None else "" for cell in line] for line in table(book))
    return "\ufeff" + file.getvalue()


def xlsx_bytes(book: FindingBook, *, by_team: bool = False) -> bytes:
    """Write findings as a workbook: in one sheet or a sheet for each team, then counts, what did not run, and what it is.

    Raises `LightwellError` where there are more than a sheet holds.
    """
    lines = table(book, titles=True)
    if len(lines) > _MOST:
        raise LightwellError(
            f"{len(lines):,} findings are more than a sheet of Excel holds. Choose a rule, a team or a severity, or take the CSV file."
        )
    file = io.BytesIO()
    with workbook(file) as made:
        made.set_properties({"title": book.title, "author": "Lightwell"})
        sheets = _by_team(lines) if by_team else {"Findings": lines}
        for name, held in sheets.items():
            _findings_sheet(made, name, held, book.title)
        _counts_sheet(made, "By rule", ("Rule", "Severity", "What is wrong", *_COUNTS), (16, 10, 70), _rule_lines(book))
        _counts_sheet(made, "By team", ("Team", *_COUNTS), (34,), [(each.name, *_counts(each)) for each in book.teams])
        _counts_sheet(
            made, "Rules not run", ("Rule", "Severity", "What it looks for", "Why it told nothing"), (16, 10, 60, 60), _not_run(book)
        )
        _about_sheet(made, book.about)
    return file.getvalue()


_COUNTS = ("Open", "New", "Mended", "Known problems", "Children")


def _counts(tally: Tally) -> tuple[int, ...]:
    return tally.open, tally.new, tally.mended, tally.acknowledged, tally.children


def _rule_lines(book: FindingBook) -> list[tuple[Cell, ...]]:
    return [
        (rule.title or rule.code, _SEVERITIES.get(rule.severity, rule.severity), rule.message, *_counts(tally))
        for rule, tally in book.rules
    ]


def _not_run(book: FindingBook) -> list[tuple[Cell, ...]]:
    fault = "The rule failed, which is a defect and not the fault of the records: "
    return [
        (
            each.title or each.code,
            _SEVERITIES.get(each.severity, each.severity),
            each.message,
            f"{fault if each.state == 'at_fault' else ''}{each.reason}",
        )
        for each in book.not_run
    ]


def _by_team(lines: Sequence[tuple[Cell, ...]]) -> dict[str, list[tuple[Cell, ...]]]:
    """Divide findings by team, each under a name that a sheet may have: 31 letters, some marks left out, none twice whatever their case."""
    held: dict[str, list[tuple[Cell, ...]]] = {}
    for line in lines:
        held.setdefault(str(line[_TEAM]), []).append(line)
    taken = {name.casefold() for name in ("By rule", "By team", "Rules not run", "About", "History")}
    named = {}
    for team in sorted(held, key=str.casefold):
        bare = _NOT_IN_A_NAME.sub(" ", team).strip()[:31] or "Team"
        name, number = bare, 2
        while name.casefold() in taken:
            name, number = f"{bare[:27]} ({number})", number + 1
        taken.add(name.casefold())
        named[name] = held[team]
    return named or {"Findings": []}


def _findings_sheet(book: xlsxwriter.Workbook, name: str, lines: Sequence[tuple[Cell, ...]], title: str) -> None:
    sheet = book.add_worksheet(name)
    ruled = {"valign": "top", "align": "left", "bottom": 1, "bottom_color": "#d1d3d5"}
    top, wrapped = book.add_format(ruled), book.add_format({**ruled, "text_wrap": True})
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.write_row(0, 0, HEADINGS, _heading(book))
    for place, line in enumerate(lines, start=1):
        _write(sheet, place, line, [wrapped if column in _WRAPPED else top for column in range(len(line))])
        sheet.set_row(place, _LINE * _lines(line, _WIDTHS, _WRAPPED))
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(lines), 1), len(HEADINGS) - 1)
    # Identifiers of figures alone are text, so that a leading 0 stays; Excel need not mark each of them.
    sheet.ignore_errors({"number_stored_as_text": f"A1:L{len(lines) + 1}"})
    _for_paper(sheet, f"{title}: {name}" if name != "Findings" else title)


def _counts_sheet(
    book: xlsxwriter.Workbook, name: str, headings: Sequence[str], widths: Sequence[int], lines: Iterable[tuple[Cell, ...]]
) -> None:
    sheet = book.add_worksheet(name)
    wrapped = book.add_format({"valign": "top", "text_wrap": True})
    number = book.add_format({"valign": "top", "num_format": "#,##0"})
    held = list(lines)
    for column in range(len(headings)):
        sheet.set_column(column, column, widths[column] if column < len(widths) else 12)
    for column, heading in enumerate(headings):
        sheet.write_string(0, column, heading, _heading(book, number=column >= len(widths)))
    for place, line in enumerate(held, start=1):
        _write(sheet, place, line, [number if isinstance(cell, int) else wrapped for cell in line])
        sheet.set_row(place, _LINE * _lines(line, widths, range(len(widths))))
    if not held:
        sheet.write_string(1, 0, "None", wrapped)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(held), 1), len(headings) - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A1:A{len(held) + 1}"})
    _for_paper(sheet, name)


def _about_sheet(book: xlsxwriter.Workbook, about: Iterable[tuple[str, str]]) -> None:
    sheet = book.add_worksheet("About")
    bold, wrapped = book.add_format({"bold": True, "valign": "top"}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 1, 90)
    sheet.fit_to_pages(1, 0)
    sheet.set_paper(9)
    for place, (heading, text) in enumerate(about):
        sheet.write_string(place, 0, heading, bold)
        sheet.write_string(place, 1, text, wrapped)


def _write(sheet: xlsxwriter.worksheet.Worksheet, place: int, line: Sequence[Cell], formats: Sequence[object]) -> None:
    for column, (cell, form) in enumerate(zip(line, formats, strict=True)):
        if isinstance(cell, int):
            sheet.write_number(place, column, cell, form)
        elif cell:
            sheet.write_string(place, column, cell, form)
        else:
            sheet.write_blank(place, column, None, form)


def _heading(book: xlsxwriter.Workbook, *, number: bool = False) -> object:
    return book.add_format({"bold": True, "bottom": 2, "text_wrap": True, "valign": "bottom", "align": "right" if number else "left"})


def _lines(line: Sequence[Cell], widths: Sequence[int], wrapped: Collection[int]) -> int:
    """Say how many lines of text a row needs: LibreOffice gives a row no more height than the file says, and text would lie over text."""
    return max(sum(-(-len(part) // (widths[at] - 1)) or 1 for part in str(line[at] or "").split("\n")) for at in wrapped)


def _for_paper(sheet: xlsxwriter.worksheet.Worksheet, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_footer(f"&L{title.replace('&', '&&')}&RPage &P of &N")
