"""The journey of a child drawn to scale as SVG text: a lane for each kind of involvement, bars for what lasted, ticks for what happened.

Pure functions, no library. One picture is for a wide page, with the names of the lanes at the left; one for a phone, with them above their
lanes. Colours are those of the charts: one blue, the rest grey. What is open fades into an arrow at the as-at day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from xml.sax.saxutils import escape

from lightwell.periods import Month, say_date
from lightwell.reports.charts import BLUE, GREY, GRID, INK
from lightwell.results.journey_model import ChildJourney, Event, Span

PALE = "#d2e2f1"
"""The blue of the charts, pale enough for black text on it."""

_LANES = (
    "Early help", "Open to social care", "Assessment", "Section 47 enquiry", "Child in need plan", "Child protection plan",
    "Plan for adoption", "In our care", "Legal status", "Placement", "Missing", "Care leaver",
)  # fmt: skip
"""The lanes of what lasted, in the order of the journey; kinds that are not here follow, and then who held the child."""

_LAST_LANE = "Caseholder"
_NOT_DRAWN = frozenset({"Others allocated", "Agreement about visits"})

_TICKS = {
    "Contacts and referrals": ("Contact", "Referral"),
    "Meetings and reviews": ("Strategy discussion", "Conference", "Core group", "Review"),
    "Visits": ("Visit",),
    "Health": ("Health",),
}
"""The lanes of what happened, by the kinds of event in each; supervision is about the worker's practice and is in the chronology."""

_FIRST_TICKS = "Contacts and referrals"

TEXT = 13.0
"""Size of the text, in the units of the SVG, which is drawn at its own size: never below 12 pixels."""

_BAR = 18.0
_ROW = 22.0
_SHORTEST = 3.0
"""Width below which no bar goes, so that a span of a day can be seen."""

_CHARACTER = 0.54


@dataclass(frozen=True)
class Axis:
    """Where days stand from left to right."""

    left: float
    right: float
    first: date
    last: date

    def x(self, day: date) -> float:
        """Give the place of a day; days outside the axis stand at its ends."""
        share = (min(max(day, self.first), self.last) - self.first).days / max((self.last - self.first).days, 1)
        return self.left + (self.right - self.left) * share


@dataclass(frozen=True)
class Lane:
    """One lane: its name, and either bars in rows that do not run into one another, or ticks."""

    name: str
    rows: tuple[tuple[Span, ...], ...] = ()
    ticks: tuple[Event, ...] = ()

    @property
    def height(self) -> float:
        """Height of the lane without its name."""
        return _ROW * max(len(self.rows), 1) + 6


def timeline(journey: ChildJourney, *, width: float = 1100, name: str = "journey") -> str:
    """Draw the journey for a page of a width in pixels; below 600 the names of lanes stand above them, as a phone needs.

    `name` makes the ids inside the SVG its own on a page. A journey without a dated record gives a picture that says so.
    """
    narrow = width < 600
    drawn = lanes(journey)
    axis = _axis(journey, 4 if narrow else 178, width - (14 if narrow else 24))
    head = TEXT * 2.2
    parts, y = [], head
    for lane in drawn:
        if narrow:
            y += TEXT * 1.35
        parts.append(_lane(lane, axis, y, narrow))
        y += lane.height
    bottom = y + 4
    back = _years(axis, head, bottom)
    today = _today(axis, journey, head, bottom)
    content = f'<g font-size="{_n(TEXT)}">{back}{"".join(parts)}{today}</g>' if drawn else _nothing(width)
    title = f"The journey of {journey.named.name}" if journey.named.filed else f"The journey of child {journey.child}"
    labels = f'<title id="{escape(name)}-title">{escape(title)}</title><desc id="{escape(name)}-desc">{escape(describe(journey))}</desc>'
    height = bottom + 6 if drawn else 60
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(width)} {_n(height)}" width="{_n(width)}" height="{_n(height)}" '
        f'role="img" aria-labelledby="{escape(name)}-title {escape(name)}-desc">{labels}{content}</svg>'
    )


def lanes(journey: ChildJourney) -> tuple[Lane, ...]:
    """Sort what is drawn into lanes: what came first at the top, then what lasted in the order of the journey, then visits and health."""
    ticks = {lane: tuple(event for event in journey.events if event.kind in kinds) for lane, kinds in _TICKS.items()}
    of_kind: dict[str, list[Span]] = {}
    for span in journey.spans:
        if span.kind not in _NOT_DRAWN and span.start <= journey.as_at:
            of_kind.setdefault(span.kind, []).append(span)
    others = [kind for kind in of_kind if kind not in _LANES and kind != _LAST_LANE]
    order = [kind for kind in (*_LANES, *others, _LAST_LANE) if kind in of_kind]
    bars = [Lane(kind, in_rows(of_kind[kind])) for kind in order]
    points = [Lane(lane, (), found) for lane, found in ticks.items() if found]
    first = [lane for lane in points if lane.name == _FIRST_TICKS]
    return (*first, *bars, *(lane for lane in points if lane.name != _FIRST_TICKS))


