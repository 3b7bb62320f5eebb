"""The chart of signal and noise: what is drawn of breaks, limits and settling months, with many months, few, and none."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from xml.etree import ElementTree

from lightwell.definitions import load
from lightwell.periods import Month
from lightwell.reports.signal_chart import Drawing, described, drawing, signal_chart
from lightwell.results.break_model import Break
from lightwell.signals import Phase, Range, Series
from lightwell.signals.judge import judge

VISITS = load(None).definition("cp_visit_10_working_days")
FIRST = Month(2021, 1)
BROKEN = Break(1, FIRST.plus(18), "practice", "A new standard.", "Analyst", date(2022, 7, 1), anew=True)


def drawn(months: int, *, breaks: tuple[Break, ...] = (), settling: bool = False) -> Drawing:
    every = tuple(FIRST.plus(step) for step in range(months))
    numerators = tuple(float(60 + (step * 7) % 11) for step in range(months))
    series = Series(
        key="one",
        unit="percent",
        months=every,
        values=numerators,
        numerators=numerators,
        denominators=tuple(100.0 for _ in every),
        better="higher",
        target=95.0,
        phases=tuple(Phase(each.month, each.what) for each in breaks),
        settling=((every[-1], Range(70.0, 68.0, 73.0)),) if settling and every else (),
    )
    return drawing(judge([series])[0], VISITS, breaks=breaks, target=95.0, target_text="95 %")


def picture(of: Drawing) -> str:
    text = signal_chart(of, name="one", title="Visits")
    ElementTree.fromstring(text)  # noqa: S314 - our own drawing
    return text


def test_breaks_are_numbered_and_a_chart_of_fewer_months_keeps_the_numbers() -> None:
    later = replace(BROKEN, number=2, month=FIRST.plus(30), kind="restructure")
    whole = drawn(36, breaks=(BROKEN, later))
    assert picture(whole).count('font-weight="700">1<') == 1
    short = picture(replace(whole, points=whole.points[-13:]))
    assert 'font-weight="700">1<' not in short
    assert short.count('font-weight="700">2<') == 1


def test_the_range_stands_behind_the_line_anew_after_a_break() -> None:
    assert picture(drawn(36)).count('class="lw-band"') == 1
    assert picture(drawn(36, breaks=(BROKEN,))).count('class="lw-band"') == 2


def test_a_month_that_may_still_move_is_hollow_with_its_range() -> None:
    assert 'fill="#fff" stroke="#1d70b8"' in picture(drawn(36, settling=True))
    assert 'fill="#fff" stroke="#1d70b8"' not in picture(drawn(36))


def test_too_few_months_and_none_are_drawn_without_a_range() -> None:
    assert 'class="lw-band"' not in picture(drawn(3))
    assert "Usual" not in picture(drawn(1))


def test_the_words_say_what_the_picture_shows() -> None:
    said = described(drawn(36, breaks=(BROKEN,)))
    assert "Target: 95 %." in said
    assert "Expected:" in said
    assert "Practice changed. A new standard." in said
