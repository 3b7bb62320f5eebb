"""Any bytes as a file of a release: loaded with every row accounted for, or refused with nothing kept."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from lightwell.comparators import Published
from lightwell.comparators.loading import load_release
from lightwell.errors import Refused
from tests.unit.comparators.test_loading import B1, PUBLISHED


def _packed(data: bytes) -> bytes:
    kept = io.BytesIO()
    with zipfile.ZipFile(kept, "w") as archive:
        archive.writestr("b1.csv", data)
    return kept.getvalue()


_CELLS = """2026|202526||x|c|1,002|1.5|n/a|Reporting year|National|Local authority|E92000001|841|E06000005|Children in Need|"|\x00
852 / 841|Autumn term|Regional|E12000001|٣""".replace("\n", "|").split("|")
_CELL = st.sampled_from(_CELLS)
_ROWS = [line.split(",") for line in B1.replace("\n2025,", "\n2026,").splitlines() if '"' not in line]
_CHANGED = st.builds(lambda row, at, cell: [*row[:at], cell, *row[at + 1 :]], st.sampled_from(_ROWS[1:]), st.integers(0, 18), _CELL)
_TABLES = st.lists(st.one_of(_CHANGED, st.lists(_CELL, min_size=18, max_size=20)), max_size=5).map(
    lambda rows: "\n".join(",".join(row) for row in [_ROWS[0], *rows, *_ROWS[1:3]]).encode()
)
_ALMOST = st.lists(_CHANGED, max_size=2).map(lambda rows: "\n".join(",".join(row) for row in [_ROWS[0], *rows]).encode())


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    data=st.one_of(
        st.binary(max_size=300),
        st.text(max_size=200).map(str.encode),
        _ALMOST,
        _TABLES,
        _ALMOST.map(gzip.compress),
        _ALMOST.map(_packed),
        st.builds(lambda data, cut: data[:cut], _TABLES.map(_packed), st.integers(1, 400)),
        st.builds(lambda data, at, byte: data[:at] + bytes([byte]) + data[at:], _TABLES, st.integers(0, 900), st.integers(0, 255)),
    )
)
def test_any_bytes_are_refused_or_loaded_and_every_row_accounted_for(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    folder = tmp_path_factory.mktemp("any")
    (folder / "file").write_bytes(data)
    try:
        loaded = load_release(folder / "home", folder / "file", published=PUBLISHED)
    except Refused:
        assert not list(folder.glob("home/*.json"))
    else:
        assert loaded.rows == loaded.kept + sum(loaded.left_out.values())
        assert Published(folder / "home").release(loaded.release.id) == loaded.release