def in_rows(spans: Iterable[Span]) -> tuple[tuple[Span, ...], ...]:
    """Put spans into as few rows as keep those that overlap apart; one that begins on the day another ends follows it in its row."""
    rows: list[list[Span]] = []
    for span in sorted(spans, key=lambda span: (span.start, span.end or date.max)):
        free = next((row for row in rows if row[-1].end is not None and row[-1].end <= span.start), None)
        if free is None:
            rows.append([span])
        else:
            free.append(span)
    return tuple(tuple(row) for row in rows)


def describe(journey: ChildJourney) -> str:
    """Say in words what the picture shows: from when to when, how much, and what is open."""
    days = _days(journey)
    if not days:
        return "No dated record is held about this child."
    visits = sum(event.kind == "Visit" for event in journey.events)
    held = len({span.worker for span in journey.spans if span.kind == _LAST_LANE and span.worker})
    placements = sum(span.kind == "Placement" for span in journey.spans)
    counts = [
        f"{number:,} {words}{'s' if number != 1 else ''}"
        for number, words in ((placements, "placement"), (visits, "visit"), (held, "caseholder"))
        if number
    ]
    open_now = ", ".join(f"{status.label} since {say_date(status.since)}" for status in journey.statuses)
    return " ".join(
        [
            f"From {say_date(min(days))} to {say_date(min(max(days), journey.as_at))}, drawn to scale.",
            f"{', '.join(counts)}." if counts else "",
            f"Open on {say_date(journey.as_at)}: {open_now}." if open_now else f"Not open to the service on {say_date(journey.as_at)}.",
            "The same is listed in the chronology.",
        ]
    ).replace("  ", " ")


def _days(journey: ChildJourney) -> list[date]:
    """List the days that the picture has to reach: those of all that is drawn."""
    kinds = {kind for kinds in _TICKS.values() for kind in kinds}
    spans = [span for span in journey.spans if span.kind not in _NOT_DRAWN]
    days = [event.on for event in journey.events if event.kind in kinds]
    days += [day for span in spans for day in (span.start, span.end or journey.as_at)]
    return [day for day in days if day <= journey.as_at]


