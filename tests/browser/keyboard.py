"""A person who has only a keyboard: Tab to what is wanted, see where the focus is, and press Enter."""

from __future__ import annotations

from playwright.sync_api import Page

FAR = 600
"""More presses of Tab than any page should need."""

FOCUSED = """() => {
  const each = document.activeElement
  const style = getComputedStyle(each)
  const box = each.getBoundingClientRect()
  const name = each.labels && each.labels.length ? each.labels[0].textContent : each.textContent
  return {
    tag: each.tagName,
    name: name.replace(/\\s+/g, ' ').trim(),
    seen: (style.outlineStyle !== 'none' || style.boxShadow !== 'none') && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  }
}"""


class Keyboard:
    """The keys of one window. Nothing here touches the mouse or follows an address."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def reach(self, name: str, *, tag: str = "A") -> None:
        """Press Tab until the focus is on what has this name; the focus must be seen on it."""
        passed = []
        for _ in range(FAR):
            self.page.keyboard.press("Tab")
            focused = self.page.evaluate(FOCUSED)
            if focused["tag"] == tag and focused["name"] == name:
                assert focused["seen"], f"the focus is on “{name}”, and nothing shows it"
                return
            passed.append(f"{focused['tag']} {focused['name'][:40]}")
        raise AssertionError(f"no key leads to “{name}” on {self.page.url}; the last passed were {passed[-12:]}")

    def follow(self, name: str) -> None:
        """Go to a link and open it."""
        self.reach(name)
        self.enter()

    def enter(self) -> None:
        """Press Enter, and wait for the page that it opens."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, label: str, text: str) -> None:
        """Go to a field and write into it."""
        self.reach(label, tag="INPUT")
        self.page.keyboard.type(text)
