"""What people set for themselves: narrow windows, much zoom, no movement, their own colours, no JavaScript. Each on every page."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator

from playwright.sync_api import Page, ViewportSize

from tests.browser.conftest import Site

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
ROLES = ("director", "performance_analyst", "practitioner")
"""Between them they reach every kind of page."""

SIZES: tuple[ViewportSize, ...] = ({"width": 1280, "height": 720}, {"width": 320, "height": 800}, {"width": 320, "height": 256})
"""A laptop, a phone, and a laptop at 400 % zoom."""

WIDER = """() => {
  const page = document.scrollingElement
  if (page.scrollWidth <= page.clientWidth) return ''
  const over = each => each.getBoundingClientRect().right > page.clientWidth + 1
  const wide = [...document.querySelectorAll('main *, header *, footer *')].filter(over)
  return `${page.scrollWidth} px wide in ${page.clientWidth}: ` + wide.slice(0, 5).map(each => each.outerHTML.slice(0, 120)).join(' | ')
}"""

MOVING = """() => [...document.querySelectorAll('*')].filter(each => {
  const style = getComputedStyle(each)
  return style.animationName !== 'none' || !/^(none|all)$/.test(style.transitionProperty) || !/^(0s(, )?)+$/.test(style.transitionDuration)
}).map(each => each.outerHTML.slice(0, 120))"""

UNSEEN = """() => [...document.querySelectorAll('.lw-status__shape')].filter(each => {
  const style = getComputedStyle(each)
  return style.fill === getComputedStyle(document.body).backgroundColor || !each.parentElement.textContent.trim()
}).map(each => each.parentElement.outerHTML.slice(0, 160))"""


def opened(site: Site, role: str, *, but: Collection[str] = (), **manner: object) -> Iterator[tuple[str, Page]]:
    """Open every page of a role in one window, each with its name; `but` are names of pages to leave out."""
    window = site.window(role, **manner)
    for name, address in site.pages(role).items():
        if name not in but:
            window.goto(address)
            yield name, window


def test_no_page_scrolls_sideways_moves_or_hides_a_status(site: Site) -> None:
    """Each page is opened once, and seen in every size, then by those who ask for no movement, then in a person's own colours.

    A kind of page that several roles reach is opened for the first of them; for each of them in the long tests.
    """
    wider, moving, unseen, statuses = {}, {}, {}, 0
    seen: set[str] = set()
    for role in ROLES:
        for name, page in opened(site, role, but=() if LONG else frozenset(seen)):
            for size in reversed(SIZES):
                page.set_viewport_size(size)
                wider[role, name, size["width"], size["height"]] = page.evaluate(WIDER)
            page.emulate_media(reduced_motion="reduce")
            moving[role, name] = page.evaluate(MOVING)
            page.emulate_media(reduced_motion="no-preference", forced_colors="active")
            statuses += page.locator(".lw-status__shape").count()
            unseen[role, name] = page.evaluate(UNSEEN)
            page.emulate_media(reduced_motion="no-preference", forced_colors="none")
        seen |= site.pages(role).keys()
    assert {name for _, name in moving} == seen
    assert statuses
    for wrong in (wider, moving, unseen):
        assert not any(wrong.values()), {where: what for where, what in wrong.items() if what}


def test_every_page_is_read_without_javascript_and_each_chart_has_its_table(site: Site) -> None:
    charts = 0
    for name, page in opened(site, "director", java_script_enabled=False):
        assert page.locator("main h1").inner_text().strip(), name
        drawn = page.locator("main svg[role=img]:visible")
        charts += drawn.count()
        for place in range(drawn.count()):
            assert (drawn.nth(place).bounding_box() or {"height": 0})["height"] > 20, name
        if drawn.count():
            assert page.locator("main table").count() or page.locator("main ol").count(), name
    assert charts


def test_paper_has_no_navigation_and_says_where_the_figures_come_from(site: Site) -> None:
    page = site.window("director")
    page.goto("/performance/")
    page.emulate_media(media="print")
    assert page.locator(".lw-header").is_hidden()
    assert page.locator(".lw-provenance").is_visible()
    assert page.locator("main table").first.is_visible()
