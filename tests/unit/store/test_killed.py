"""A load that is killed leaves the store as it was, whenever that happens, and the next load works."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from lightwell.errors import LightwellError
from lightwell.store import Home, draft, existing, open_snapshot, snapshots, verify
from tests.unit.store.loader import STEPS
from tests.unit.store.samples import FEBRUARY, JANUARY, load

_MOVED = ("before current", "half of current")


@contextmanager
def stopped_load(home: Home, step: str) -> Iterator[subprocess.Popen[str]]:
    """Run a load in another process up to a step; it is killed on leaving if it has not been."""
    env = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-m", "tests.unit.store.loader", str(home.path), step]
    with subprocess.Popen(command, env=env, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            assert process.stdout.readline() == "ready\n"
            yield process
        finally:
            process.kill()


@pytest.mark.parametrize("step", STEPS)
def test_a_killed_load_leaves_the_store_as_it_was_and_the_next_one_works(tmp_path: Path, step: str) -> None:
    home = Home(tmp_path)
    before = load(home, JANUARY)
    with stopped_load(home, step) as process:
        process.kill()
        process.wait()

    assert home.current.read_text() == f"{before.id}\n"
    assert open_snapshot(home).id == before.id
    assert verify(before) == []
    listed = [snapshot.id for snapshot in snapshots(home)]
    assert listed == [before.id] + (["2024-02-29-bbbbbbbb"] if step in _MOVED else [])

    after = load(home, FEBRUARY, "bbbbbbbb2")
    assert [snapshot.id for snapshot in snapshots(home)] == [before.id, after.id]
    assert open_snapshot(home).id == after.id
    assert verify(after) == []
    assert sorted(path.name for path in home.snapshots.iterdir() if path.name != ".lock") == [before.id, after.id, "current"]


def test_what_a_killed_load_had_finished_becomes_current_when_the_same_file_is_given_again(tmp_path: Path) -> None:
    home = Home(tmp_path)
    load(home, JANUARY)
    with stopped_load(home, "before current") as process:
        process.kill()
        process.wait()
    found = existing(home, FEBRUARY, "bbbbbbbb2")
    assert found is not None
    assert open_snapshot(home).id == found.id


def test_readers_go_on_while_a_load_builds_and_a_second_load_waits_says_so_and_gives_up(tmp_path: Path) -> None:
    home = Home(tmp_path)
    before = load(home, JANUARY)
    reading = before.connect()
    said: list[str] = []
    with stopped_load(home, "written"):
        assert reading.execute("SELECT count(*) FROM people").fetchall() == [(2,)]
        assert open_snapshot(home).connect().execute("SELECT count(*) FROM placements").fetchall() == [(1,)]
        assert [snapshot.id for snapshot in snapshots(home)] == [before.id]
        waiting = draft(home, as_at=FEBRUARY, fingerprint="cccccccc3", wait_seconds=0.2, on_wait=said.append)
        with pytest.raises(LightwellError, match="Another load is still running in this store, so this one was not begun"), waiting:
            raise AssertionError("two loads at once")
    assert said == ["Another load is running in this store. This one begins as soon as that one ends."]
    assert load(home, FEBRUARY).id == "2024-02-29-aaaaaaaa"