def _axis(journey: ChildJourney, left: float, right: float) -> Axis:
    """Reach from just before the first day to the as-at day, or to just after the last day where nothing has been open for long."""
    days = _days(journey) or [journey.as_at]
    last = max(days)
    shown = (last - min(days)).days
    last = journey.as_at if (journey.as_at - last).days <= max(shown, 365) else last + timedelta(days=max(shown // 20, 90))
    first = min(min(days) - timedelta(days=max((last - min(days)).days // 60, 5)), last - timedelta(days=180))
    return Axis(left, right, first, last)


def _years(axis: Axis, top: float, bottom: float) -> str:
    """Draw a line at the start of each year, or month where the whole is short, with its name at the top, as many as have room."""
    months = (axis.last - axis.first).days <= 700
    month, marks = Month.of(axis.first).plus(1), []
    while month.start <= axis.last:
        if months or month.number == 1:
            marks.append(month)
        month = month.plus(1)
    room = TEXT * (4.4 if months else 3.2)
    width = (axis.right - axis.left) / max(len(marks), 1)
    every = next((step for step in (1, 2, 3, 5, 6, 10, 12) if width * step >= room), 20)
    parts = []
    for place, mark in enumerate(marks):
        x = axis.x(mark.start)
        parts.append(f'<path d="M{_n(x)} {_n(top - 4)}V{_n(bottom)}" stroke="{GRID}" fill="none"/>')
        named = place % every == 0 if months else mark.year % every == 0
        words = mark.short if months else str(mark.year)
        if named and x + len(words) * TEXT * _CHARACTER <= axis.right:
            parts.append(_text(x + 3, TEXT * 1.2, words, GREY))
    return "".join(parts)


def _today(axis: Axis, journey: ChildJourney, top: float, bottom: float) -> str:
    if axis.last < journey.as_at:
        return ""
    x = axis.x(journey.as_at)
    return f'<path d="M{_n(x)} {_n(top - 4)}V{_n(bottom)}" stroke="{INK}" stroke-width="1.5" fill="none"/>'


def _lane(lane: Lane, axis: Axis, y: float, narrow: bool) -> str:
    label = _text(axis.left, y - 4, lane.name, INK, bold=True) if narrow else _text(0, y + _BAR * 0.78, lane.name, INK)
    line = y + lane.height - 2
    rule = f'<path d="M{_n(axis.left if narrow else 0)} {_n(line)}H{_n(axis.right)}" stroke="{GRID}" fill="none"/>'
    if lane.ticks:
        return rule + label + _ticks(lane.ticks, axis, y)
    return rule + label + "".join(_row(row, axis, y + place * _ROW) for place, row in enumerate(lane.rows))


def _row(row: Sequence[Span], axis: Axis, y: float) -> str:
    """Draw the bars of one row, each with its label in it, or after it where there is room before the next."""
    parts = []
    for place, span in enumerate(row):
        start = axis.x(span.start)
        end = max(axis.x(span.end) if span.end else axis.right, start + _SHORTEST)
        following = axis.x(row[place + 1].start) if place + 1 < len(row) else axis.right
        gap = 1.0 if end - start > _SHORTEST + 1 else 0.0  # neighbours are told apart by a hair of white
        parts.append(_bar(span, start, end - gap, y))
        words = span.what or _length(span)
        parts.append(_beside(words, start, end, following, axis.x(row[place - 1].end or span.start) if place else axis.left, y))
    return "".join(parts)


def _beside(words: str, start: float, end: float, following: float, before: float, y: float) -> str:
    """Write the label of a bar: in it, or else after it, or else before it, wherever there is room; nowhere where there is none."""
    line = y + _BAR * 0.74
    if fitted := _fitted(words, end - start - 10):
        return _text(start + 5, line, fitted, INK)
    if fitted := _fitted(words, following - end - 8):
        return _text(end + 4, line, fitted, GREY)
    fitted = _fitted(words, start - before - 8)
    return _text(start - 5, line, fitted, GREY, end=True) if fitted else ""


def _bar(span: Span, start: float, end: float, y: float) -> str:
    """Draw one bar: a strong edge where it began; where it is open, an arrow in place of an end."""
    top, bottom = y + 1, y + _BAR - 1
    ended = f"to {say_date(span.end)}" if span.end else "and still open"
    title = escape(f"{span.kind}{': ' + span.what if span.what else ''}, {say_date(span.start)} {ended}")
    if span.end:
        shape = f"M{_n(start)} {_n(top)}H{_n(end)}V{_n(bottom)}H{_n(start)}Z"
    else:
        shape = f"M{_n(start)} {_n(top)}H{_n(end)}L{_n(end + 8)} {_n((top + bottom) / 2)}L{_n(end)} {_n(bottom)}H{_n(start)}Z"
    fill = BLUE if end - start <= _SHORTEST * 2 else PALE
    edge = f'<path d="M{_n(start + 1)} {_n(top)}V{_n(bottom)}" stroke="{BLUE}" stroke-width="2" fill="none"/>'
    return f'<g><title>{title}</title><path d="{shape}" fill="{fill}"/>{edge}</g>'


def _ticks(events: Sequence[Event], axis: Axis, y: float) -> str:
    """Draw a stroke for each day; what does not count is short and grey, what is weighty (a referral, a conference) tall and dark."""
    top, bottom = y + 1, y + _BAR - 1
    strokes: dict[tuple[str, float], list[float]] = {}
    for event in events:
        if event.on <= axis.last:
            key = (GREY, top + 9) if event.counts is False else (INK, top) if event.kind in _WEIGHTY else (BLUE, top + 3)
            strokes.setdefault(key, []).append(axis.x(event.on))
    drawn = "".join(
        f'<path d="{"".join(f"M{_n(x)} {_n(start)}V{_n(bottom)}" for x in sorted(set(places)))}" stroke="{colour}" stroke-width="1.5" '
        'fill="none"/>'
        for (colour, start), places in strokes.items()
    )
    words = (
        _fitted(_count(events), axis.right - axis.x(events[-1].on) - 8)
        if len(events) > 1
        else _fitted(events[0].what, axis.right - axis.x(events[0].on) - 8)
    )
    return drawn + (_text(axis.x(events[-1].on) + 6, y + _BAR * 0.74, words, GREY) if words else "")


_WEIGHTY = frozenset({"Referral", "Conference", "Strategy discussion"})


def _count(events: Sequence[Event]) -> str:
    kinds = dict.fromkeys(event.kind for event in events)
    return ", ".join(f"{sum(event.kind == kind for event in events):,} × {kind.lower()}" for kind in kinds)


def _length(span: Span) -> str:
    if span.end is None:
        return f"since {say_date(span.start)}"
    days = (span.end - span.start).days
    return f"{days} day{'s' if days != 1 else ''}" if days < 92 else f"{round(days / 30.44)} months"


def _fitted(words: str, room: float) -> str:
    """Cut words to the room that there is, at a word where that leaves enough; nothing where fewer than eight letters fit."""
    most = int(room / (TEXT * _CHARACTER))
    if len(words) <= most:
        return words
    cut = words[: max(most - 1, 0)]
    cut = cut.rsplit(" ", 1)[0] if " " in cut and len(cut.rsplit(" ", 1)[0]) >= 8 else cut
    return f"{cut.rstrip(' ,:')}…" if len(cut) >= 8 else ""


def _nothing(width: float) -> str:
    return f'<g font-size="{_n(TEXT)}">{_text(0, 30, "No dated record is held about this child."[: int(width / 6)], GREY)}</g>'


def _text(x: float, y: float, words: str, colour: str, *, bold: bool = False, end: bool = False) -> str:
    weight = (' font-weight="700"' if bold else "") + (' text-anchor="end"' if end else "")
    return f'<text x="{_n(x)}" y="{_n(y)}" fill="{colour}"{weight}>{escape(words)}</text>'


def _n(number: float) -> str:
    """Write a coordinate with at most one decimal, the same on every machine."""
    return f"{number:.1f}".removesuffix(".0")
