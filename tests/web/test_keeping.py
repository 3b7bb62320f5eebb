"""Backup, restore and retention on the real database: everything is destroyed, restored, and nothing is lost."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils.timezone import now

from lightwell.errors import LightwellError
from lightwell.store import Home, Snapshot, snapshots, verify
from lightwell.store.archive import Database
from lightwell.store.backing_up import SQLITE
from lightwell.store.restoring import restored
from lightwell.web.access.models import Person
from lightwell.web.activity.models import Activity
from lightwell.web.data import files
from lightwell.web.data.models import State, Upload
from lightwell.web.findings.models import Acknowledgement
from lightwell.web.keeping import filling
from lightwell.web.keeping.dumping import NOT_KEPT, table_names
from tests.web.conftest import ClientAs, People

Rows = dict[str, list[tuple[Any, ...]]]


@pytest.fixture
def own_home(settings: Any, tmp_path: Path, snapshot: Snapshot, people: People) -> Home:
    """A home of its own with one snapshot; the people come from the home of the session."""
    home = Home(tmp_path / "home")
    home.make()
    (home.path / "web").mkdir()
    home.settings.write_text("authority: X\nname: Smallshire\n", encoding="utf-8")
    shutil.copytree(snapshot.path, home.snapshots / snapshot.id)
    settings.HOME = home
    return home


def rows_of(cursor: Any, tables: list[str]) -> Rows:
    """Every row of every table, as the database gives them."""
    found = {}
    for table in tables:
        cursor.execute(f'select * from "{table}"')
        found[table] = sorted(cursor.fetchall(), key=repr)
    return found


def live_rows() -> Rows:
    """Read past Django, which turns some values into its own."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return sqlite_rows(Path(name))
    return postgresql_rows(address_of(name))


def sqlite_rows(file: Path) -> Rows:
    with closing(sqlite3.connect(file)) as found:
        names = found.execute("select name from sqlite_master where type = 'table' and name not like 'sqlite_%'").fetchall()
        return rows_of(found.cursor(), [name for (name,) in names])


def postgresql_rows(address: str) -> Rows:
    with psycopg.connect(address) as found, found.cursor() as cursor:
        return rows_of(cursor, table_names(cursor))


def address_of(name: str) -> str:
    """The address of a database on the server of the tests."""
    return urlsplit(os.environ["LIGHTWELL_TEST_DATABASE_URL"])._replace(path=f"/{name}").geturl()


@contextmanager
def empty_postgresql() -> Iterator[str]:
    """A database of its own on the server of the tests; gives its address."""
    name = f"restored_{uuid.uuid4().hex[:8]}"
    with connection.cursor() as cursor:
        cursor.execute(f"create database {name}")
        try:
            yield address_of(name)
        finally:
            cursor.execute(f"drop database {name}")


def fill(folder: Path, address: str) -> str:
    """What the step of `lightwell restore` says that fills a database, as it runs there: in a process of its own."""
    environment = {**os.environ, "LIGHTWELL_HOME": str(folder.parent), "LIGHTWELL_LOOPBACK": "1", "DATABASE_URL": address}
    command = [sys.executable, "-m", "lightwell.web", "fill_database", str(folder)]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stderr


def bytes_of(home: Home) -> dict[str, bytes]:
    return {path.relative_to(home.snapshots).as_posix(): path.read_bytes() for path in home.snapshots.glob("*/**/*") if path.is_file()}


