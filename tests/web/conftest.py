"""An invented service, small enough to be made for the tests, one person for each role, and clients who are signed in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml
from django.conf import settings
from django.test import Client

from lightwell.extracts import read_tables
from lightwell.results import load_extract
from lightwell.store import Home, Snapshot, open_snapshot
from lightwell.synthetic import invent, write_tables_extract
from lightwell.synthetic import settings as authority_settings
from lightwell.synthetic.service import service_settings
from lightwell.web.access.demonstration import add_demonstration_people
from lightwell.web.access.models import Person
from tests.web.settings import remove_home

People = dict[str, Person]
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


@pytest.fixture(scope="session", autouse=True)
def service_home() -> Home:
    """The home that the site reads, filled once for the process."""
    home: Home = settings.HOME
    if not home.current.is_file():
        make_home(home)
    return home


def pytest_unconfigure() -> None:
    """Remove the home once the databases in it are closed; a worker of xdist does not end as a process does."""
    remove_home()


@pytest.fixture
def snapshot(service_home: Home) -> Snapshot:
    """The current snapshot."""
    return open_snapshot(service_home)


@pytest.fixture
def people(db: None, snapshot: Snapshot) -> People:
    """One person for each role, by the role's id."""
    return {person.username: person for person in add_demonstration_people(snapshot)}


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
