"""Charts and the sheet of figures that they draw from: a native line chart for each section and a sparkline for each row.

Charts read a sheet of their own because Excel draws a text as zero: where a table says `n/d` that sheet is blank, and the line has a gap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_range
from xlsxwriter.worksheet import Worksheet

from lightwell.reports.model import Pack, Row, Section
from lightwell.reports.wording import titled
from lightwell.reports.xlsx import axis, sheets
from lightwell.reports.xlsx.names import CHART_DATA
from lightwell.reports.xlsx.styles import BLUE, FONT, GREY, LINE, PALE, TEXT, Styles, number_code

WIDTH, HEIGHT = 900, 320
"""The size of a chart in pixels."""

_HEADING_ROW = sheets.HEAD_ROWS + 1
_FIRST = 2
"""The column of the first month; before it stand the section and the indicator."""


@dataclass(frozen=True)
class ChartRows:
    """Where the figures of each row are on the sheet of chart data: its row by section and indicator, and that of the target below it."""

    values: dict[tuple[str, str], int]
    targets: dict[tuple[str, str], int]

    def sparkline(self, section: Section, row: Row) -> str:
        """Give the range of a row's thirteen months."""
        place = self.values[section.id, row.definition.id]
        return f"'{CHART_DATA}'!{xl_range(place, _FIRST, place, _FIRST + len(row.cells) - 1)}"


def plan_rows(pack: Pack) -> ChartRows:
    """Give every row of the pack, and the target of every charted one, its place on the sheet of chart data."""
    values: dict[tuple[str, str], int] = {}
    targets: dict[tuple[str, str], int] = {}
    place = _HEADING_ROW
    for section in pack.sections:
        for row in section.rows:
            place += 1
            values[section.id, row.definition.id] = place
            if row.definition.id == section.chart and row.target is not None:
                place += 1
                targets[section.id, row.definition.id] = place
    return ChartRows(values, targets)


def write_data(book: Workbook, styles: Styles, pack: Pack, rows: ChartRows) -> None:
    """Write the sheet of chart data: the figures as numbers, blank where there is none."""
    sheet: Any = sheets.add(book, styles, pack, CHART_DATA, "What the charts draw", repeat=_HEADING_ROW)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 60)
    sheet.set_column(_FIRST, _FIRST + len(pack.months) - 1, 9)
    sheet.write_string(3, 0, "The same figures as on the sheets of the aims; blank where there is none, so that a line has a gap there.")
    for column, heading in enumerate(("Section", "Indicator")):
        sheet.write_string(_HEADING_ROW, column, heading, styles.heading(numbers=False))
    for column, month in enumerate(pack.months, start=_FIRST):
        sheet.write_datetime(_HEADING_ROW, column, month.start, styles.heading(month=True, current=month == pack.month))
    for section in pack.sections:
        for row in section.rows:
            _write_row(sheet, styles, section, row, rows)
    sheet.freeze_panes(_HEADING_ROW + 1, _FIRST)


def _write_row(sheet: Any, styles: Styles, section: Section, row: Row, rows: ChartRows) -> None:
    key = (section.id, row.definition.id)
    values: list[tuple[int, str, Sequence[float | None]]] = [(rows.values[key], titled(row.definition), [cell.value for cell in row.cells])]
    if key in rows.targets and row.target is not None:
        values.append((rows.targets[key], f"Target: {titled(row.definition)}", [row.target.value] * len(row.cells)))
    for place, name, figures in values:
        sheet.write_string(place, 0, section.heading, styles.text(wrap=False))
        sheet.write_string(place, 1, name, styles.text(wrap=False))
        for column, figure in enumerate(figures, start=_FIRST):
            if figure is not None:  # not even a format is written: XlsxWriter draws a blank that has one as zero
                sheet.write_number(place, column, figure, styles.number(number_code(row.definition.decimals)))


