"""The performance table, the page of an indicator, and its files: what is shown, to whom, and that the figures are the results'."""

from __future__ import annotations

import csv
import html
import io
import re
from urllib.parse import quote

import pytest
from django.test import Client

from lightwell.periods import Month
from lightwell.reports.few import without_few
from lightwell.reports.wording import cell, with_unit
from lightwell.results import State, Value, definitions_of, reading, values
from lightwell.signals import Policy
from lightwell.store import Home, Snapshot, snapshots
from tests.web.conftest import ClientAs

pytestmark = pytest.mark.django_db


def body(client: Client, path: str, status: int = 200) -> str:
    """Give the text of a page, having checked its status."""
    response = client.get(path)
    assert response.status_code == status, response.content.decode()[:2000]
    return response.content.decode()


def words(text: str) -> str:
    """Give what a reader reads: the text without its marks, each run of blanks one blank."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).replace("\u00a0", " ").split())


def last_month(snapshot: Snapshot) -> Month:
    assert snapshot.manifest.last_month is not None
    return snapshot.manifest.last_month


def printed(snapshot: Snapshot, value: Value) -> str:
    definition = definitions_of(snapshot).definition(value.indicator)
    shown = cell(value.period, without_few({"": value}, {definition.id: definition}, Policy())[""], definition)
    return words(with_unit(shown.text, definition)) if shown.value is not None else shown.text


def latest_figures(page: str) -> dict[str, str]:
    """Read the latest figure of every row of the table, by indicator."""
    rows = re.findall(r'href="/performance/(\w+)/\?[^"]*">[^<]*</a></th>(.*?)</tr>', page, re.DOTALL)
    found = {}
    for indicator, cells in rows:
        now = re.search(r'class="lw-number lw-now">(.*?)</td>', cells, re.DOTALL)
        assert now is not None
        found[indicator] = words(now[1])
    return found


def team_with_most(snapshot: Snapshot, indicator: str) -> Value:
    found = values(snapshot, indicators=[indicator], periods=[last_month(snapshot)], breakdown="team")
    return max((value for value in found if value.member != "Not allocated"), key=lambda value: value.numerator or 0)


def test_every_figure_of_the_table_is_the_result(client_as: ClientAs, snapshot: Snapshot) -> None:
    shown = latest_figures(body(client_as("director"), "/performance/"))
    expected = {value.indicator: printed(snapshot, value) for value in values(snapshot, periods=[last_month(snapshot)])}
    assert shown == expected
    assert len(shown) == 76


def test_every_figure_of_a_team_is_the_result(client_as: ClientAs, snapshot: Snapshot) -> None:
    team = team_with_most(snapshot, "cp_plans").member
    shown = latest_figures(body(client_as("director"), f"/performance/?part=team:{team}"))
    for value in values(snapshot, periods=[last_month(snapshot)], breakdown="team", member=team):
        assert shown.get(value.indicator, printed(snapshot, value)) == printed(snapshot, value)
        assert value.indicator in shown or printed(snapshot, value) in ("0", "n/a")
    assert "cla_rate" not in shown
    assert len(shown) > 20


def test_the_table_of_all_months_prints_what_the_results_say(client_as: ClientAs, snapshot: Snapshot) -> None:
    page = body(client_as("director"), "/performance/?months=13")
    row = re.search(r'href="/performance/cp_plans/\?[^"]*">[^<]*</a></th>(.*?)</tr>', page, re.DOTALL)
    assert row is not None
    month = last_month(snapshot)
    found = {value.period: printed(snapshot, value) for value in values(snapshot, indicators=["cp_plans"])}
    cells = [words(each) for each in re.findall(r"<td[^>]*>(.*?)</td>", row[1], re.DOTALL)]
    assert cells[:14] == [found[month.plus(-24)], *(found[month.plus(step - 12)] for step in range(13))]


def test_the_sentence_counts_what_the_table_shows(client_as: ClientAs) -> None:
    page = body(client_as("director"), "/performance/")
    standing = re.search(r'class="lw-standing">(.*?)</p>', page)
    assert standing is not None
    for word, phrase in (("on_target", "on target"), ("off_target", "off target")):
        rows = {
            found[0]
            for found in re.findall(r'href="/performance/(\w+)/\?[^"]*">[^<]*</a></th>(.*?)</tr>', page, re.DOTALL)
            if f"lw-status--{word}" in found[1]
        }
        assert f"{len(rows)} {phrase}" in standing[1]


def test_one_aim(client_as: ClientAs) -> None:
    page = body(client_as("director"), "/performance/?aim=permanence-and-placement-stability")
    assert '<h1 class="govuk-heading-xl lw-heading">Permanence and placement stability</h1>' in page
    assert "cp_plans" not in latest_figures(page)


def test_filters_offer_months_snapshots_and_parts(client_as: ClientAs, service_home: Home, snapshot: Snapshot) -> None:
    page = body(client_as("director"), "/performance/")
    assert page.count("<optgroup") == 3
    for each in snapshots(service_home):
        assert f'<option value="{each.id}"' in page
    assert f'<option value="{last_month(snapshot)}" selected>' in page


def test_an_earlier_snapshot_shows_its_own_figures(client_as: ClientAs, service_home: Home) -> None:
    earlier = snapshots(service_home)[0]
    shown = latest_figures(body(client_as("director"), f"/performance/?known={earlier.id}"))
    assert shown["cp_plans"] == printed(earlier, values(earlier, indicators=["cp_plans"], periods=[last_month(earlier)])[0])


def test_a_month_that_the_snapshot_does_not_hold_yet_is_said_and_the_nearest_is_shown(
    client_as: ClientAs, service_home: Home, snapshot: Snapshot
) -> None:
    earlier = snapshots(service_home)[0]
    page = words(body(client_as("director"), f"/performance/?known={earlier.id}&month={last_month(snapshot)}"))
    assert f"has no results for {last_month(snapshot).name}" in page
    assert f"{last_month(earlier).name}, whole service, is shown." in page


@pytest.mark.parametrize(
    "query",
    [
        "month=foo",
        "month=2024-13",
        "month=9999-01",
        "known=../../etc",
        "known=%00",
        "part=team:<script>alert(1)</script>",
        "part=shoe:9",
        "part=team:",
        "month=foo&known=2024-01-31",
        "part=worker:%27%20or%201=1",
    ],
)
@pytest.mark.parametrize("path", ["/performance/", "/performance/cp_plans/"])
def test_hostile_queries_get_a_plain_page(client_as: ClientAs, path: str, query: str) -> None:
    page = body(client_as("director"), f"{path}?{query}", 404)
    assert "<script>alert" not in page
    assert "Traceback" not in page


@pytest.mark.parametrize(
    "path", ["/performance/nothing/", "/performance/?aim=<b>", "/performance/cp_plans/?by=<b>", "/performance/nothing/figures.csv"]
)
def test_what_there_is_not(client_as: ClientAs, path: str) -> None:
    assert "<b>" not in body(client_as("director"), path, 404)


def test_the_indicator_page_has_every_part(client_as: ClientAs, snapshot: Snapshot) -> None:
    page = body(client_as("director"), "/performance/cp_visit_10_working_days/")
    text = words(page)
    for said in (
        "Of the children with a child protection plan, what share had been visited in the last ten working days?",
        "Those of them who had been visited in the last ten working days.",
        "10 working days : Shorter interval between visits",
        "Worked examples (6)",
        "SQL, for the curious",
        "Version 1 counted the snapshots of",
        "definition cp_visit_10_working_days 1",
        snapshot.id,
    ):
        assert said in text, said
    assert page.count('class="lw-chart"') == 2
    assert "style=" not in page
    assert "<style" not in page


def test_from_service_to_team_to_worker_the_count_is_the_same_at_every_step(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    team = team_with_most(snapshot, "cp_plans")
    service = re.findall(r"<a[^>]*part=(service[^&\"]*)", body(client, f"/performance/cp_plans/?part=team:{team.member}"))[0]
    of_service = body(client, f"/performance/cp_plans/?part={service}&by=team")
    row = re.search(rf"part=team%3A{team.member}\">.*?lw-split__value[^>]*>([\d,]+)<", of_service, re.DOTALL)
    assert row is not None
    assert int(row[1]) == team.numerator
    of_team = body(client, f"/performance/cp_plans/?part=team:{team.member}")
    assert f"Open the list of {team.numerator:.0f}" in of_team
    workers = re.findall(r"lw-split__value[^>]*>([\d,]+)<", of_team)
    assert sum(map(int, workers)) == team.numerator


def test_the_link_to_the_view_shows_the_same_again(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    page = body(client, "/performance/cp_plans/?by=team")
    link = html.unescape(re.findall(r'href="(\?[^"]+)">Link to this view', page)[0])
    assert f"known={snapshot.id}" in link
    assert "by=team" in link
    again = body(client, f"/performance/cp_plans/{link}")
    assert again.partition("<main")[2] == page.partition("<main")[2]


def test_a_rate_is_shown_for_the_whole_service_and_says_so(client_as: ClientAs, snapshot: Snapshot) -> None:
    team = team_with_most(snapshot, "cp_plans").member
    page = words(body(client_as("director"), f"/performance/cla_rate/?part=team:{team}"))
    assert "This is counted only for the whole service" in page


def test_every_indicator_has_a_page(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    found = {value.indicator: value for value in values(snapshot, periods=[last_month(snapshot)])}
    for indicator, value in found.items():
        page = body(client, f"/performance/{indicator}/")
        if value.state is State.KNOWN:
            assert printed(snapshot, value) in words(page), indicator


@pytest.mark.parametrize("role", ["elected_member", "scrutiny_officer"])
def test_who_sees_the_whole_service_alone_sees_no_parts_and_no_lists(client_as: ClientAs, snapshot: Snapshot, role: str) -> None:
    client = client_as(role)
    team = team_with_most(snapshot, "cp_plans").member
    table, page = body(client, "/performance/"), body(client, "/performance/cp_plans/?by=team")
    assert "optgroup" not in table
    assert "/children/" not in table + page
    assert "part=" not in table + page
    body(client, f"/performance/cp_plans/?part=team:{team}", 403)
    body(client, f"/performance/?part=team:{team}", 403)
    lines = list(csv.DictReader(io.StringIO(body(client, "/performance/cp_plans/figures.csv").removeprefix("\ufeff"))))
    assert {line["breakdown"] for line in lines} == {"authority"}


def test_a_manager_opens_lists_of_their_own_team_and_sees_their_own_workers(client_as: ClientAs, people: dict[str, object]) -> None:
    client = client_as("practice_manager")
    own = re.findall(r'label="Yours">\s*<option value="([^"]+)"', body(client, "/performance/"))[0]
    assert "/children/?" not in body(client, "/performance/")
    assert "/children/?" in body(client, f"/performance/?part={quote(own)}")
    text = words(body(client, "/performance/open_to_service/?by=worker"))
    assert "not shown: you see the figures of those workers" in text


def test_the_administrator_sees_no_figures(client_as: ClientAs) -> None:
    body(client_as("administrator"), "/performance/", 403)
    body(client_as("administrator"), "/performance/cp_plans/", 403)
    body(client_as("administrator"), "/performance/cp_plans/figures.csv", 403)


@pytest.mark.parametrize("path", ["/performance/", "/performance/cp_plans/", "/performance/cp_plans/figures.csv"])
def test_nobody_sees_figures_without_signing_in(service_home: Home, path: str) -> None:
    assert Client().get(path).status_code == 302


def test_csv_is_the_results_and_leaves_out_workers_who_may_not_be_seen(client_as: ClientAs, snapshot: Snapshot) -> None:
    def workers(role: str) -> set[str]:
        text = body(client_as(role), "/performance/cp_plans/figures.csv").removeprefix("\ufeff")
        lines = list(csv.DictReader(io.StringIO(text)))
        whole = {line["month"]: line["value"] for line in lines if line["breakdown"] == "authority"}
        expected = {str(value.period): f"{value.value:g}" for value in values(snapshot, indicators=["cp_plans"]) if value.value is not None}
        assert {month: figure for month, figure in whole.items() if figure} == expected
        return {line["member"] for line in lines if line["breakdown"] == "worker"}

    everyone, own = workers("director"), workers("practice_manager")
    with reading(snapshot) as connection:
        held = connection.execute(
            "select distinct member from result_values where indicator = 'cp_plans' and breakdown = 'worker'"
        ).fetchall()
    assert everyone == {member for (member,) in held}
    assert own < everyone


def test_xlsx(client_as: ClientAs, snapshot: Snapshot) -> None:
    response = client_as("director").get("/performance/cp_plans/figures.xlsx")
    assert response.status_code == 200
    assert response.content[:2] == b"PK"
    assert response.headers["Content-Disposition"] == f'attachment; filename="cp_plans-{snapshot.id}.xlsx"'
