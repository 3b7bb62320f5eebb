"""Backups: what is written can be read back whole, by us and by age, and what is not whole is refused with nothing left behind."""

from __future__ import annotations

import gzip
import hashlib
import io
import json
import os
import shutil
import tarfile
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

import pyrage
import pytest

from lightwell.errors import LightwellError
from lightwell.store import Home
from lightwell.store.archive import MANIFEST, Backup, Entry, Writing
from lightwell.store.backing_up import Taken, back_up
from lightwell.store.manifest import FileEntry, Manifest, write_manifest
from lightwell.store.removing import fates
from lightwell.store.restoring import restored, verify_backup
from lightwell.store.sealing import Sealed, Unsealed, is_sealed

MADE = datetime(2024, 2, 1, 9, tzinfo=UTC)
PIECE = 64 * 1024


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home with settings, a pack, a load on its way, and no snapshot."""
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text("authority: X\nname: Smallshire\n", encoding="utf-8")
    home.packs.mkdir()
    (home.packs / "pack 1.pdf").write_bytes(b"%PDF made of 2024-01-31-aaaaaaaa")
    (home.snapshots / ".building-2024-01-31-aaaaaaaa-7").mkdir()
    (home.snapshots / ".building-2024-01-31-aaaaaaaa-7" / "half.parquet").write_bytes(b"half")
    return home


def backed_up(home: Home, to: Path, passphrase: str | None = None) -> Backup:
    return back_up(home, to, Taken(), passphrase=passphrase, made_at=MADE, lightwell="0")


def repacked(made: Path, to: Path, change: Callable[[tarfile.TarInfo, bytes], tuple[str, bytes]]) -> Path:
    """A backup with each file changed as somebody who holds it could."""
    with tarfile.open(made) as old, tarfile.open(to, "w:gz") as new:
        for info in old:
            file = old.extractfile(info)
            info.name, data = change(info, file.read() if file else b"")
            info.size = len(data)
            new.addfile(info, io.BytesIO(data))
    return to


@pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE])
def test_what_is_sealed_is_opened_by_age_and_by_us(size: int) -> None:
    data = os.urandom(size)
    file = io.BytesIO()
    with Sealed(file, "four words or more", work=10) as sealed:
        sealed.write(data)
    assert pyrage.passphrase.decrypt(file.getvalue(), "four words or more") == data
    file.seek(0)
    assert is_sealed(file)
    assert io.BufferedReader(Unsealed(file, "four words or more")).read() == data


@pytest.mark.parametrize("cut", [-1, -PIECE, 30, 200])
def test_a_sealed_file_that_was_cut_short_is_refused(cut: int) -> None:
    file = io.BytesIO()
    with Sealed(file, "four words or more", work=10) as sealed:
        sealed.write(bytes(2 * PIECE))
    with pytest.raises(LightwellError):
        io.BufferedReader(Unsealed(io.BytesIO(file.getvalue()[:cut]), "four words or more")).read()


def test_a_home_comes_back_without_what_was_on_its_way(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("lightwell.store.sealing.WORK", 10)
    made = tmp_path / "made.backup"
    backed_up(home, made, "four words or more")
    assert made.stat().st_mode & 0o077 == 0
    with pytest.raises(LightwellError, match="Give the passphrase"):
        verify_backup(made, None)
    with pytest.raises(LightwellError, match="is not the one"):
        verify_backup(made, "another")
    new = Home(tmp_path / "new")
    with restored(made, new, "four words or more") as (_, _, settle):
        settle()
    found = {path.relative_to(new.path).as_posix(): path.read_bytes() for path in new.path.rglob("*") if path.is_file()}
    assert found == {"settings.yaml": home.settings.read_bytes(), "packs/pack 1.pdf": (home.packs / "pack 1.pdf").read_bytes()}
    assert all(path.stat().st_mode & 0o077 == 0 for path in (new.path, *new.path.rglob("*")))


@pytest.mark.parametrize("name", ["home/../../out", "/etc/out", "home/a\\..\\out", "C:out", "out", "home/./x", "home//x"])
def test_a_name_that_leads_out_is_refused_and_nothing_is_left(home: Home, tmp_path: Path, name: str) -> None:
    made = tmp_path / "made.backup"
    backed_up(home, made)
    bad = repacked(made, tmp_path / "bad", lambda info, data: (name if info.name.endswith("pdf") else info.name, data))
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(LightwellError, match="not believed"), restored(bad, Home(tmp_path / "new"), None):
        pass
    assert sorted(tmp_path.rglob("*")) == before


def test_a_link_in_a_backup_is_refused(home: Home, tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "bad", "w:gz") as tar:
        link = tarfile.TarInfo("home/settings.yaml")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        tar.addfile(link)
    with pytest.raises(LightwellError, match="is no file"):
        verify_backup(tmp_path / "bad", None)


def test_what_is_not_as_it_was_written_is_named(home: Home, tmp_path: Path) -> None:
    made = tmp_path / "made.backup"
    backed_up(home, made)
    changed = repacked(made, tmp_path / "changed", lambda info, data: (info.name, data.replace(b"Smallshire", b"Largeshire")))
    with pytest.raises(LightwellError, match=r"The file home/settings\.yaml in the backup is not as it was written"):
        verify_backup(changed, None)
    for cut in (10, made.stat().st_size // 2, made.stat().st_size - 4):
        (tmp_path / "cut").write_bytes(made.read_bytes()[:cut])
        with pytest.raises(LightwellError, match=r"damaged|cut short"):
            verify_backup(tmp_path / "cut", None)


def test_without_its_manifest_it_is_no_backup(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "none", "w:gz"):
        pass
    (tmp_path / "text").write_text("no backup", encoding="utf-8")
    (tmp_path / "empty").write_bytes(gzip.compress(b""))
    for name in ("none", "text", "empty"):
        with pytest.raises(LightwellError, match="backup"):
            verify_backup(tmp_path / name, None)


def test_nothing_is_overwritten(home: Home, tmp_path: Path) -> None:
    made = tmp_path / "made.backup"
    backed_up(home, made)
    before = made.read_bytes()
    with pytest.raises(LightwellError, match="already"):
        backed_up(home, made)
    with pytest.raises(LightwellError, match="inside the home"):
        backed_up(home, home.packs / "x")
    with pytest.raises(LightwellError, match="already, and it was not touched"), restored(made, home, None):
        pass
    assert made.read_bytes() == before
    assert not list(tmp_path.glob(".*"))


def test_a_manifest_of_a_later_kind_is_said(home: Home, tmp_path: Path) -> None:
    made = tmp_path / "made.backup"
    backed_up(home, made)

    def later(info: tarfile.TarInfo, data: bytes) -> tuple[str, bytes]:
        return info.name, json.dumps({**json.loads(data), "format": 2}).encode() if info.name == MANIFEST else data

    with pytest.raises(LightwellError, match="by a later Lightwell"):
        verify_backup(repacked(made, tmp_path / "later", later), None)


def empty_snapshot(home: Home, name: str) -> None:
    """A snapshot of nothing, with a manifest, as at the day in its name."""
    folder = home.snapshots / name
    folder.mkdir(parents=True)
    manifest = Manifest(date.fromisoformat(name[:10]), MADE, "0", "tables", "X", "X", name[11:], id=name)
    (folder / "manifest.json").write_text(write_manifest(manifest), encoding="utf-8")


def full_snapshot(home: Home, name: str, content: bytes) -> None:
    """A snapshot with one file, whose hash its manifest holds."""
    empty_snapshot(home, name)
    folder = home.snapshots / name
    (folder / "facts").mkdir()
    (folder / "facts" / "one.parquet").write_bytes(content)
    entry = FileEntry(hashlib.sha256(content).hexdigest(), 1)
    manifest = Manifest(
        date(2024, 1, 31), MADE, "0", "tables", "X", "X", name[11:], id=name, files_of_snapshot={"facts/one.parquet": entry}
    )
    (folder / "manifest.json").write_text(write_manifest(manifest), encoding="utf-8")


def test_a_snapshot_that_is_replaced_while_it_is_backed_up_is_whole(home: Home, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    name = "2024-01-31-aaaaaaaa"
    full_snapshot(home, name, b"before")
    add = Writing.add

    def replaced_first(writing: Writing, file: str, opened: IO[bytes]) -> Entry:
        if name in file and not (home.snapshots / "done").exists():
            shutil.rmtree(home.snapshots / name)
            full_snapshot(home, name, b"after!")
            (home.snapshots / "done").touch()
        return add(writing, file, opened)

    monkeypatch.setattr(Writing, "add", replaced_first)
    made = backed_up(home, tmp_path / "made.backup")
    assert made.problems == ()
    with restored(tmp_path / "made.backup", Home(tmp_path / "new"), None) as (_, folder, _):
        assert (folder / "snapshots" / name / "facts" / "one.parquet").read_bytes() == b"before"
        assert hashlib.sha256(b"before").hexdigest() in (folder / "snapshots" / name / "manifest.json").read_text(encoding="utf-8")


def test_a_snapshot_that_is_damaged_in_the_home_is_named(home: Home, tmp_path: Path) -> None:
    name = "2024-01-31-aaaaaaaa"
    full_snapshot(home, name, b"before")
    (home.snapshots / name / "facts" / "one.parquet").write_bytes(b"hacked")
    made = backed_up(home, tmp_path / "made.backup")
    said = f"The file facts/one.parquet of the snapshot {name} is damaged in the home, and was backed up as it is."
    assert made.problems == (said,)
    assert verify_backup(tmp_path / "made.backup", None).problems == (said,)


def test_of_old_snapshots_the_last_of_each_month_stays_and_what_a_pack_names(home: Home) -> None:
    days = ["2021-01-31", "2023-10-10", "2023-10-31", "2023-11-15", "2023-11-30", "2024-01-20", "2024-01-25"]
    names = [f"{day}-{'ab'[number % 2] * 8}" for number, day in enumerate(days)]
    for name in names:
        empty_snapshot(home, name)
    (home.packs / "pack 2.pdf").write_text(f"snapshot {names[3]}", encoding="utf-8")
    found = fates(home, today=date(2024, 2, 1), days=10, months=24)
    assert {fate.snapshot.id[:10]: (fate.goes, fate.why) for fate in found} == {
        "2021-01-31": (True, "its month is older than 24 months"),
        "2023-10-10": (True, "it is older than 10 days"),
        "2023-10-31": (False, "it is the last of its month"),
        "2023-11-15": (False, "packs/pack 2.pdf names it"),
        "2023-11-30": (False, "it is the last of its month"),
        "2024-01-20": (True, "it is older than 10 days"),
        "2024-01-25": (False, "it is not yet older than 10 days"),
    }
    later = {fate.snapshot.id[:10]: fate.why for fate in fates(home, today=date(2034, 2, 1), days=10, months=24) if not fate.goes}
    assert later == {"2023-11-15": "packs/pack 2.pdf names it", "2024-01-25": "it is the current one"}
