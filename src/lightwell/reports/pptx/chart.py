"""The section's line chart: native and editable, the target dashed, labels on the lines, gaps where a month is missing."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE, XL_TICK_LABEL_POSITION, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE
from pptx.oxml import parse_xml
from pptx.slide import Slide
from pptx.util import Inches, Pt

from lightwell.definitions.model import Definition
from lightwell.reports.harmless import workbook
from lightwell.reports.model import Row
from lightwell.reports.pptx import look
from lightwell.reports.pptx.archive import moment
from lightwell.reports.pptx.slides import describe
from lightwell.reports.wording import titled
from lightwell.reports.xlsx import axis

_SPACES = 'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"'
_SIDES = {"right": XL_LABEL_POSITION.RIGHT, "above": XL_LABEL_POSITION.ABOVE, "below": XL_LABEL_POSITION.BELOW}


def add(slide: Slide, row: Row, title: str, as_at: date) -> None:
    """Add the chart of a row. Its description for screen readers is the title and every figure in it."""
    names = [titled(row.definition), "Target"]
    values: list[list[float | None]] = [[cell.value for cell in row.cells]]
    if row.target is not None:
        values.append([row.target.value] * len(row.cells))
    data: Any = CategoryChartData(  # type: ignore[no-untyped-call]
        number_format=number_format(row.definition)
    )
    data.categories = [cell.month.short for cell in row.cells]
    for name, series in zip(names, values, strict=False):
        data.add_series(name, series)
    left, top, width, height = (Inches(part) for part in (look.CHART.left, look.CHART.top, look.CHART.width, look.CHART.height))
    frame: Any = slide.shapes.add_chart(XL_CHART_TYPE.LINE_MARKERS, left, top, width, height, data)
    describe(frame, "Chart", describe_figures(row, title))
    chart: Any = frame.chart
    chart.part.chart_workbook.update_from_xlsx_blob(_workbook(row, names, values, as_at))
    _dress(chart, row)


def describe_figures(row: Row, title: str) -> str:
    """Put a chart into words: its title and each month's figure, the marks of missing months included."""
    figures = ", ".join(f"{cell.month.short} {cell.text}" for cell in row.cells)
    target = f" The target is {row.target_text}." if row.target is not None else ""
    return f"Line chart. {title}. {titled(row.definition)}: {figures}.{target}"


def number_format(definition: Definition, *, with_unit: bool = False) -> str:
    """Give the spreadsheet format of an indicator's figures: thousands separated, its decimals, and the unit where asked for."""
    decimals = f".{'0' * definition.decimals}" if definition.decimals else ""
    return f"#,##0{decimals}" + ('" %"' if with_unit and definition.unit == "percent" else "")


def _workbook(row: Row, names: Sequence[str], values: Sequence[Sequence[float | None]], as_at: date) -> bytes:
    """Make the workbook behind the chart, which PowerPoint opens to edit it; the same figures give the same bytes."""
    buffer = io.BytesIO()
    book = workbook(buffer)
    book.set_properties({"title": "Figures of the chart", "created": moment(as_at)})
    sheet = book.add_worksheet("Sheet1")
    figures = book.add_format({"num_format": number_format(row.definition)})
    sheet.set_column(0, len(names), 14)
    for place, cell in enumerate(row.cells, start=1):
        sheet.write_string(place, 0, cell.month.short)
    for column, (name, series) in enumerate(zip(names, values, strict=False), start=1):
        sheet.write_string(0, column, name)
        for place, value in enumerate(series, start=1):
            if value is not None:
                sheet.write_number(place, column, value, figures)
    book.close()
    return buffer.getvalue()


def _dress(chart: Any, row: Row) -> None:
    ends = axis.scale(row)
    chart.has_legend = False
    chart.has_title = False
    chart.font.name = look.FONT
    chart.font.size = Pt(11)
    chart.font.color.theme_color = look.GREY
    _dress_axes(chart, ends)
    _leave_room_for_labels(chart)
    _dress_values(chart.plots[0].series[0], axis.last_known(row), row.definition)
    if row.target is not None:
        place, side = axis.target_label(row, ends)
        _dress_target(chart.plots[0].series[1], place, _SIDES[side], row.definition)


