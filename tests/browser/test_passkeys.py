"""Passkeys in a real browser, with an authenticator that Chromium makes up; and every page of signing in, by axe and on a phone."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page
from pytest_django import Settings
from pytest_django.live_server_helper import LiveServer

from tests.browser.conftest import Site
from tests.browser.keyboard import Keyboard
from tests.browser.test_forms import hold
from tests.web.signing_in import PASSWORD, Staff, code, staff

__all__ = ["staff"]

AUTHENTICATOR = {"protocol": "ctap2", "transport": "internal", "hasUserVerification": True, "isUserVerified": True}


@pytest.fixture
def site_in_earnest(live_server: LiveServer, staff: Staff, browser: Browser, settings: Settings) -> Iterator[Site]:
    """The site outside the demonstration, where a second factor is asked for; passkeys hold for a name, not for a number."""
    settings.DEMONSTRATION = False
    opened = Site(live_server.url.replace("127.0.0.1", "localhost"), browser, staff, {})
    yield opened
    opened.close()
    assert opened.complaints == []


def with_authenticator(page: Page) -> Page:
    """Give the browser of a page an authenticator that answers at once."""
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": {**AUTHENTICATOR, "automaticPresenceSimulation": True}})
    return page


def give_password(keys: Keyboard, role: str) -> None:
    """Take the first step with the keyboard alone."""
    keys.page.goto("/people/sign-in/?next=/performance/")
    keys.write("Sign-in name", role)
    keys.write("Password", PASSWORD)
    keys.enter()


def test_a_passkey_is_made_on_the_way_in_and_used_the_next_time(site_in_earnest: Site) -> None:
    keys = Keyboard(with_authenticator(site_in_earnest.window()))
    page = keys.page
    give_password(keys, "director")
    assert page.get_by_role("heading", level=1).inner_text() == "Set up a second factor"
    hold(page)
    keys.follow("Use a passkey")
    hold(page)
    keys.write("What to call it", "work laptop")
    keys.enter()
    page.wait_for_url("**/recovery-codes/")
    hold(page)
    assert page.locator(".lw-codes li").count() == 10
    page.get_by_role("button", name="I have kept them").click()
    page.wait_for_url("**/performance/")
    page.goto("/people/how-you-sign-in/")
    assert page.get_by_text("work laptop").first.is_visible()
    hold(page)
    page.get_by_role("button", name="Sign out everywhere").click()
    give_password(keys, "director")
    assert page.get_by_role("heading", level=1).inner_text() == "Second step"
    hold(page)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url("**/performance/")


def test_a_passkey_that_is_not_accepted_leaves_a_person_on_a_page_that_says_what_to_do(site_in_earnest: Site) -> None:
    keys = Keyboard(with_authenticator(site_in_earnest.window()))
    page = keys.page
    give_password(keys, "director")
    keys.follow("Use a passkey")
    page.get_by_role("button", name="Make the passkey").click()
    page.wait_for_url("**/recovery-codes/")
    page.context.new_cdp_session(page)
    page.context.clear_cookies()
    give_password(keys, "director")
    form = page.locator("form[data-lw-passkey]")
    form.evaluate('form => { form.dataset.lwOptions = form.dataset.lwOptions.replace(/"id": *"[^"]+"/g, \'"id": "AAAA"\') }')
    page.get_by_role("button", name="Use your passkey").click()
    page.locator("[data-lw-passkey-wrong]").wait_for(state="visible")
    assert "Try again" in page.locator("[data-lw-passkey-wrong]").inner_text()
    form.evaluate("form => { form.elements.credential.value = '{}'; form.submit() }")
    page.get_by_text("The passkey was not accepted.").first.wait_for()
    hold(page)


def test_an_authenticator_app_is_set_up_and_a_password_changed_without_javascript(site_in_earnest: Site) -> None:
    keys = Keyboard(site_in_earnest.window(java_script_enabled=False))
    page = keys.page
    give_password(keys, "director")
    page.get_by_role("button", name="Use a passkey").click()
    assert page.get_by_text("This needs a browser that supports passkeys").is_visible()
    page.get_by_role("link", name="Use an authenticator app").click()
    assert page.get_by_role("img", name="QR code").is_visible()
    secret = re.sub(r"\s", "", page.locator(".lw-secret").inner_text())
    page.get_by_label("Code that the app shows").fill("000000")
    page.get_by_role("button", name="Add the app").click()
    assert page.title().startswith("Error: ")
    page.get_by_label("Code that the app shows").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/people/how-you-sign-in/")
    page.get_by_role("link", name="Change your password").click()
    page.get_by_role("button", name="Change the password").click()
    assert page.get_by_text("Enter your password as it is now.").first.is_visible()


def test_the_pages_of_an_app_and_of_a_password_hold_on_a_phone(site_in_earnest: Site) -> None:
    keys = Keyboard(site_in_earnest.window())
    page = keys.page
    give_password(keys, "director")
    page.get_by_role("button", name="Use an authenticator app").click()
    hold(page)
    secret = re.sub(r"\s", "", page.locator(".lw-secret").inner_text())
    page.get_by_label("Code that the app shows").fill(code(secret))
    page.get_by_role("button", name="Add the app").click()
    page.get_by_role("button", name="I have kept them").click()
    page.goto("/people/how-you-sign-in/password/")
    page.get_by_role("button", name="Change the password").click()
    hold(page)
