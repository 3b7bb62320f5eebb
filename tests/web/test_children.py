"""Lists, journeys and search: what each shows, that a list is its figure, who may see what, and that it is recorded."""

from __future__ import annotations

import csv
import io
import os
import re
from urllib.parse import quote, urlencode

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from lightwell.reports.listing import listing
from lightwell.results import State, definitions_of, values
from lightwell.results.held import held
from lightwell.results.people import names_of
from lightwell.store import Snapshot
from lightwell.web.access.decisions import Action, scope_of
from lightwell.web.activity.models import Activity
from lightwell.web.children.queries import found_by, visible
from lightwell.web.choice import Choice
from tests.web.conftest import ClientAs, People

pytestmark = pytest.mark.django_db

LONG = bool(os.environ.get("LIGHTWELL_LONG"))

INJECTIONS = [
    "' or 1=1 --",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "%00",
    "{{ 7*7 }}",
    "1;drop table people",
    "é" * 300,
    "0" * 5000,
]


def text_of(response: object) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())  # type: ignore[attr-defined]


def one(snapshot: Snapshot, query: str) -> str:
    with held(snapshot) as connection:
        return str(connection.execute(query).fetchall()[0][0])


def in_care(snapshot: Snapshot) -> str:
    return one(snapshot, "select child from open_now where status = 'in_care' order by child limit 1")


def elsewhere(snapshot: Snapshot, person: object) -> str:
    """A child who is out of a person's reach."""
    condition, given = scope_of(person, Action.SEE_CHILDREN).sql("c")  # type: ignore[arg-type]
    with held(snapshot) as connection:
        query = f"select c.child from responsible c where not ({condition}) order by c.child limit 1"
        return str(connection.execute(query, given).fetchall()[0][0])


def choice_in(snapshot: Snapshot, breakdown: str = "authority", member: str = "") -> Choice:
    assert snapshot.manifest.last_month is not None
    return Choice(settings.HOME, snapshot, snapshot.manifest.last_month, breakdown, member)


def test_every_list_has_as_many_rows_as_its_figure(snapshot: Snapshot) -> None:
    """The whole service and the team with the largest figure; four teams in the long tests."""
    month = snapshot.manifest.last_month
    assert month is not None
    checked = 0
    for definition in definitions_of(snapshot).definitions.values():
        for breakdown in ("authority", "team"):
            if breakdown != "authority" and breakdown not in definition.breakdowns:
                continue
            figures = values(snapshot, indicators=[definition.id], periods=[month], breakdown=breakdown)
            for figure in sorted(figures, key=lambda each: -(each.numerator or 0))[: 4 if LONG else 1]:
                wanted = {"numerator": figure.numerator or 0}
                if definition.unit == "percent":
                    wanted |= {"denominator": figure.denominator or 0, "missed": (figure.denominator or 0) - (figure.numerator or 0)}
                for part, count in wanted.items():
                    if figure.state is State.KNOWN:
                        found = listing(snapshot, definition.id, month, breakdown=breakdown, member=figure.member, part=part)
                        assert (definition.id, figure.member, part, found.total) == (definition.id, figure.member, part, count)
                        checked += 1
    assert checked > 200


@pytest.mark.parametrize("indicator", ["cp_plans", "cla", "contacts", "cp_visit_4_weeks", "caseholders_20_plus", "re_referrals"])
def test_a_list_says_its_count_and_shows_that_many(client_as: ClientAs, snapshot: Snapshot, indicator: str) -> None:
    response = client_as("director").get(reverse("children:list", args=[indicator]))
    assert response.status_code == 200
    month = snapshot.manifest.last_month
    assert month is not None
    (figure,) = values(snapshot, indicators=[indicator], periods=[month])
    page = response.content.decode()
    assert f"<b>{figure.numerator:,.0f} " in page
    assert page.count('<th scope="row">') == min(figure.numerator or 0, 100)
    assert Activity.objects.filter(action="read_list", subject=indicator, person="director").count() == 1


def test_a_list_is_sorted_by_its_headings(client_as: ClientAs) -> None:
    client = client_as("director")
    address = reverse("children:list", args=["cp_plans"])

    def ages(sort: str) -> list[str]:
        return re.findall(r'data-label="Age">([^<]*)<', client.get(address, {"sort": sort}).content.decode())

    youngest, oldest = ages("age"), ages("-age")
    assert int(oldest[0]) >= int(oldest[1]) >= int(oldest[2])
    assert youngest != oldest
    page = client.get(address, {"sort": "-age"}).content.decode()
    assert page.count('aria-sort="descending"') == 1
    assert client.get(address, {"sort": "nonsense"}).status_code == 200


def test_the_parts_of_a_share_lead_to_one_another(client_as: ClientAs) -> None:
    page = client_as("director").get(reverse("children:list", args=["cp_visit_4_weeks"]), {"of": "missed"}).content.decode()
    assert re.search(r'of=missed[^>]*aria-current="page"', page)
    for part in ("numerator", "denominator"):
        assert f"of={part}" in page


