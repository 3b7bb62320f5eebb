"""Each role's sentence, clause by clause, beside what its holder is answered: change a sentence, and say here what it now means.

Words on the right are checks of `CHECKS`, asked of a signed-in client; `no` before one says that it must fail. `own`, `team`, `service`,
`reviewed`, `sampled` and `elsewhere` are children, `secret` a restricted one within the reach of the role.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.test import Client
from django.utils.timezone import localdate

from lightwell.results import reading
from lightwell.results.finding_model import RECORDING
from lightwell.results.findings import finding_set, findings
from lightwell.store import Snapshot
from lightwell.web.access.models import Assignment, ChildAccess, Person, RestrictedChild, Sample
from lightwell.web.access.roles import roles
from lightwell.web.findings import seeing
from tests.web.conftest import People

pytestmark = pytest.mark.django_db

REVIEWED_OPENING = " opens a restricted child in an emergency, which is reviewed."
MEANS: dict[str, dict[str, str]] = {
    "practitioner": {
        "Sees the children who are allocated to them,": "child:own, no child:team, no child:elsewhere, no child:secret, takes out:own",
        " with what is due for each": "due:own, no workload:team",
        " and what is to be put right in their records,": "findings:own, no findings:team, no acknowledges",
        " and the figures of the service.": "figures, exact, no opens:secret, menu:Performance Workload Children Findings",
    },
    "practice_manager": {
        "Sees the children,": "child:team, no child:elsewhere, no child:secret, takes out:team",
        " the workload": "workload:team, no workload:elsewhere",
        " and the findings of their team,": "findings:team, no findings:elsewhere",
        " the figures of the service,": "figures, figures of a team, exact",
        " and what was loaded;": "loaded, no loads",
        " says which findings are known problems;": "acknowledges",
        REVIEWED_OPENING: "opens:secret, menu:Performance Workload Children Findings Data",
    },
    "service_lead": {
        "Sees the children,": "child:service, no child:elsewhere, no child:secret, takes out:service",
        " the workload": "workload:service, no workload:elsewhere",
        " and the findings of their locality or service,": "findings:service, no findings:elsewhere",
        " the figures of the service,": "figures, figures of a team, exact",
        " and what was loaded;": "loaded, no loads",
        " says which findings are known problems;": "acknowledges",
        REVIEWED_OPENING: "opens:secret, menu:Performance Workload Children Findings Data",
    },
    "head_of_service": {
        "Sees the children,": "child:elsewhere, child:team, no child:secret, takes out:team",
        " the workload": "workload:elsewhere",
        " and the findings of their service, or of every service that they head,": "findings:elsewhere",
        " all figures,": "figures, figures of a team, exact",
        " and what was loaded;": "loaded, no loads",
        " says which findings are known problems,": "acknowledges",
        " enters breaks in series of figures,": "may:keep_breaks",
        " and names samples for audits;": "names samples",
        " says which of these children are restricted and who may see them;": "restricts, no reviews access",
        REVIEWED_OPENING: "opens:secret, menu:Performance Workload Children Findings Data Restricted",
    },
    "director": {
        "Sees all figures,": "figures, figures of a team, exact",
        " all workload,": "workload:elsewhere",
        " all findings,": "findings:elsewhere",
        " what was loaded,": "loaded, no loads",
        " and every child known to the service who is not restricted;": "child:elsewhere, child:team, no child:secret, takes out:team",
        " says which findings are known problems,": "acknowledges",
        " runs data-cleansing campaigns,": "begins campaigns",
        " enters breaks in series of figures,": "may:keep_breaks",
        " and names samples for audits;": "names samples",
        " says which children are restricted and who may see them,": "restricts",
        " and reviews every access to them but their own;": "reviews access",
        REVIEWED_OPENING: "opens:secret, menu:Performance Workload Children Findings Data Restricted Access",
    },
    "performance_analyst": {
        "Loads extracts,": "loads",
        " checks the data,": "loaded",
        " says which findings are known problems,": "acknowledges",
        " runs data-cleansing campaigns,": "begins campaigns",
        " enters breaks in series of figures,": "may:keep_breaks",
        " and names samples for audits;": "names samples",
        " sees all figures,": "figures, figures of a team, exact",
        " all workload,": "workload:elsewhere",
        " all findings": "findings:elsewhere",
        " and the children behind them who are not restricted.": "child:elsewhere, no child:secret, takes out:team, no opens:secret, "
        "menu:Performance Workload Children Findings Data",
    },
    "reviewing_officer": {
        "Sees the children whom they review, wherever these are allocated,": "child:reviewed, no child:own, no child:secret",
        " with what is to be put right in their records,": "findings:reviewed, no findings:own, no acknowledges",
        " and the figures of the service;": "figures, figures of a team, exact, no workload:team",
        REVIEWED_OPENING: "opens:secret, menu:Performance Children Findings",
    },
    "auditor": {
        "Sees the children of the samples that they audit,": "child:sampled, no child:own, no child:secret",
        " on the days of the sample,": "sample ends:sampled",
        " with what is to be put right in their records,": "findings:sampled, no findings:own, no acknowledges",
        " and the figures of the service.": "figures, exact, no workload:team, no opens:secret, menu:Performance Children Findings",
    },
    "guest_auditor": {
        "Sees the children of one named sample": "child:sampled, no child:own, no child:secret",
        " until a day,": "until a day, sample ends:sampled",
        " and nothing else.": "menu:Children, no figures, no findings:sampled, no workload:team, no opens:secret",
    },
    "finance": {
        "Sees figures of the whole service": "figures",
        " and of its parts,": "figures of a team",
        " without counts so small that they could point to a child,": "no exact",
        " and no child or worker.": "no child:team, no workload:team, no figures of a worker, no takes out:team, menu:Performance",
    },
    "scrutiny_officer": {
        "Sees figures of the whole service with their definitions,": "figures, definition",
        " without counts so small that they could point to a child,": "no exact",
        " and no child, team or worker but for what an exempt part shows;": "no child:team, no figures of a team, no figures of a worker, "
        "no takes out:team",
        " publishes packs, and makes the members' packs with their exempt parts.": "may:publish, may:see_exempt, no workload:team",
    },
    "elected_member": {
        "Sees the figures of the whole service": "figures, no figures of a team, no may:publish",
        " with their targets and comparators,": "target and comparators",
        " the packs that were published, and their exempt parts where their committee has them;": "may:see_exempt",
        " nothing that could point to a child.": "no exact, no child:team, no takes out:team, no workload:team, no findings:team",
    },
    "administrator": {
        "Looks after people and their roles,": "looks after people, menu:People",
        " and sees no figures": "no figures, no workload:team, no loaded",
        " and no children.": "no child:team, no findings:team, no takes out:team, no restricts, no reads the record",
    },
    "data_protection_officer": {
        "Sees the record of who looked at what and who did what,": "reads the record, menu:Access Activity",
        " reviews every access to a restricted child": "reviews access, no restricts",
        " and unusual looking,": "reviews looking",
        " and opens no child's record": "no child:team, no child:secret, no findings:team, no figures",
        " but for the report that answers a subject-access request.": "subject report:team",
    },
}


@dataclass(frozen=True)
class Reader:
    """Someone signed in, with the children and the parts that checks ask for by name."""

    role: str
    client: Client
    children: dict[str, str]
    parts: dict[str, str]
    finding: str

    def ok(self, address: str, **asked: str) -> bool:
        """Whether an address answers with its page; anything but a page or a refusal is a fault."""
        status = self.client.get(address, asked).status_code
        assert status in (200, 403, 404), (address, status)
        return status == 200


def _menu(reader: Reader, names: str) -> bool:
    page = reader.client.get("/").content.decode()
    nav = re.search(r'<nav class="lw-nav".*?</nav>', page, re.DOTALL)
    found = re.findall(r"<a [^>]*>\s*([A-Z][a-z]+)", nav[0]) if nav else []
    return " ".join(found) == names


def _takes_out(reader: Reader, who: str) -> bool:
    part = {"part": reader.parts[who]} if reader.role in ("head_of_service", "director", "performance_analyst") else {}
    address = "/performance/open_to_service/children/export/" + (f"?part={part['part']}" if part else "")
    answer = reader.client.post(address, {"file": "csv"})
    content = answer.content.decode()
    shown = answer.status_code == 200 and reader.children[who] in content
    assert reader.children["secret"] not in content
    assert reader.role in ("head_of_service", "director", "performance_analyst") or reader.children["elsewhere"] not in content
    return shown


def _opens(reader: Reader, who: str) -> bool:
    child = reader.children[who]
    answer = reader.client.post("/people/restricted/open/", {"child": child, "purpose": "The police rang."})
    if answer.status_code == 403:
        return False
    waiting = ChildAccess.objects.filter(child=child, person__username=reader.role, kind="taken", outcome="")
    return waiting.count() == 1 and reader.ok(f"/children/{child}/")


def _after_its_sample(reader: Reader, who: str) -> bool:
    """Whether the child is seen while the sample is in force, and not from the day after its last."""
    held = Assignment.objects.get(person__username=reader.role)
    before = reader.ok(f"/children/{reader.children[who]}/")
    sample = Sample.objects.filter(pk=int(held.member))
    last = sample.get().ends_on
    sample.update(ends_on=localdate() - timedelta(days=1))
    after = reader.ok(f"/children/{reader.children[who]}/")
    sample.update(ends_on=last)
    return before and not after


def _exact(reader: Reader, _: str) -> bool:
    """Whether figures are shown as they are; else the page says that small ones are suppressed."""
    return "suppressed (c)" not in reader.client.get("/performance/open_to_service/").content.decode()


def _said(address: str, *words: str) -> Callable[[Reader, str], bool]:
    def said(reader: Reader, _: str) -> bool:
        page = reader.client.get(address)
        return page.status_code == 200 and all(word in page.content.decode() for word in words)

    return said


def _page(address: str) -> Callable[[Reader, str], bool]:
    return lambda reader, _: reader.ok(address)


def _may(reader: Reader, action: str) -> bool:
    return action in roles()[reader.role].may


CHECKS: dict[str, Callable[[Reader, str], bool]] = {
    "child": lambda reader, who: reader.ok(f"/children/{reader.children[who]}/"),
    "findings": lambda reader, who: reader.ok(f"/findings/children/{reader.children[who]}/"),
    "workload": lambda reader, who: reader.ok("/workload/", part=reader.parts[who]),
    "due": lambda reader, who: reader.ok("/workload/due/") and reader.ok("/workload/", part=reader.parts[who]),
    "takes out": _takes_out,
    "opens": _opens,
    "sample ends": _after_its_sample,
    "until a day": lambda reader, _: Assignment.objects.get(person__username=reader.role).ends_on is not None,
    "figures": _page("/performance/"),
    "figures of a team": lambda reader, _: reader.ok("/performance/", part=reader.parts["elsewhere"]),
    "figures of a worker": lambda reader, _: reader.ok("/performance/", part=reader.parts["own"]),
    "exact": _exact,
    "definition": _said("/performance/cp_plans/", "How this is counted"),
    "target and comparators": _said("/performance/cla_rate/", "Target", "England"),
    "loaded": lambda reader, _: reader.ok("/data/") and reader.ok("/data/quarantine/"),
    "loads": _page("/data/uploads/"),
    "acknowledges": lambda reader, _: reader.ok(f"/findings/{RECORDING}/acknowledge/{reader.finding}/"),
    "begins campaigns": _page(f"/findings/{RECORDING}/campaign/"),
    "names samples": _page("/people/samples/make/"),
    "restricts": lambda reader, _: reader.ok("/people/restricted/") and reader.ok("/people/restricted/mark/"),
    "reviews access": _page("/people/restricted/access/"),
    "looks after people": lambda reader, _: reader.ok("/people/") and reader.ok("/people/add/"),
    "reads the record": _page("/activity/"),
    "reviews looking": _page("/activity/unusual/"),
    "subject report": lambda reader, who: (
        reader.client.post(f"/activity/children/{reader.children[who]}/report/", {"request": "Request 7", "file": "csv"}).status_code == 200
    ),
    "may": _may,
    "menu": _menu,
}

_OPEN = """
    select o.child, o.team from result_open_today o
    where {} and o.status <> 'early_help' and o.worker <> 'Not allocated' and o.child not in (select unnest($but::varchar[]))
    order by o.child limit 1"""
_OF = "o.child in (select child from allocations where role = 'reviewing_officer' and ended_on is null and worker = '{}')"

_SECRET = {"practitioner": "own", "reviewing_officer": "reviewed", "auditor": "sampled", "guest_auditor": "sampled"}


@pytest.fixture
def quiet() -> Iterator[None]:
    """Leave the refusals that are asked for out of the log."""
    logging.disable(logging.WARNING)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def reader_of(people: People, snapshot: Snapshot, quiet: None) -> Callable[[str], Reader]:
    """Someone signed in with a role, and children in and out of it; a restricted one stands within its reach.

    Each team of the invented service has one worker, so the practitioner is put into another team of the service lead's.
    """
    team, service = (str(people[role].assignments.get().member) for role in ("practice_manager", "service_lead"))
    sampled = ", ".join(f"'{child}'" for child in Sample.objects.get().children)
    key = next(each.key for each in findings(finding_set(seeing.home(), RECORDING)) if each.child and each.place["team"] == team)

    def found(role: str) -> Reader:
        with reading(snapshot) as connection:
            query = "select min(worker) from result_open_today where service = ? and team <> ? and worker <> 'Not allocated'"
            ((worker,),) = connection.execute(query, [service, team]).fetchall()
            reviewed = _OF.format(people["reviewing_officer"].worker)
            where = {
                "own": f"o.worker = '{worker}' and not {reviewed}",
                "team": f"o.team = '{team}' and not {reviewed}",
                "service": f"o.service = '{service}' and o.team <> '{team}'",
                "elsewhere": f"o.service <> '{service}' and o.team not in ('{team}', 'Not allocated') and not {reviewed}",
                "reviewed": reviewed,
                "sampled": f"o.child in ({sampled})",
            }
            where["secret"] = where[_SECRET.get(role, "team")]
            rows: dict[str, tuple[str, str]] = {}
            for name, condition in where.items():
                taken = [child for child, _ in rows.values()]
                (rows[name],) = connection.execute(_OPEN.format(condition), {"but": taken}).fetchall()
        Person.objects.filter(username="practitioner").update(worker=worker)
        RestrictedChild.objects.create(
            child=rows["secret"][0], reason="x", since=localdate(), review_on=localdate() + timedelta(9), marked_by=people["director"]
        )
        parts = {
            "own": f"worker:{worker}",
            "team": f"team:{team}",
            "service": f"service:{service}",
            "elsewhere": f"team:{rows['elsewhere'][1]}",
        }
        client = Client()
        client.force_login(people[role])
        return Reader(role, client, {name: child for name, (child, _) in rows.items()}, parts, key)

    return found


def test_every_sentence_is_told_here_word_for_word() -> None:
    assert {role: "".join(clauses) for role, clauses in MEANS.items()} == {role.id: role.sentence for role in roles().values()}
    asked = {
        check.strip().removeprefix("no ").partition(":")[0]
        for each in MEANS.values()
        for text in each.values()
        for check in text.split(",")
    }
    assert asked == set(CHECKS)


@pytest.mark.parametrize("role", MEANS)
def test_a_role_sees_what_its_sentence_says(role: str, reader_of: Callable[[str], Reader]) -> None:
    reader, wrong = reader_of(role), []
    for clause, checks in MEANS[role].items():
        for check in map(str.strip, checks.split(",")):
            name, _, given = check.removeprefix("no ").partition(":")
            if CHECKS[name](reader, given) == check.startswith("no "):
                wrong.append(f"“{clause.strip()}”: {check}")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", MEANS)
def test_a_role_that_was_ended_shows_nothing_at_the_next_request(role: str, reader_of: Callable[[str], Reader]) -> None:
    """With the session still open: what a person may see is read anew for every request."""
    reader = reader_of(role)
    pages = ("/performance/", "/children/", "/workload/", "/findings/", "/data/", "/people/", "/people/restricted/", "/activity/")
    assert any(reader.ok(page) for page in pages)
    Assignment.objects.filter(person__username=role).update(ends_on=localdate() - timedelta(days=1))
    assert not any(reader.ok(page) for page in (*pages, *(f"/children/{child}/" for child in reader.children.values())))
    assert _menu(reader, "")
