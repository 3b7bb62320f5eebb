"""Statutory returns through the browser: known by what is in them, and checked before they are loaded."""

from __future__ import annotations

import html
import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from lightwell.store import Home, snapshots
from lightwell.web.data.kinds import collection_of, kind_of
from lightwell.web.data.models import State, Upload
from tests.small import FILES
from tests.unit.extracts.cin_files import full
from tests.web.conftest import ClientAs
from tests.web.test_uploads import own_home, page, work

__all__ = ["own_home"]
pytestmark = pytest.mark.django_db

HEADER = "CHILD,SEX,DOB,ETHNIC,UPN,MOTHER,MC_DOB\n1001,1,03/02/2015,WBRI,A123456789123,,\n1002,9,32/01/2016,WBRI,UN1,,\n"
EPISODES = (
    "CHILD,DECOM,RNE,LS,CIN,PLACE,PLACE_PROVIDER,DEC,REC,REASON_PLACE_CHANGE,HOME_POST,PL_POST,URN\n"
    "1001,01/06/2025,S,C1,N1,U6,PR1,,,,AB1 0CD,AB1 0CD,\n"
)
XML = "<SSDA903><CHILD><CHILDID>1</CHILDID></CHILD></SSDA903>"


def zipped(**members: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, text in members.items():
            archive.writestr(name.replace("__", "."), text)
    return made.getvalue()


RETURN = zipped(header__csv=HEADER, episodes__csv=EPISODES)
OWN = zipped(**{name.replace(".", "__"): text for name, text in FILES.items()})


def send(client: Client, name: str, data: bytes, last_year: bytes | None = None, day: str = "31") -> Upload:
    form = {"extract": SimpleUploadedFile(name, data), "day": day, "month": "3", "year": "2026"}
    if last_year is not None:
        form["last_year"] = SimpleUploadedFile("last year.zip", last_year)
    response = client.post("/data/uploads/", form)
    assert response.status_code == 302, response.content.decode()
    work()
    return Upload.objects.get(pk=response["Location"].rstrip("/").rpartition("/")[2])


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (RETURN, "ssda903"),
        (OWN, "tables"),
        (XML.encode(), "ssda903"),
        (f'\ufeff<?xml version="1.0"?>\n<!-- made -->{XML}'.encode(), "ssda903"),
        (XML.encode("utf-16"), "ssda903"),
        (full().encode(), "cin_census"),
        (b'<c:Message xmlns:c="urn:any"/>', "cin_census"),
        (zipped(census__xml=full()), "cin_census"),
        (zipped(a__xml=XML, b__xml=XML), "ssda903"),
        (zipped(header__csv=HEADER, mapping__yaml="tables: {}"), "tables"),
        (b"PK\x05\x06" + bytes(18), "tables"),
    ],
)
def test_a_file_is_known_by_what_is_in_it(tmp_path: Path, data: bytes, kind: str) -> None:
    file = tmp_path / "extract.bin"
    file.write_bytes(data)
    assert kind_of(file, mapped=False) == kind


def test_a_mapping_makes_any_zip_tables(tmp_path: Path) -> None:
    file = tmp_path / "extract.zip"
    file.write_bytes(RETURN)
    assert kind_of(file, mapped=True) == "tables"


def test_a_collection_is_that_whose_year_holds_the_day() -> None:
    days = (date(2026, 3, 31), date(2026, 4, 1), date(2026, 1, 1))
    assert [str(collection_of(day)) for day in days] == ["2025-26", "2026-27", "2025-26"]


def test_an_ssda903_is_checked_before_it_is_loaded(client_as: ClientAs, own_home: Home) -> None:
    analyst = client_as("performance_analyst")
    upload = send(analyst, "return.zip", RETURN, last_year=zipped(header__csv=HEADER, episodes__csv=EPISODES.replace("2025", "2024")))
    assert (upload.state, upload.source, upload.last_year) == (State.READY, "ssda903", "last year.zip"), upload.said
    review = html.unescape(page(analyst, upload))
    assert "What the rules of 2025-26 find in it" in review
    assert "Date of birth is not a valid date." in review
    assert snapshots(own_home) == []


def test_a_census_is_read_from_xml(client_as: ClientAs) -> None:
    upload = send(client_as("performance_analyst"), "census.xml", full().encode())
    assert (upload.state, upload.source, upload.name) == (State.READY, "cin_census", "census.xml"), upload.said


def test_the_year_before_goes_with_an_ssda903_alone(client_as: ClientAs) -> None:
    analyst = client_as("performance_analyst")
    upload = send(analyst, "census.xml", full().encode(), last_year=RETURN)
    assert upload.state == State.REFUSED
    assert "goes with an SSDA903" in html.unescape(page(analyst, upload))