@pytest.mark.django_db(transaction=True)
def test_what_is_destroyed_comes_back_and_nothing_is_lost(
    client_as: ClientAs, people: People, own_home: Home, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    client_as("head_of_service").post("/people/sign-out/")
    Acknowledgement.objects.create(
        ruleset="recording", key="k", code="R1", child="C1", reason="Ünusual\ttab\nline \\N", look_again_on=date(2030, 1, 1),
        made_by=people["head_of_service"],
    )  # fmt: skip
    before, snapshot_bytes = live_rows(), bytes_of(own_home)
    assert before["activity_activity"]
    made = tmp_path / "made.backup"
    call_command("backup", f"--to={made}")
    assert "It was read again to its end." in capsys.readouterr().out
    shutil.rmtree(own_home.path)
    new = Home(tmp_path / "new")
    with restored(made, new, None) as (backup, folder, settle):
        assert backup.database is not None
        after = _restored_rows(backup.database, folder)
        settle()
    assert {table: rows for table, rows in after.items() if table not in NOT_KEPT} == {
        table: rows for table, rows in before.items() if table not in NOT_KEPT
    }
    assert [after[table] for table in NOT_KEPT] == [[]]
    assert bytes_of(new) == snapshot_bytes
    assert [verify(each) for each in snapshots(new)] == [[]]
    assert new.current.read_text(encoding="utf-8").strip() == backup.snapshots[-1]


def _restored_rows(database: Database, folder: Path) -> Rows:
    if database.engine == "sqlite":
        return sqlite_rows(folder / SQLITE)
    meant = {"tables": dict(database.tables), "migrations": database.migrations}
    said = folder / ".database" / "database.json"
    with empty_postgresql() as address:
        said.write_text(json.dumps({**meant, "tables": {**database.tables, "access_person": 0}}), encoding="utf-8")
        assert "is empty again. The table access_person has" in fill(said.parent, address)
        said.write_text(json.dumps(meant), encoding="utf-8")
        assert fill(said.parent, address) == ""
        with pytest.raises(LightwellError, match="not empty, and was not touched"):
            filling.fill(said.parent, database)
        with psycopg.connect(address) as found:
            found.execute("insert into django_content_type (app_label, model) values ('new', 'row')")  # numbered after those restored
            found.rollback()
        return postgresql_rows(address)


@pytest.mark.django_db
def test_retention_lists_then_removes_and_says_so(
    own_home: Home, people: People, snapshot: Snapshot, capsys: pytest.CaptureFixture[str]
) -> None:
    own_home.settings.write_text("authority: X\nname: S\nretention: {snapshots_days: 1, month_ends_months: 1, uploads_days: 3}\n")
    older = own_home.snapshots / f"2020-01-31-{'0' * 8}"
    shutil.copytree(own_home.snapshots / snapshot.id, older)
    manifest = (older / "manifest.json").read_text(encoding="utf-8")
    as_at = snapshot.manifest.as_at.isoformat()
    manifest = manifest.replace(snapshot.id, older.name).replace(f'"as_at": "{as_at}"', '"as_at": "2020-01-31"')
    (older / "manifest.json").write_text(manifest, encoding="utf-8")
    upload = Upload.objects.create(
        state=State.READY, name="old.zip", size=1, as_at=date(2024, 1, 31), received_by=people["performance_analyst"],
        changed_at=now() - timedelta(days=4),
    )  # fmt: skip
    files.folder_of(upload.pk).mkdir(parents=True)
    call_command("retention")
    said = capsys.readouterr().out
    assert f"Snapshot {older.name} would go: its month is older than 1 months." in said
    assert f"Snapshot {snapshot.id} stays: it is the current one." in said
    assert "Would be removed: 1 snapshot, 1 upload" in said
    assert older.exists()
    assert not Activity.objects.filter(action="removed_snapshot").exists()
    call_command("retention", "--apply")
    assert [each.id for each in snapshots(own_home)] == [snapshot.id]
    assert not files.folder_of(upload.pk).exists()
    assert Upload.objects.get(pk=upload.pk).state == State.DISCARDED
    assert Activity.objects.get(action="removed_snapshot").subject == older.name
    assert Activity.objects.filter(action="applied_retention", person__startswith="command line").count() == 1
    assert Person.objects.count() == len(people)


@pytest.mark.django_db(transaction=True)
def test_a_backup_that_cannot_be_written_is_said_in_a_sentence(own_home: Home, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="could not be written to"):
        call_command("backup", f"--to={tmp_path / 'nowhere' / 'x'}")
