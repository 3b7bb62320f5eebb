"""The main journeys, by keyboard alone: from signing in to the child behind the worst figure, and the count is the same at each step."""

from __future__ import annotations

import re

from playwright.sync_api import Page

from lightwell.web.access.demonstration import PASSWORD
from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard


def number(text: str) -> int:
    """The first whole number in a text."""
    found = re.search(r"\d[\d,]*", text)
    assert found, text
    return int(found.group().replace(",", ""))


def sign_in(site: Site, role: str) -> Keyboard:
    """Sign in at the form, as a person does."""
    page = site.window()
    page.goto("/")
    keys = Keyboard(page)
    keys.write("Sign-in name", role)
    keys.write("Password", PASSWORD)
    keys.enter()
    assert page.get_by_role("heading", level=1).inner_text().startswith("What changed")
    return keys


def worst_part(page: Page) -> tuple[str, int] | None:
    """The first part in the table of parts in which a child is counted, and how many its row says; None where there is none."""
    rows = page.locator("section[aria-labelledby=split] tbody tr").filter(has=page.locator("th a")).filter(has=page.locator("td a"))
    if not rows.count():
        return None
    shares = rows.first.locator("td", has_text=re.compile(r"\d of \d"))
    counted = shares if shares.count() else rows.first.locator("td a")
    return rows.first.locator("th").inner_text().strip(), number(counted.first.inner_text())


def open_list(keys: Keyboard) -> int:
    """Open the list behind the figure of the page: it says how many children it has, and has as many; gives that number."""
    page = keys.page
    link = page.get_by_role("link", name=re.compile("^Open the list of ")).first.inner_text()
    keys.follow(link)
    assert number(page.locator("main p").filter(has_text="counted").first.inner_text()) == number(link)
    assert children_in_list(page) == number(link)
    return number(link)


def children_in_list(page: Page) -> int:
    """Count the children on all pages of a list, whose first page is open, and is open again afterwards."""
    first = page.url
    count = page.locator("main table tbody tr").count()
    further = page.get_by_role("link", name="Next page")
    while further.count():
        page.goto(f"{page.url.split('?')[0]}{further.first.get_attribute('href')}")
        count += page.locator("main table tbody tr").count()
    page.goto(first)
    return count


def test_a_head_of_service_goes_from_the_worst_figure_down_to_a_child(site: Site) -> None:
    keys = sign_in(site, "head_of_service")
    page = keys.page
    worst = page.locator("section[aria-labelledby=off-target] tbody tr").filter(has=page.locator("td a")).first
    title, figure = worst.locator("th a").inner_text(), worst.locator("td a").first.inner_text()
    keys.follow(title)
    assert page.get_by_role("heading", level=1).inner_text() in title
    assert page.locator("main strong").first.inner_text() == figure
    here = page.url
    open_list(keys)
    page.goto(here)
    while part := worst_part(page):
        name, counted = part
        keys.follow(name)
        here = page.url
        assert open_list(keys) == counted, name
        page.goto(here)
    parts = page.get_by_role("navigation", name="From the whole service down").get_by_role("listitem")
    assert parts.count() == 4, "the whole service, a service, a team, a worker"
    open_list(keys)
    child = page.locator("main tbody th a").first.inner_text().strip()
    keys.follow(child)
    assert child in page.get_by_role("heading", level=1).inner_text()


def test_the_keyboard_passes_the_navigation_by(site: Site) -> None:
    keys = Keyboard(site.window("director"))
    keys.page.goto("/performance/")
    keys.page.keyboard.press("Tab")
    keys.page.keyboard.press("Enter")
    assert keys.page.evaluate("document.activeElement.id") == "main-content"
    keys.page.keyboard.press("Tab")
    assert keys.page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_a_person_of_the_demonstration_signs_in_and_out_with_one_key(site: Site) -> None:
    keys = Keyboard(site.window(java_script_enabled=False))
    keys.page.goto("/people/sign-in/?next=/performance/")
    keys.reach("Sign in as elected_member", tag="BUTTON")
    keys.enter()
    assert keys.page.url.endswith("/performance/")
    assert keys.page.get_by_role("link", name="Workload").count() == 0
    keys.reach("Sign out", tag="BUTTON")
    keys.enter()
    assert keys.page.get_by_role("heading", level=1).inner_text() == "Sign in"
