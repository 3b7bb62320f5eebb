"""The public site by axe-core, opened from a disk: one page of each kind, on a screen and on a phone."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from lightwell.periods import Month
from lightwell.reports.public import publish
from lightwell.store import Home
from tests.browser.test_accessibility import violations
from tests.unit.reports.conftest import Small, small

__all__ = ["small"]

PAGES = ("index", "section-family-help", "indicator-referrals", "data", "definitions", "glossary", "accessibility", "errata")


@pytest.fixture(scope="module")
def published(small: Small, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small extract."""
    folder = tmp_path_factory.mktemp("published")
    home = Home(folder / "home")
    home.make()
    home.settings.write_bytes(small.home.settings.read_bytes())
    publish(home, small.snapshot, Month(2024, 1), folder / "site", released_on=date(2024, 3, 1))
    return folder / "site"


def test_the_public_pages_are_accessible_and_no_wider_than_a_phone(browser: Browser, published: Path) -> None:
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    found = {}
    for name in PAGES:
        page.goto((published / f"{name}.html").as_uri())
        found[name] = violations(page)
    page.set_viewport_size({"width": 320, "height": 640})
    for name in PAGES:
        page.goto((published / f"{name}.html").as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= 320, name
    page.emulate_media(media="print")
    for name in ("section-family-help", "indicator-referrals"):
        page.goto((published / f"{name}.html").as_uri())
        assert page.locator("main tbody tr").first.is_visible(), name
        assert page.locator("main li").first.is_visible(), name
    page.close()
    assert not any(found.values()), "\n".join(f"{name}: {said}" for name, said in found.items() if said)
    assert all(address.startswith("file:") for address in asked)
