"""WCAG 2.2 AA by axe-core in a real browser: every page that each role can reach."""

from __future__ import annotations

import os
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]  # it has no types
from playwright.sync_api import Page

from lightwell.web.access.roles import roles
from tests.browser.conftest import Site

ROLES = tuple(roles()) if os.environ.get("LIGHTWELL_LONG") else ("performance_analyst", "elected_member", "administrator")
"""Roles whose pages are looked at: three that between them reach every kind of page; all of them in the long tests."""


STANDARD = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice")

DRAWN = ("color-contrast", "region", "target-size")
"""Rules on how and where things are drawn. They take most of the time, so they are asked again only where a page has a kind of element that
none had before."""

KINDS = """() => {
  const named = each => each.tagName + '.' + [...each.classList].join('.')
  const path = each => each.parentElement ? path(each.parentElement) + '>' + named(each) : named(each)
  return [...new Set([...document.querySelectorAll('body *')].map(path))]
}"""
"""The kinds of elements of a page: each a path of tags and classes."""

OUTLINES = """() => [...document.querySelectorAll('body > header, main, body > div > :not(main)')].map(part =>
  [part, ...part.querySelectorAll('*')].map(each => {
    const given = [...each.attributes].filter(one => !['href', 'value', 'd', 'x', 'y', 'action'].includes(one.name))
    return each.tagName + given.map(one => one.name + '=' + one.value).join(',')
  }).join(' '))"""
"""The parts of a page without their words: two roles often see the very same but for the names and numbers in it."""


@dataclass
class Good:
    """What was found good so far in this process: kinds of elements, and whole parts of pages."""

    kinds: set[str] = field(default_factory=set)
    outlines: set[str] = field(default_factory=set)

    def violations(self, page: Page) -> str:
        """What axe finds wrong with a page; it is not asked again of a page whose every part was found good."""
        kinds, outlines = set(page.evaluate(KINDS)), set(page.evaluate(OUTLINES))
        if outlines <= self.outlines:
            return ""
        said = violations(page, leave_out=DRAWN if kinds <= self.kinds else ())
        if not said:
            self.kinds |= kinds
            self.outlines |= outlines
        return said


@pytest.fixture(scope="session")
def good() -> Good:
    """What was found good so far in this process."""
    return Good()


def violations(page: Page, *, leave_out: tuple[str, ...] = ()) -> str:
    """What axe finds wrong with the page as it stands, in words; empty where there is nothing."""
    rules = {rule: {"enabled": False} for rule in leave_out}
    results = Axe().run(page, options={"runOnly": list(STANDARD), "rules": rules, "resultTypes": ["violations"]})
    return str(results.generate_report()) if results.violations_count else ""


@pytest.mark.parametrize("role", ROLES)
def test_no_page_of_a_role_has_a_violation(site: Site, good: Good, role: str) -> None:
    page = site.window(role)
    found = {}
    for name, address in site.pages(role).items():
        page.goto(address)
        found[name] = good.violations(page)
    assert found
    assert not any(found.values()), "\n".join(f"{name}: {said}" for name, said in found.items() if said)


def test_signing_in_has_no_violation_before_and_after_a_mistake(site: Site) -> None:
    page = site.window()
    page.goto("/people/sign-in/")
    assert violations(page) == ""
    page.get_by_role("button", name="Sign in", exact=True).click()
    assert page.title().startswith("Error: ")
    assert violations(page) == ""


def test_an_address_that_leads_nowhere_has_no_violation(site: Site) -> None:
    page = site.window("director")
    page.goto("/nothing/here/")
    assert page.get_by_role("heading", level=1).inner_text() == "There is no such page"
    assert violations(page) == ""


def test_axe_knows_the_standard_and_finds_what_is_wrong(site: Site) -> None:
    page = site.window()
    page.goto("/people/sign-in/")
    page.evaluate("document.querySelector('label').remove()")
    assert "label" in violations(page)
    for tag in STANDARD:
        assert page.evaluate("tag => axe.getRules([tag]).length", tag), tag
