"""A real Chromium at a real server: the whole application on an invented service, one person for each role."""

from __future__ import annotations

import os
from collections.abc import Iterator
from unittest import mock

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from tests.browser.walk import pages
from tests.web.conftest import People, clearing_up, kept_people, people, service_home, snapshot
from tools import get_chromium

__all__ = ["clearing_up", "kept_people", "people", "service_home", "snapshot"]

Found = dict[str, dict[str, str]]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the process.

    Playwright keeps an event loop in the thread of the tests, in which Django would otherwise refuse to read its database.
    """
    path = get_chromium.find()
    if not path:
        pytest.fail(get_chromium.HOW)
    with mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "1"}), sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield started
        started.close()


@pytest.fixture(scope="session")
def found() -> Found:
    """The pages of each role, once they were looked for: they are the same for every test of the process."""
    return {}


class Site:
    """The server, and windows of the browser at it; what a window complains of is kept in `complaints`."""

    def __init__(self, url: str, browser: Browser, people: People, found: Found) -> None:
        self.url = url
        self._found = found
        self.people = people
        self.complaints: list[str] = []
        self._browser = browser
        self._windows: list[BrowserContext] = []

    def window(self, role: str = "", **manner: object) -> Page:
        """Open an empty window; signed in as a role, where one is given. `manner` is what Playwright can set of a window."""
        context = self._browser.new_context(**{"viewport": {"width": 1366, "height": 768}, "base_url": self.url, **manner})  # type: ignore[arg-type]
        self._windows.append(context)
        if role:
            context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": self._session(role), "url": self.url}])
        page = context.new_page()
        page.on("console", lambda said: self._keep(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self._keep(str(error)))
        return page

    def client(self, role: str) -> Client:
        """A client without a browser, signed in as a role."""
        client = Client()
        client.force_login(self.people[role])
        return client

    def pages(self, role: str) -> dict[str, str]:
        """Give one address for each kind of page that a role can reach, by the name of the page."""
        if role not in self._found:
            self._found[role] = pages(self.client(role))
        return self._found[role]

    def close(self) -> None:
        """Close every window."""
        for window in self._windows:
            window.close()

    def _session(self, role: str) -> str:
        return self.client(role).cookies[settings.SESSION_COOKIE_NAME].value

    def _keep(self, text: str) -> None:
        # Pages that refuse something answer with a status of 400 or more, which Chromium also writes here.
        if "Failed to load resource" not in text:
            self.complaints.append(text)


@pytest.fixture
def site(live_server: LiveServer, people: People, browser: Browser, found: Found) -> Iterator[Site]:
    """The server with its people. No page may make the browser complain: of a script, or of what the content policy forbids."""
    opened = Site(live_server.url, browser, people, found)
    yield opened
    opened.close()
    assert opened.complaints == []