def test_a_person_sees_only_the_children_within_reach_and_is_told_so(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    for role in ("practitioner", "practice_manager", "reviewing_officer"):
        everyone = visible(people["director"], choice_in(snapshot), "cp_plans", "numerator")
        theirs = visible(people[role], choice_in(snapshot), "cp_plans", "numerator")
        response = client_as(role).get(reverse("children:list", args=["cp_plans"]))
        page = text_of(response)
        assert len(theirs.rows) < everyone.total
        assert f"You may see {len(theirs.rows):,} of the {everyone.total:,}" in page
        hidden = {row.key for row in everyone.rows} - {row.key for row in theirs.rows}
        assert not [child for child in hidden if child in response.content.decode()]


def test_the_list_of_a_managers_own_team_is_whole(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    team = people["practice_manager"].assignments.get().member
    for indicator in ("cla", "cp_plans", "cin_plans_not_cwd", "open_to_service"):
        found = visible(people["practice_manager"], choice_in(snapshot, "team", team), indicator, "numerator")
        assert len(found.rows) == found.total
    page = client_as("practice_manager").get(reverse("children:list", args=["open_to_service"]), {"part": f"team:{team}"})
    assert "You may see" not in text_of(page)


@pytest.mark.parametrize("role", ["finance", "scrutiny_officer", "elected_member", "administrator"])
def test_who_may_see_no_child_sees_no_page_about_children(client_as: ClientAs, snapshot: Snapshot, role: str) -> None:
    client = client_as(role)
    address = reverse("children:list", args=["cp_plans"])
    child = in_care(snapshot)
    name = names_of(snapshot, [child])[child].family_name
    for response in (
        client.get(address),
        client.post(reverse("children:export", args=["cp_plans"]), {"file": "csv"}),
        client.get(reverse("children:search")),
        client.post(reverse("children:search"), {"wanted": name}),
        client.get(reverse("children:journey", args=[child])),
    ):
        assert response.status_code == 403
        assert name not in response.content.decode()
    assert not Activity.objects.filter(action__in=["read_list", "read_child", "searched", "exported_list"]).exists()


def test_a_list_leaves_as_csv_and_xlsx_and_that_is_recorded(client_as: ClientAs, snapshot: Snapshot) -> None:
    client = client_as("director")
    address = reverse("children:export", args=["cp_plans"])
    total = listing(snapshot, "cp_plans", choice_in(snapshot).month).total
    sent = client.post(address, {"file": "csv"})
    assert sent.headers["Content-Disposition"] == f'attachment; filename="cp_plans-numerator-{choice_in(snapshot).month}.csv"'
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert rows[0][:5] == ["Child", "Given name", "Family name", "Born", "Age"]
    assert len(rows) == total + 1
    book = openpyxl.load_workbook(io.BytesIO(client.post(address, {"file": "xlsx"}).content))
    assert book.sheetnames == ["List", "About this list"]
    assert book["List"].max_row == total + 1
    assert {type(row[4]) for row in book["List"].iter_rows(min_row=2, values_only=True)} <= {int, type(None)}
    recorded = Activity.objects.filter(action="exported_list", subject="cp_plans")
    assert [(each.children, each.why.rsplit(", ", 1)[1]) for each in recorded] == [(total, "CSV"), (total, "XLSX")]
    assert client.post(address, {"file": "exe"}).status_code == 404
    assert client.get(address).status_code == 405


def test_an_export_holds_only_what_the_person_may_see(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    sent = client_as("practitioner").post(reverse("children:export", args=["cp_plans"]), {"file": "csv"})
    seen = visible(people["practitioner"], choice_in(snapshot), "cp_plans", "numerator")
    rows = list(csv.reader(io.StringIO(sent.content.decode("utf-8-sig"))))
    assert {row[0] for row in rows[1:]} == {row.key for row in seen.rows}


def test_the_journey_of_a_child_is_shown_and_the_reading_recorded(client_as: ClientAs, snapshot: Snapshot) -> None:
    child = in_care(snapshot)
    client = client_as("director")
    address = reverse("children:journey", args=[child])
    came = f"http://testserver{reverse('children:list', args=['cla'])}?month=2024-01"
    response = client.get(address, headers={"referer": came})
    page = text_of(response)
    assert response.status_code == 200
    assert names_of(snapshot, [child])[child].name in page
    for words in (
        "In our care since",
        "What is due",
        "Responsible",
        "The journey, drawn to scale",
        "The same as a table",
        "placement",
        "Chronology",
    ):
        assert words in page
    assert response.content.decode().count('role="img"') == 2
    assert "style=" not in response.content.decode()
    recorded = Activity.objects.get(action="read_child", person="director")
    assert (recorded.subject, recorded.why, recorded.children) == (child, "From the list of cla", 1)
    client.get(address, headers={"referer": "https://elsewhere.example/children/"})
    assert Activity.objects.filter(action="read_child").latest("id").why == "By its address"


def test_the_chronology_is_filtered_by_kind(client_as: ClientAs, snapshot: Snapshot) -> None:
    address = reverse("children:journey", args=[in_care(snapshot)])
    client = client_as("director")
    everything, visits = (client.get(address, {"kind": kind}).content.decode() for kind in ("", "Visit"))
    rows = re.findall(r'data-label="Kind" class="lw-muted">([^<]+)<', visits)
    assert set(rows) == {"Visit"}
    assert len(rows) < len(re.findall(r'data-label="Kind" class="lw-muted">', everything))
    assert "nonsense" not in client.get(address, {"kind": "<b>nonsense"}).content.decode()


def test_a_child_out_of_reach_and_one_who_does_not_exist_are_answered_alike(
    client_as: ClientAs, people: People, snapshot: Snapshot
) -> None:
    for role in ("practitioner", "practice_manager", "reviewing_officer"):
        client = client_as(role)
        other = elsewhere(snapshot, people[role])
        answers = [client.get(reverse("children:journey", args=[child])) for child in (other, "no-such-child")]
        assert [answer.status_code for answer in answers] == [403, 403]
        pages = [re.sub(r'(name="csrfmiddlewaretoken" value=)"\w+"', r"\1", answer.content.decode()) for answer in answers]
        assert pages[0] == pages[1]
        assert "among the children whom you may see" in text_of(answers[0])
    assert client_as("director").get(reverse("children:journey", args=["no-such-child"])).status_code == 404
    assert not Activity.objects.filter(action="read_child").exists()


def test_a_practitioner_opens_their_own_child(client_as: ClientAs, people: People, snapshot: Snapshot) -> None:
    child = one(snapshot, f"select child from responsible where worker = '{people['practitioner'].worker}' order by child limit 1")
    assert client_as("practitioner").get(reverse("children:journey", args=[child])).status_code == 200


def test_search_finds_keeps_names_out_of_addresses_and_is_recorded_without_them(client_as: ClientAs, snapshot: Snapshot) -> None:
    child = in_care(snapshot)
    named = names_of(snapshot, [child])[child]
    client = client_as("director")
    address = reverse("children:search")
    assert "Name, identifier or date of birth" in text_of(client.get(address))
    answer = client.post(address, {"wanted": named.name})
    assert (answer.status_code, answer.headers["Location"]) == (302, address)
    page = client.get(address).content.decode()
    assert reverse("children:journey", args=[child]) in page
    assert "Name as typed" in page
    for each in Activity.objects.filter(action="searched"):
        assert named.family_name not in f"{each.subject} {each.page} {each.why}"
    client.post(address, {"clear": "yes"})
    assert named.family_name not in client.get(address).content.decode()


def test_search_says_when_nobody_is_found_and_what_to_try(client_as: ClientAs) -> None:
    client = client_as("director")
    client.post(reverse("children:search"), {"wanted": "Zzyzx 31/02/2015"})
    page = text_of(client.get(reverse("children:search")))
    assert "No child found" in page
    assert "“31/02/2015” is not a day" in page
    for wanted in ("", "   ", "x" * 201, "a\x00b"):
        refused = client.post(reverse("children:search"), {"wanted": wanted})
        assert refused.status_code == 422
        assert 'aria-describedby="wanted-hint wanted-error"' in refused.content.decode()


def test_search_is_within_reach(people: People, snapshot: Snapshot) -> None:
    child = elsewhere(snapshot, people["practitioner"])
    assert found_by(people["director"], child)[1].total >= 1
    assert found_by(people["practitioner"], child)[1].total == 0


@pytest.mark.parametrize("hostile", INJECTIONS)
def test_hostile_addresses_get_plain_pages(client_as: ClientAs, hostile: str) -> None:
    client = client_as("director")
    where = reverse("children:list", args=["cp_plans"])
    for name in ("month", "known", "part", "of", "sort", "page"):
        response = client.get(f"{where}?{urlencode({name: hostile})}")
        assert response.status_code == (200 if name in ("sort", "page") else 404)
        assert "<script>alert" not in response.content.decode()
    assert client.get(f"/children/{quote(hostile)}/").status_code == 404
    client.post(reverse("children:search"), {"wanted": hostile[:200]})
    assert "<script>alert" not in client.get(reverse("children:search")).content.decode()
    assert Client().get(where).status_code == 302


@pytest.mark.parametrize("page", ["0", "-1", "999999999999999999999", "abc", "1e9", ""])
def test_any_page_number_gives_a_page(client_as: ClientAs, page: str) -> None:
    assert client_as("director").get(reverse("children:list", args=["contacts"]), {"page": page}).status_code == 200


def test_what_there_is_not_is_said(client_as: ClientAs) -> None:
    client = client_as("director")
    assert client.get("/performance/no-such-indicator/children/").status_code == 404
    assert client.get(reverse("children:list", args=["cp_plans"]), {"of": "missed"}).status_code == 404
    assert client.get(reverse("children:list", args=["cp_plans"]), {"month": "1999-01"}).status_code == 404
