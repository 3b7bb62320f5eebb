"""The invented authority at its full size: as near to the published figures as was asked, and the page that says so.

`make test-long` tries it; inventing at full size takes half a minute, and the small authority is tried every time.
"""

from __future__ import annotations

import os

import pytest

from lightwell.synthetic.calibration import Comparison, report
from tests.unit.synthetic import full_size

pytestmark = pytest.mark.skipif(not os.environ.get("LIGHTWELL_LONG"), reason="make test-long invents the whole authority")


@pytest.fixture(scope="module")
def found() -> list[Comparison]:
    """Every published figure beside ours."""
    return full_size.comparisons()


def test_every_published_figure_is_followed(found: list[Comparison]) -> None:
    assert len(found) > 1_000
    assert [each for each in found if not each.within] == []


def test_the_page_is_as_generated(found: list[Comparison]) -> None:
    assert full_size.PAGE.read_text(encoding="utf-8") == report(found), "Write it again with: python -m tests.unit.synthetic.full_size"
