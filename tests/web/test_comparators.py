"""Other authorities on the page of an indicator and in its files: for the whole service, with tables, without JavaScript or styles."""

from __future__ import annotations

import csv
import html
import io
import re
from collections.abc import Callable, Iterator

import openpyxl
import pytest
from django.test import Client

from lightwell.reports.indicator import indicator_page
from lightwell.reports.neighbours_model import OtherAuthorities
from lightwell.reports.own_settings import settings_of
from lightwell.results import definitions_of, values
from lightwell.store import Home, Snapshot
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db

INDICATOR = "cp_plans_rate"


def body(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.content.decode()[:2000]
    return response.content.decode()


def words(text: str) -> str:
    """Give what a reader reads: the text without its marks, each run of blanks one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def section(page: str) -> str:
    found = re.search(r'<section class="lw-beside".*?</section>', page, re.DOTALL)
    assert found is not None
    return found[0]


def beside(home: Home, snapshot: Snapshot, indicator: str) -> OtherAuthorities:
    month = snapshot.manifest.last_month
    assert month is not None
    found = indicator_page(home, snapshot, month, indicator).beside
    assert isinstance(found, OtherAuthorities)
    return found


def rows_of(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text.removeprefix("\ufeff"))))


def test_the_four_columns_stand_with_year_and_release(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    shown = beside(service_home, snapshot, INDICATOR)
    said = words(section(body(client_as("director"), f"/performance/{INDICATOR}/")))
    assert [heading for heading, _ in shown.columns][:2] == ["Own figure", "Statistical neighbours"]
    for heading, cell in shown.columns:
        assert cell.text
        assert heading in said
        assert f"{cell.text} {cell.year}, {cell.release or 'our records'}" in said
    assert shown.then.release.title in said


def test_every_picture_has_words_and_a_table_and_no_styles(client_as: ClientAs) -> None:
    page = body(client_as("director"), f"/performance/{INDICATOR}/")
    found = section(page)
    assert found.count('class="lw-chart"') == 6
    assert found.count("<title ") == found.count("<desc ") == 6
    assert found.count("<details") == found.count("</table>") - 1 == 3
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "style=" not in page
    assert "<script" not in found


def test_the_table_of_all_authorities_has_every_one_of_them(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    shown = beside(service_home, snapshot, INDICATOR)
    said = words(section(body(client_as("director"), f"/performance/{INDICATOR}/")))
    assert len(shown.ranking.figures) > 140
    for place, one in enumerate(shown.ranking.figures, 1):
        assert f"{place}. {one.name}" in said
    assert shown.ranking.sentence in said


def test_the_trend_says_what_stands_behind_the_months(client_as: ClientAs) -> None:
    page = body(client_as("director"), f"/performance/{INDICATOR}/")
    assert 'class="lw-band"' in page.partition('<section class="lw-beside"')[0]
    assert "Grey band: the middle half of the neighbours" in words(page)


def test_a_part_of_the_service_is_not_compared_and_says_so(client_as: ClientAs, snapshot: Snapshot) -> None:
    found = values(snapshot, indicators=["re_referrals"], breakdown="service")
    page = body(client_as("director"), f"/performance/re_referrals/?part=service:{found[0].member}")
    assert definitions_of(snapshot).definition("re_referrals").comparator
    assert "lw-beside__chart" not in page
    assert "A part of the service is not compared with other authorities" in words(page)
    assert "See the whole service" in words(page)


def test_an_indicator_that_names_no_measure_says_nothing_of_others(client_as: ClientAs) -> None:
    page = words(body(client_as("director"), "/performance/cp_plans/"))
    assert "other authorities" not in page


@pytest.fixture
def like(service_home: Home) -> Iterator[Callable[[str], None]]:
    """Give what sets the authority in whose place ours stands, none for an empty code; the settings are put back afterwards."""
    before = service_home.settings.read_text(encoding="utf-8")

    def set_like(code: str) -> None:
        line = f"  like: {code}\n" if code else ""
        service_home.settings.write_text(re.sub(r"^  like: .*\n", line, before, flags=re.MULTILINE), encoding="utf-8")
        assert settings_of(service_home).comparators.like == code

    yield set_like
    service_home.settings.write_text(before, encoding="utf-8")


def test_a_service_that_is_not_published_and_names_nobody_is_told_so(client_as: ClientAs, like: Callable[[str], None]) -> None:
    like("")
    page = body(client_as("director"), f"/performance/{INDICATOR}/")
    assert "is in no published statistics" in words(page)
    assert "lw-beside__chart" not in page


@pytest.mark.parametrize("indicator", [INDICATOR, "re_referrals", "cla_3_plus_placements"])
def test_an_authority_without_neighbours_has_a_sentence_in_place_of_their_picture(
    client_as: ClientAs, like: Callable[[str], None], indicator: str
) -> None:
    like("E06000063")
    found = section(body(client_as("director"), f"/performance/{indicator}/"))
    assert "The list of 2021 has no neighbours of Cumberland." in words(found)
    assert "dots-wide" not in found
    assert "ranking-wide" in found


@pytest.mark.parametrize("code", ["E09000001", "E06000053", "E09000021", "E09000027"])
def test_neighbours_that_are_suppressed_or_joint_are_named_with_the_reason(
    client_as: ClientAs, like: Callable[[str], None], service_home: Home, snapshot: Snapshot, code: str
) -> None:
    like(code)
    for indicator in ("cla_3_plus_placements", "caseload_qualified_sw_per_fte"):
        shown = beside(service_home, snapshot, indicator)
        said = words(section(body(client_as("director"), f"/performance/{indicator}/")))
        for one in shown.members:
            assert one.name in said
            assert one.why in said


def test_the_csv_has_the_published_rows_with_marker_and_release(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    shown = beside(service_home, snapshot, INDICATOR)
    rows = rows_of(body(client_as("elected_member"), f"/performance/{INDICATOR}/figures.csv"))
    published = [row for row in rows if row["breakdown"] == "published"]
    england = {row["year"]: float(row["value"]) for row in published if row["member"] == "E92000001"}
    assert england == {one.comparison.year_text: one.england for one in shown.years}
    assert all(row["release"] and not row["month"] for row in published)
    assert all(bool(row["value"]) != bool(row["marker"]) for row in published if row["member"] != "neighbours" and row["marker"])
    assert all(not row["release"] and row["month"] for row in rows if row["breakdown"] != "published")
    codes = {row["member"] for row in published if row["year"] == shown.then.year_text}
    assert {one.code for one in shown.ranking.figures if one.code} <= codes


def test_the_workbook_says_what_the_published_rows_are(client_as: ClientAs) -> None:
    response = client_as("director").get(f"/performance/{INDICATOR}/figures.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(response.content))
    about = {str(row[0]): str(row[1]) for row in book["About"].iter_rows(values_only=True)}
    assert "by year, with release" in about["Published rows"]
    assert "Open Government Licence" in about["Licence"]
    breakdowns = {row[2] for row in book["Figures"].iter_rows(min_row=2, values_only=True)}
    assert breakdowns == {"authority", "published"}


def test_the_file_of_a_part_has_no_published_rows(client_as: ClientAs, snapshot: Snapshot) -> None:
    member = values(snapshot, indicators=["re_referrals"], breakdown="service")[0].member
    rows = rows_of(body(client_as("director"), f"/performance/re_referrals/figures.csv?part=service:{member}"))
    assert "published" not in {row["breakdown"] for row in rows}
