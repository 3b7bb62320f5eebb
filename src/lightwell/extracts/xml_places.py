"""Walks the elements of an XML return along the places where they may stand, and counts whatever has no place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


class Filling:
    """What takes the values of one table: the row that is being filled."""

    __slots__ = ("current",)

    def __init__(self) -> None:
        self.current: list[str | int | None] = []


class Place:
    """One element where it may stand: what may stand inside it, what is done when it begins and ends, and where its text goes.

    A `silent` place is known and not kept: nothing inside it is looked at or counted.
    """

    __slots__ = ("at", "begins", "ends", "inside", "into", "silent", "title")

    def __init__(self, title: str, inside: Mapping[str, Place] | None = None, *, silent: bool = False) -> None:
        self.title = title
        self.inside = dict(inside or {})
        self.silent = silent
        self.begins: Callable[[], object] | None = None
        self.ends: Callable[[], object] | None = None
        self.into: Filling | None = None
        self.at = 0

    def doing(self, begins: Callable[[], object] | None = None, ends: Callable[[], object] | None = None) -> Place:
        """Say what is done when the element begins and when it ends."""
        self.begins, self.ends = begins, ends
        return self

    def filling(self, into: Filling, at: int) -> Place:
        """Say which column of which table the element's text goes to."""
        self.into, self.at = into, at
        return self


@dataclass
class Passed:
    """What was passed over, by what and where, with how often: elements with no place, values given again, text between elements."""

    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    repeated: Counter[tuple[str, str]] = field(default_factory=Counter)
    stray: Counter[str] = field(default_factory=Counter)


class WrongRoot(Exception):  # noqa: N818 - carries the name of the outermost element to the reader of the file
    """The outermost element is another than the return's."""


class Walker:
    """Takes the elements of a file one after another; names count without namespace and case."""

    def __init__(self, top: Place) -> None:
        self.text: list[str] = []
        self.passed = Passed()
        self._nowhere = Place("", silent=True)
        self._here = self._top = top
        self._above: list[Place] = []

    @property
    def depth(self) -> int:
        """Say how many elements are open."""
        return len(self._above)

    @property
    def inside(self) -> str:
        """Name the innermost known element that is open, or give nothing before the first."""
        return next((place.title for place in (self._here, *reversed(self._above)) if place.title), "")

    def start(self, name: str, _attributes: object, /) -> None:
        """Go into an element."""
        text = self.text
        if text:
            if len(text) > 1 or not text[0].isspace():
                self._leave_out_text()
            text.clear()
        here = self._here
        self._above.append(here)
        place = here.inside.get(name)
        if place is None:
            place = self._find(here, name)
        self._here = place
        if place.begins is not None:
            place.begins()

    def end(self, _name: str, /) -> None:
        """Come out of an element: its text goes where it belongs."""
        here, text = self._here, self.text
        into = here.into
        if text:
            if into is not None:
                value = (text[0] if len(text) == 1 else "".join(text)).strip()
                if value:
                    row, at = into.current, here.at
                    if row[at] is None:
                        row[at] = value
                    else:
                        self.passed.repeated[here.title, self._above[-1].title] += 1
            elif len(text) > 1 or not text[0].isspace():
                self._leave_out_text()
            text.clear()
        if here.ends is not None:
            here.ends()
        self._here = self._above.pop()

    def _find(self, here: Place, name: str) -> Place:
        """Find the place of a name that is written otherwise than before, and keep it under that name too."""
        plain = name.rpartition(":")[2]
        found = here.inside.get(plain.lower())
        if found is not None:
            here.inside[name] = found
            if found.into is not None:
                found.title = plain  # as the file writes it, for what is told of it
            return found
        if here is self._top:
            raise WrongRoot(plain)
        if not here.silent:
            self.passed.unknown[plain, here.title] += 1
        return self._nowhere

    def _leave_out_text(self) -> None:
        if not self._here.silent and "".join(self.text).strip():
            self.passed.stray[self._here.title] += 1