def _dress_axes(chart: Any, ends: axis.Scale) -> None:
    values, months = chart.value_axis, chart.category_axis
    values.minimum_scale, values.maximum_scale, values.major_unit = ends.least, ends.most, ends.step
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.theme_color = look.PALE
    values.major_gridlines.format.line.width = Pt(0.75)
    values.format.line.fill.background()
    values.major_tick_mark = values.minor_tick_mark = XL_TICK_MARK.NONE
    values.tick_labels.number_format_is_linked = False
    values.tick_labels.number_format = ends.number_format
    months.format.line.color.theme_color = look.LINE
    months.major_tick_mark = months.minor_tick_mark = XL_TICK_MARK.NONE
    months.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    for each in (values, months):
        each.tick_labels.font.size = Pt(10)
        each.tick_labels.font.color.theme_color = look.GREY


def _leave_room_for_labels(chart: Any) -> None:
    """Place the plot by hand, so that the labels at the ends of the lines have room to its right."""
    area = chart._chartSpace.chart.plotArea  # python-pptx cannot place the plot
    for old in area.findall(f"{{{area.nsmap['c']}}}layout"):
        area.remove(old)
    parts = {"xMode": "edge", "yMode": "edge", "x": 0.06, "y": 0.04, "w": 0.8, "h": 0.86}
    inside = '<c:layoutTarget val="inner"/>' + "".join(f'<c:{name} val="{value}"/>' for name, value in parts.items())
    area.insert(0, parse_xml(f"<c:layout {_SPACES}><c:manualLayout>{inside}</c:manualLayout></c:layout>"))


def _dress_values(series: Any, last: int, definition: Definition) -> None:
    series.smooth = False
    series.format.line.width = Pt(2.25)
    series.format.line.color.theme_color = look.BLUE
    _dress_marker(series.marker, 5)
    _dress_marker(series.points[last].marker, 9)
    label = series.points[last].data_label
    label.font.bold = True
    label.font.size = Pt(16)
    label.font.color.theme_color = look.BLUE
    label.position = XL_LABEL_POSITION.RIGHT
    _show(label, number_format(definition, with_unit=True), name=False)


def _dress_marker(marker: Any, size: int) -> None:
    marker.style = XL_MARKER_STYLE.CIRCLE
    marker.size = size
    for part in (marker.format.fill, marker.format.line.fill):
        part.solid()
        part.fore_color.theme_color = look.BLUE


def _dress_target(series: Any, place: int, side: XL_LABEL_POSITION, definition: Definition) -> None:
    series.smooth = False
    series.format.line.width = Pt(1.25)
    series.format.line.color.theme_color = look.GREY
    series.format.line.dash_style = MSO_LINE_DASH_STYLE.DASH
    series.marker.style = XL_MARKER_STYLE.NONE
    label = series.points[place].data_label
    label.font.size = Pt(11)
    label.font.color.theme_color = look.TEXT
    label.position = side
    _show(label, number_format(definition, with_unit=True), name=True)


def _show(label: Any, code: str, *, name: bool) -> None:
    """Let a label show its value in a format, after the series' name where asked for, so that it follows when the figures are edited."""
    element = label._dLbl  # python-pptx cannot show a series' name
    space = f"{{{element.nsmap['c']}}}"
    element.find(f"{space}showVal").set("val", "1")
    element.find(f"{space}showSerName").set("val", "1" if name else "0")
    for old in element.findall(f"{space}numFmt"):
        element.remove(old)
    first = next(child for child in element if child.tag in (f"{space}spPr", f"{space}txPr", f"{space}dLblPos", f"{space}showLegendKey"))
    first.addprevious(parse_xml(f'<c:numFmt {_SPACES} formatCode="{code.replace(chr(34), "&quot;")}" sourceLinked="0"/>'))
    if name:
        element.find(f"{space}showBubbleSize").addnext(parse_xml(f"<c:separator {_SPACES}> </c:separator>"))
