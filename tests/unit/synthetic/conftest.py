"""One small invented authority, shared by the tests of this folder: inventing it takes some seconds."""

from __future__ import annotations

import pytest

from lightwell.synthetic import Authority, invent


@pytest.fixture(scope="session")
def authority() -> Authority:
    """An authority a twentieth of the full size."""
    return invent(7, scale=0.05)
