"""The back button after the session is over: nothing of a child is shown, in a browser that keeps whole pages in memory where it may."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from importlib import import_module
from unittest import mock

import pytest
from django.conf import settings
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from lightwell.results.people import names_of
from lightwell.results.reached import children_within
from lightwell.store import Snapshot
from lightwell.web import session_ends
from lightwell.web.access.decisions import Action, scope_of
from tests.browser.conftest import Found, Site
from tests.web.conftest import People
from tools import get_chromium

_KEEPS_PAGES = "--disable-back-forward-cache"
"""What Playwright forbids Chromium, and no one forbids it in an office."""


@pytest.fixture
def office(live_server: LiveServer, people: People, browser: Browser, found: Found) -> Iterator[Site]:
    """The server, and a browser that may keep pages that were left."""
    with mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}):
        started = browser.browser_type.launch(
            executable_path=get_chromium.find(), args=["--no-sandbox"], ignore_default_args=[_KEEPS_PAGES]
        )
        opened = Site(live_server.url, started, people, found)
        yield opened
        opened.close()
        started.close()


def _sign_out(page: Page) -> None:
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/sign-in/**")


def _sit_idle(page: Page) -> None:
    """Go to another page, and ask for nothing longer than a session lasts."""
    page.goto("/performance/")
    (cookie,) = [each["value"] for each in page.context.cookies() if each["name"] == settings.SESSION_COOKIE_NAME]
    session = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
    session[session_ends.SEEN] = time.time() - settings.LIGHTWELL_IDLE_SECONDS - 5
    session.save()


@pytest.mark.parametrize("end", [_sign_out, _sit_idle])
def test_back_shows_nothing_of_a_child_once_the_session_is_over(
    office: Site, people: People, snapshot: Snapshot, end: Callable[[Page], None]
) -> None:
    child = children_within(snapshot, scope_of(people["practitioner"], Action.SEE_CHILDREN).sql("c"))[0]
    named = names_of(snapshot, [child])[child]
    page = office.window("practitioner")
    page.goto("/workload/open/")
    page.goto(f"/children/{child}/")
    assert named.family_name in page.inner_text("main")
    end(page)
    for _ in range(2):  # the child's page, and the list before it
        page.go_back()
        page.wait_for_load_state()
        shown = page.content()
        assert "Sign in" in page.inner_text("main")
        assert child not in shown.replace(f"/children/{child}/", "")  # where to go on to after signing in is the reader's own address
        assert named.family_name not in shown
        assert named.given_name not in page.inner_text("body")