def add_sparkline(sheet: Worksheet, place: tuple[int, int], section: Section, row: Row, rows: ChartRows) -> None:
    """Put a row's thirteen months into one cell as a line, its last month marked; nothing where no month is known."""
    if not axis.has_figures(row):
        return
    look = {"series_color": BLUE, "last_point": True, "last_color": BLUE, "weight": 1.25, "show_hidden": True}
    sheet.add_sparkline(*place, {"range": rows.sparkline(section, row), "type": "line", **look})


def add_chart(book: Workbook, sheet: Worksheet, place: int, section: Section, rows: ChartRows) -> bool:
    """Put the section's chart on a sheet from the given row on; give whether there was any figure to draw."""
    row = next((row for row in section.rows if row.definition.id == section.chart), None)
    if row is None or not axis.has_figures(row):
        return False
    chart: Any = book.add_chart({"type": "line"})
    for series in _series(section, row, rows):
        chart.add_series(series)
    _dress(chart, section, row)
    figures = ", ".join(f"{cell.month.short} {cell.text}" for cell in row.cells)
    description = f"Line chart. {section.chart_title}. {titled(row.definition)}: {figures}."
    sheet.insert_chart(place, 0, chart, {"description": description, "object_position": 2, "x_offset": 2, "y_offset": 6})
    return True


def _series(section: Section, row: Row, rows: ChartRows) -> list[dict[str, Any]]:
    key = (section.id, row.definition.id)
    last = _FIRST + len(row.cells) - 1
    months = [CHART_DATA, _HEADING_ROW, _FIRST, _HEADING_ROW, last]

    def of(place: int) -> dict[str, Any]:
        return {"name": [CHART_DATA, place, 1], "categories": months, "values": [CHART_DATA, place, _FIRST, place, last]}

    latest = axis.last_known(row)
    percent = ' "%"' if row.definition.unit == "percent" else ""
    code = number_code(row.definition.decimals) + percent
    dot = {"type": "circle", "size": 5, "fill": {"color": BLUE}, "border": {"color": BLUE}}
    font = {"bold": True, "size": 13, "color": BLUE, "name": FONT}
    label = {"value": True, "position": "right", "num_format": code, "font": font, "custom": _only(latest, len(row.cells))}
    found = [of(rows.values[key]) | {"line": {"color": BLUE, "width": 2.25}, "marker": dot, "data_labels": label}]
    if key in rows.targets:
        plain = {"size": 10, "color": TEXT, "name": FONT}
        place, side = axis.target_label(row, axis.scale(row))
        named = {"value": True, "num_format": f'"Target "{code}', "position": side, "font": plain}
        named["custom"] = _only(place, len(row.cells))
        dashed = {"color": GREY, "width": 1.25, "dash_type": "dash"}
        found.append(of(rows.targets[key]) | {"line": dashed, "marker": {"type": "none"}, "data_labels": named})
    return found


def _only(place: int, count: int) -> list[dict[str, Any] | None]:
    """Take the labels away from every month but one."""
    return [None if month == place else {"delete": True} for month in range(count)]


def _dress(chart: Any, section: Section, row: Row) -> None:
    small = {"size": 9, "color": GREY, "name": FONT}
    chart.set_size({"width": WIDTH, "height": HEIGHT})
    chart.set_title(
        {
            "name": section.chart_title,
            "name_font": {"bold": True, "size": 12, "color": TEXT, "name": FONT},
            "overlay": True,
            "layout": {"x": 0.01, "y": 0.02},
        }
    )
    chart.set_legend({"none": True})
    chart.show_blanks_as("gap")
    chart.set_chartarea({"border": {"none": True}})
    chart.set_plotarea({"layout": {"x": 0.06, "y": 0.16, "width": 0.83, "height": 0.7}})
    chart.set_x_axis(
        {
            "num_font": small,
            "line": {"color": LINE},
            "major_tick_mark": "none",
            "text_axis": True,
            "label_position": "low",
            "num_format": "[$-809]mmm yy",
        }
    )
    ends = axis.scale(row)
    chart.set_y_axis(
        {
            "num_font": small,
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": PALE}},
        }
        | {"num_format": ends.number_format, "min": ends.least, "max": ends.most, "major_unit": ends.step}
    )
