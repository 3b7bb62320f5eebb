"""Which tests run in one process: those of one folder, so that what a folder's tests share is made once and not in every process."""

from __future__ import annotations

from pathlib import Path

import pytest

TESTS = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Group the tests by their folder; the small worked examples and units at the top go wherever there is room."""
    for item in items:
        folder = item.path.parent.relative_to(TESTS).as_posix()
        if folder not in ("spec", "unit"):
            item.add_marker(pytest.mark.xdist_group(folder))
