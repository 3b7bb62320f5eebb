"""The journey drawn to scale: what is drawn, where it stands, and that nothing runs into anything else."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lightwell.reports.timeline import describe, in_rows, lanes, timeline
from lightwell.results.journey_model import ChildJourney, Event, Source, Span
from lightwell.results.people import Named
from lightwell.results.responsible import Responsible

SVG = "{http://www.w3.org/2000/svg}"
AS_AT = date(2024, 1, 31)
SOURCE = Source("placements", "Placement", "L1")
DAYS = st.dates(date(2006, 1, 1), AS_AT)


def span(kind: str, start: date, end: date | None, what: str = "") -> Span:
    return Span(kind, what, start, end, SOURCE, what)


def event(kind: str, on: date, counts: bool | None = None) -> Event:
    return Event(on, kind, f"{kind} from someone", SOURCE, counts=counts)


def journey(spans: list[Span], events: list[Event], name: str = "Ada") -> ChildJourney:
    return ChildJourney(
        named=Named("1001", name, "Moor" if name else ""), as_at=AS_AT, snapshot="s", about=(), statuses=(), responsible=Responsible(),
        spans=tuple(spans), events=tuple(events), chronology=(), findings=(),
    )  # fmt: skip


def texts(svg: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(f"{SVG}text"))  # noqa: S314 - made in this test


def test_lanes_follow_the_journey_and_a_kind_that_is_new_has_its_own() -> None:
    told = journey(
        [
            span("Placement", date(2023, 1, 1), None),
            span("Caseholder", date(2022, 1, 1), None),
            span("Pre proceedings", date(2022, 6, 1), date(2022, 9, 1)),
            span("Early help", date(2021, 1, 1), date(2021, 6, 1)),
            span("Others allocated", date(2021, 1, 1), None),
        ],
        [event("Visit", date(2023, 2, 1)), event("Contact", date(2020, 12, 1)), event("Supervision", date(2023, 3, 1))],
    )
    assert [lane.name for lane in lanes(told)] == [
        "Contacts and referrals", "Early help", "Placement", "Pre proceedings", "Caseholder", "Visits",
    ]  # fmt: skip


@given(st.lists(st.tuples(DAYS, st.integers(0, 400), st.booleans()), max_size=40))
@settings(max_examples=60, deadline=None)
def test_spans_of_one_row_never_overlap_and_none_is_lost(given_spans: list[tuple[date, int, bool]]) -> None:
    spans = [span("Placement", start, None if open_ else start + timedelta(days=length)) for start, length, open_ in given_spans]
    rows = in_rows(spans)
    assert sorted(map(repr, (each for row in rows for each in row))) == sorted(map(repr, spans))
    for row in rows:
        for earlier, later in pairwise(row):
            assert earlier.end is not None
            assert earlier.end <= later.start


@pytest.mark.parametrize("width", [1100, 360])
def test_thirty_placements_stand_apart_and_inside_the_picture(width: int) -> None:
    starts = [date(2019, 1, 1) + timedelta(days=60 * place) for place in range(30)]
    spans = [span("Placement", start, start + timedelta(days=60), "Foster placement with other carer") for start in starts]
    svg = ET.fromstring(timeline(journey(spans, []), width=width))  # noqa: S314
    bars = [group for group in svg.iter(f"{SVG}g") if group.find(f"{SVG}title") is not None]
    assert len(bars) == 30
    for text in svg.iter(f"{SVG}text"):
        left = float(text.attrib["x"]) - (len(text.text or "") * 7 if text.attrib.get("text-anchor") == "end" else 0)
        assert left >= -1
        assert left + len(text.text or "") * 7 <= width + 4


def test_a_span_of_a_day_can_be_seen_and_an_open_one_has_no_end() -> None:
    svg = timeline(journey([span("Missing", date(2012, 5, 1), date(2012, 5, 1)), span("In our care", date(2006, 1, 1), None)], []))
    assert "Missing, 1 May 2012 to 1 May 2012" in svg
    assert "In our care, 1 January 2006 and still open" in svg
    missing = next(path for path in ET.fromstring(svg).iter(f"{SVG}path") if path.attrib.get("fill") == "#1d70b8")  # noqa: S314
    start, rest = missing.attrib["d"][1:].split(" ", 1)
    assert float(rest.split("H")[1].split("V")[0]) - float(start) >= 3


def test_a_single_contact_is_drawn_on_months_and_says_what_it_was() -> None:
    svg = timeline(journey([], [event("Contact", date(2019, 3, 5))]))
    said = [text.text for text in texts(svg)]
    assert "Contact from someone" in said
    assert "Mar 19" in said
    assert "2024" not in said  # the picture ends soon after, not at the as-at day


def test_what_does_not_count_is_drawn_shorter() -> None:
    day = date(2024, 1, 5)
    assert timeline(journey([], [event("Visit", day, True)])) != timeline(journey([], [event("Visit", day, False)]))


def test_nothing_recorded_says_so() -> None:
    assert "No dated record" in timeline(journey([], []))
    assert describe(journey([], [])) == "No dated record is held about this child."


def test_a_record_after_the_as_at_day_stretches_nothing() -> None:
    svg = timeline(journey([span("Placement", date(2023, 1, 1), None)], [event("Visit", date(2049, 1, 1))]))
    assert "2040" not in svg


@pytest.mark.parametrize("width", [1100, 360])
@pytest.mark.parametrize("name", ["Ada", "", "<script>alert(1)</script>", "Wilhelmina-Alexandrina Featherstonehaugh"])
def test_it_is_one_picture_with_a_name_and_no_style(width: int, name: str) -> None:
    svg = timeline(journey([span("Placement", date(2023, 1, 1), None, name)], [], name), width=width, name="a")
    root = ET.fromstring(svg)  # noqa: S314
    assert root.attrib["role"] == "img"
    assert root.attrib["viewBox"].startswith(f"0 0 {width} ")
    assert "style" not in svg
    assert "<script" not in svg
    title = root.find(f"{SVG}title")
    assert title is not None
    assert title.text == (f"The journey of {name} Moor" if name else "The journey of child 1001")


def test_the_same_is_said_in_words() -> None:
    told = journey([span("Placement", date(2023, 1, 1), None)], [event("Visit", date(2023, 2, 1)), event("Visit", date(2023, 3, 1))])
    assert describe(told).startswith("From 1 January 2023 to 31 January 2024, drawn to scale. 1 placement, 2 visits.")
