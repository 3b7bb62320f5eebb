"""Forms in a real browser: finding a child, and an extract from its upload to the snapshot, with no violation on the way."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, ViewportSize, expect
from pytest_django import Settings

from lightwell.store import Home, snapshots
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.browser.test_accessibility import violations
from tests.browser.test_manners import WIDER
from tests.small import SETTINGS
from tests.web.test_uploads import small_zip, work

PHONE: ViewportSize = {"width": 320, "height": 256}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}


def hold(page: Page) -> None:
    """The page as it stands has no violation, and does not scroll sideways on a phone."""
    assert violations(page) == ""
    page.set_viewport_size(PHONE)
    assert page.evaluate(WIDER) == ""
    page.set_viewport_size(LAPTOP)


@pytest.fixture
def own_home(site: Site, settings: Settings, tmp_path: Path) -> Home:
    """A home of the test's own, with settings and nothing loaded."""
    home = Home(tmp_path / "home")
    home.make()
    home.settings.write_text(SETTINGS, encoding="utf-8")
    settings.HOME = home
    return home


def test_a_child_is_found_by_a_name_that_is_not_spelled_exactly(site: Site) -> None:
    keys = Keyboard(site.window("director"))
    page = keys.page
    page.goto(site.pages("director")["children:journey"])
    name = page.get_by_role("heading", level=1).inner_text()
    keys.follow("Children")
    keys.write("Name, identifier or date of birth", name[:-1])
    keys.enter()
    assert name not in page.url
    hold(page)
    keys.follow(name)
    assert page.get_by_role("heading", level=1).inner_text() == name


def test_a_search_for_nothing_says_what_to_enter(site: Site) -> None:
    page = site.window("director")
    page.goto("/children/")
    page.get_by_role("button", name="Find").click()
    assert page.title().startswith("Error: ")
    hold(page)
    page.get_by_label("Name, identifier or date of birth").fill("Zzyzx Qwertyuiop")
    page.get_by_role("button", name="Find").click()
    assert page.get_by_role("heading", name="No child found").is_visible()
    hold(page)


def test_an_extract_is_uploaded_looked_at_and_loaded_while_the_page_keeps_itself_up_to_date(site: Site, own_home: Home) -> None:
    page = site.window("performance_analyst")
    page.goto("/data/uploads/")
    page.get_by_role("button", name="Upload").click()
    hold(page)
    page.get_by_label("Extract", exact=True).set_input_files({"name": "extract.zip", "mimeType": "application/zip", "buffer": small_zip()})
    for label, text in (("Day", "31"), ("Month", "1"), ("Year", "2024")):
        page.get_by_label(label, exact=True).fill(text)
    page.get_by_role("button", name="Upload").click()
    hold(page)
    work()
    expect(page.get_by_role("heading", name="What would be loaded")).to_be_visible(timeout=30_000)
    hold(page)
    assert snapshots(own_home) == []
    page.get_by_role("button", name="Load this extract").click()
    work()
    expect(page.get_by_role("heading", name="loaded")).to_be_visible(timeout=30_000)
    hold(page)
    assert len(snapshots(own_home)) == 1
