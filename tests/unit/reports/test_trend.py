"""The drawings of an indicator's page: labels kept apart, words escaped, no styles."""

from __future__ import annotations

from itertools import pairwise
from xml.etree import ElementTree

import pytest

from lightwell.reports.bars import lollipop
from lightwell.reports.model import Pack
from lightwell.reports.trend import references, spread, trend_chart
from tests.unit.reports import sample


@pytest.fixture(scope="module")
def pack() -> Pack:
    return sample.sample_pack()


def test_the_trend_names_other_areas_and_the_target(pack: Pack) -> None:
    row = pack.row("referrals_rate")
    assert row is not None
    labels = [reference.label for reference in references(row, pack.comparator_headings)]
    assert labels[0] == "Target 647"
    assert any(label.startswith("England ") for label in labels)
    assert not any(label.startswith("Own") for label in labels)


def test_the_trend_is_a_picture_with_words_and_without_styles(pack: Pack) -> None:
    row = pack.row("referrals_rate")
    assert row is not None
    drawn = trend_chart(row, pack.comparator_headings, name="wide")
    ElementTree.fromstring(drawn)  # noqa: S314 - our own drawing
    assert "style" not in drawn
    assert 'aria-labelledby="wide-title wide-desc"' in drawn
    assert "Target: 647." in drawn


def test_a_month_without_a_figure_at_the_end_still_labels_the_last_known(pack: Pack) -> None:
    row = sample.empty_pack().sections[0].rows[0]
    ElementTree.fromstring(trend_chart(row, ("Own", "N", "R", "E"), name="x"))  # noqa: S314 - our own drawing


@pytest.mark.parametrize("places", [[10.0], [10.0, 10.0, 10.0], [0.0, 5.0, 100.0, 101.0], [95.0, 96.0, 97.0]])
def test_labels_stand_apart_and_in_order(places: list[float]) -> None:
    found = spread(places, 12, 100)
    assert len(found) == len(places)
    assert all(later - earlier >= 12 - 1e-9 for earlier, later in pairwise(found))
    assert max(found) <= max(100, max(places))


def test_a_lollipop_is_as_long_as_its_share() -> None:
    assert 'width="61.0%"' in lollipop(0.61)
    assert 'width="0.0%"' in lollipop(0)
    assert 'width="100.0%"' in lollipop(1.7)
    assert lollipop(None) == ""
    assert "style" not in lollipop(0.5)
