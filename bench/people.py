"""Twenty people, or more, who each open a page every two seconds: the load that `bench.web` puts on the site, run by locust.

locust -f bench/people.py --headless --users 20 --spawn-rate 4 --run-time 60s --host http://127.0.0.1:8000
"""

from __future__ import annotations

import itertools
import random
import re
import time

from locust import HttpUser, constant_pacing, task

SECONDS_BETWEEN_PAGES = 2
PASSWORD = "daylight falls through"
ROLES = itertools.cycle(("head_of_service", "practice_manager", "practitioner", "director", "performance_analyst", "service_lead"))
INDICATORS = (
    "cp_visit_10_working_days",
    "cin_visit_3_weeks",
    "cp_plans",
    "cla",
    "open_to_service",
    "re_referrals",
    "caseload_primary_per_fte",
)
NAMES = ("Smith", "Amelia", "Oliver Jones", "Noha", "Katherin", "14/03/2015")
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Reader(HttpUser):
    """Someone with a role who opens pages: the front page most often, a child's journey by way of a list."""

    wait_time = constant_pacing(SECONDS_BETWEEN_PAGES)

    def on_start(self) -> None:
        """Sign in."""
        self.children: list[str] = []
        self.chance = random.Random()
        self.post_form("/people/sign-in/", "sign in", username=next(ROLES), password=PASSWORD)
        # Locust starts several readers in the same instant, and pacing would keep them in step for as long as they read.
        time.sleep(self.chance.uniform(0, SECONDS_BETWEEN_PAGES))

    def post_form(self, page: str, name: str, **fields: str) -> None:
        """Open a form's page and send it with its token."""
        opened = self.client.get(page, name=f"{name} (form)")
        token = _TOKEN.search(opened.text)
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        self.client.post(page, fields, name=name, headers={"Referer": f"{self.host}{page}"})

    @task(4)
    def home(self) -> None:
        """Open the front page."""
        self.client.get("/", name="home")

    @task(4)
    def table(self) -> None:
        """Open the performance table, of the whole service or with all thirteen months."""
        self.client.get(self.chance.choice(("/performance/", "/performance/?months=13")), name="performance table")

    @task(4)
    def indicator(self) -> None:
        """Open the page of one indicator, by one of its breakdowns."""
        by = self.chance.choice(("service", "locality", "team"))
        self.client.get(f"/performance/{self.chance.choice(INDICATORS)}/?by={by}", name="indicator page")

    @task(3)
    def listed(self) -> None:
        """Open the children behind a number, and remember some of them."""
        with self.client.get(
            f"/performance/{self.chance.choice(INDICATORS[:5])}/children/", name="list of children", catch_response=True
        ) as page:
            self.children = re.findall(r'href="(/children/[^"?]+/[^"]*)"', page.text) or self.children

    @task(3)
    def journey(self) -> None:
        """Open the journey of a child of the last list."""
        if self.children:
            self.client.get(self.chance.choice(self.children).replace("&amp;", "&"), name="journey of a child")
        else:
            self.listed()

    @task(2)
    def workload(self) -> None:
        """Open the workload."""
        self.client.get("/workload/", name="workload")

    @task(1)
    def search(self) -> None:
        """Look for a child by a name, misspelt or not, or a date of birth."""
        self.post_form("/children/", "search", wanted=self.chance.choice(NAMES))
