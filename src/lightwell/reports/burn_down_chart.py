"""The drawing of a burn-down: what is open as a line with a dot for each snapshot, the even pace to the target dashed, to scale in time."""

from __future__ import annotations

from datetime import date

from lightwell.periods import say_date
from lightwell.reports import charts
from lightwell.reports.burn_down import Course
from lightwell.reports.charts import BLUE, GREY, Frame, text_at
from lightwell.reports.drawing import broken, picture

_CHARACTER = 0.56
_APART = 1.5
"""How far apart two labels at the end of the lines stand, in sizes of the text."""


def burn_down_chart(course: Course, *, name: str, title: str, width: float, height: float, text: float) -> str:
    """Draw the course of a campaign; `text` is the size of the labels in the units of the drawing."""
    figures = [0.0, float(course.target), *(float(point.open) for point in course.points)]
    marks = charts.axis(figures, None, most=max(2, min(5, int(height / (text * 3.4)))))
    labels = tuple(charts.tick(mark, marks) for mark in marks)
    ends = (f"{course.now:,} open", f"Target {course.target:,}")
    left = max(map(len, labels)) * text * _CHARACTER + text * (0.8 + charts.INDENT)
    right = width - max(map(len, ends)) * text * _CHARACTER - text * 1.6
    frame = Frame(left, right, text * 1.2, height - text * 2.4, marks[0], marks[-1], max(_days(course), 1) + 1)
    line = [(_x(course, frame, point.on), frame.y(point.open)) for point in course.points]
    pace = [(_x(course, frame, course.began_on), frame.y(course.start)), (_x(course, frame, course.target_on), frame.y(course.target))]
    parts = [
        charts.grid(frame, marks, labels, text),
        *_days_below(course, frame, text),
        broken(pace, GREY, 1.4, "5 4") if course.target_on > course.began_on else "",
        broken(line, BLUE, 2.2),
        *(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.4" fill="{BLUE}"/>' for x, y in line),
        *_ends(frame, line[-1], pace[-1], ends, text),
    ]
    return picture(
        name, title, f"Line chart from {say_date(_first(course))} to {say_date(_last(course))}. {course.said}", width, height, text, parts
    )


def burn_down_spark(course: Course, *, width: float = 124, height: float = 26) -> str:
    """Draw the course as a line as small as a word; it is left out of reading aloud, because the table has the figures."""
    high = max(1, course.target, *(point.open for point in course.points))
    frame = Frame(3, width - 4, 4, height - 4, 0, high, max(_days(course), 1) + 1)
    line = [(_x(course, frame, point.on), frame.y(point.open)) for point in course.points]
    pace = [(_x(course, frame, course.began_on), frame.y(course.start)), (_x(course, frame, course.target_on), frame.y(course.target))]
    parts = [
        broken(pace, GREY, 0.9, "2 2") if course.target_on > course.began_on else "",
        broken(line, BLUE, 1.4),
        f'<circle cx="{line[-1][0]:.1f}" cy="{line[-1][1]:.1f}" r="2.2" fill="{BLUE}"/>',
    ]
    return charts.svg(width, height, "".join(parts), 'aria-hidden="true" focusable="false"')


def _first(course: Course) -> date:
    return min(course.points[0].on, course.starts_on)


def _last(course: Course) -> date:
    return max(course.points[-1].on, course.target_on)


def _days(course: Course) -> int:
    return (_last(course) - _first(course)).days


def _x(course: Course, frame: Frame, day: date) -> float:
    return frame.x((day - _first(course)).days)


def _days_below(course: Course, frame: Frame, text: float) -> list[str]:
    """Name the first day, the day of the target and the latest, as far as they have room; a small stroke stands over each."""
    wanted = [(_first(course), "start"), (_last(course), "end"), (course.points[-1].on, "middle"), (course.target_on, "middle")]
    taken: list[tuple[float, float]] = []
    parts = []
    for day, anchor in wanted:
        x, said = _x(course, frame, day), say_date(day)
        wide = len(said) * text * 0.5
        low = x if anchor == "start" else x - wide if anchor == "end" else x - wide / 2
        if any(low < end + text and low + wide > start - text for start, end in taken):
            continue
        taken.append((low, low + wide))
        parts.append(f'<path d="M{x:.1f} {frame.bottom:.1f}v{text * 0.4:.1f}" stroke="{GREY}"/>')
        parts.append(text_at(x, frame.bottom + text * 1.6, said, GREY, anchor))
    return parts


def _ends(frame: Frame, line: tuple[float, float], pace: tuple[float, float], words: tuple[str, str], text: float) -> list[str]:
    """Write the last figure beside the line and the target beside its own, and keep the two apart."""
    now, target = line[1], pace[1]
    if abs(line[0] - pace[0]) < text * _CHARACTER * len(words[0]) + text and abs(now - target) < text * _APART:
        middle = (now + target) / 2
        over = now <= target
        now, target = middle + text * _APART / 2 * (-1 if over else 1), middle + text * _APART / 2 * (1 if over else -1)
    return [
        text_at(line[0] + text * 0.7, now + text * 0.35, words[0], BLUE, "start", bold=True),
        text_at(pace[0] + text * 0.7, target + text * 0.35, words[1], GREY, "start"),
    ]
