"""An invented service, small enough to be made for the tests, one person for each role, and clients who are signed in."""

from __future__ import annotations

import copy
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.test import Client
from filelock import FileLock

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot, open_snapshot
from lightwell.synthetic import invent, write_tables_extract
from lightwell.synthetic import settings as authority_settings
from lightwell.synthetic.service import service_settings
from lightwell.web.access.demonstration import add_demonstration_people
from lightwell.web.access.models import Assignment, Person, Sample
from lightwell.web.activity import triggers
from tests.web.settings import remove_home

People = dict[str, Person]
KeptRows = dict[Any, list[dict[str, Any]]]
ClientAs = Callable[[str], Client]


def _silent(_what: str, _fraction: float) -> None:
    """Report to nobody."""


def make_home(home: Home) -> None:
    """Fill a home with two snapshots of an authority a twentieth of the full size."""
    authority = invent(7, scale=0.05)
    home.make()
    content = {**authority_settings(authority), **service_settings()}
    home.settings.write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")
    for month in authority.months[-2:]:
        path = write_tables_extract(authority, month.end, home.path / f"tables-{month}.zip")
        load_extract(home, read_tables(path, as_at=month.end, authority=authority.code, progress=_silent), progress=_silent)


def shared_folder(factory: pytest.TempPathFactory) -> Path:
    """The folder of what all processes of a run share: that of `make test`, which runs pytest twice, or else of this run."""
    if named := os.environ.get("LIGHTWELL_TESTS_SHARE"):
        return Path(named)
    base = factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session", autouse=True)
def service_home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """The home that the site reads: made by the first process that needs it, and copied by each."""
    home: Home = settings.HOME
    if not home.current.is_file():
        kept = shared_folder(tmp_path_factory) / "service"
        with FileLock(f"{kept}.lock"):
            if not kept.is_dir():
                unfinished = kept.with_name("service being made")
                shutil.rmtree(unfinished, ignore_errors=True)
                make_home(Home(unfinished))
                unfinished.rename(kept)
        shutil.copytree(kept, home.path, dirs_exist_ok=True)
    return home


def pytest_unconfigure() -> None:
    """Remove the home once the databases in it are closed; a worker of xdist does not end as a process does."""
    remove_home()


@pytest.fixture(autouse=True)
def clearing_up(request: pytest.FixtureRequest) -> Iterator[None]:
    """Let the tables be emptied after a test that commits: the database refuses to remove what was recorded."""
    marked = request.node.get_closest_marker("django_db")
    commits = (marked is not None and marked.kwargs.get("transaction", False)) or "live_server" in request.fixturenames
    if commits:
        request.getfixturevalue("transactional_db")
    yield
    if commits:
        triggers.drop()


@pytest.fixture
def snapshot(service_home: Home) -> Snapshot:
    """The current snapshot."""
    return open_snapshot(service_home)


@pytest.fixture(scope="session")
def kept_people() -> KeptRows:
    """The rows of the demonstration's people, by their models, once a test of the process has had them made."""
    return {}


@pytest.fixture
def people(db: None, snapshot: Snapshot, kept_people: KeptRows) -> People:
    """One person for each role, by the role's id: made by the site's own actions once a process, and put back as rows after that."""
    if not kept_people:
        made = {person.username: person for person in add_demonstration_people(snapshot)}
        models: tuple[Any, ...] = (Person, Sample, Assignment)
        kept_people.update({model: list(model.objects.values()) for model in models})
        return made
    for model, rows in kept_people.items():
        model.objects.bulk_create(model(**row) for row in copy.deepcopy(rows))
    return {person.username: person for person in Person.objects.all()}


@pytest.fixture
def client_as(people: People) -> ClientAs:
    """A client in which a person is signed in, by the id of their role."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return signed_in


@pytest.fixture
def extract_zip(service_home: Home) -> Path:
    """The latest extract as a zip of CSV files, as a person would upload it."""
    return sorted(service_home.path.glob("tables-*.zip"))[-1]
