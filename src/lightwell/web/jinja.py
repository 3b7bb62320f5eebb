"""The Jinja environment of the pages: what every template can call."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import MutableMapping
from typing import Any

from django.contrib.staticfiles import finders
from django.templatetags.static import static as static_url
from django.urls import reverse
from jinja2 import Environment, StrictUndefined, Template, Undefined
from markupsafe import Markup

from lightwell.periods import say_date
from lightwell.reports import charts, travel, wording
from lightwell.reports.model import Cell, Row

COMPONENTS = "govuk_frontend_jinja/"
"""What the names of the templates of GOV.UK Frontend begin with."""


@functools.cache
def static(path: str) -> str:
    """Give the address of an asset with the hash of its content, so that a browser may keep it for a year and never shows an old one."""
    found = finders.find(path)
    if not isinstance(found, str):
        return str(static_url(path))
    with open(found, "rb") as file:
        return f"{static_url(path)}?v={hashlib.file_digest(file, 'sha256').hexdigest()[:10]}"


def url(name: str, /, *args: object, **kwargs: object) -> str:
    """Give the address of a page by its name."""
    return reverse(name, args=args, kwargs=kwargs)


def number(value: float | None, decimals: int = 0) -> str:
    """Write a number with thousands separated; nothing for None."""
    return "" if value is None else f"{value:,.{decimals}f}"


def why(cell: Cell) -> str:
    """Say why a figure is not there: `no data`; empty where it is."""
    return "" if cell.value is not None else str(cell.state.value).replace("_", " ")


def spark(row: Row, width: float = 124, height: float = 26) -> Markup:
    """Draw the months of a row as a line as small as a word."""
    return Markup(charts.sparkline(charts.series(row), width=width, height=height))  # noqa: S704 - made of numbers alone


class Pages(Environment):
    """The environment of our templates, where a name that nobody gave is an error, never a blank.

    The macros of GOV.UK Frontend ask for names that nobody gave, so they have an environment of their own that lets them.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**{**options, "undefined": StrictUndefined})
        self.components = Environment(**{**options, "undefined": Undefined})  # noqa: S701 - the options of `environment`, which has it on

    def get_template(self, name: str | Template, parent: str | None = None, globals: MutableMapping[str, Any] | None = None) -> Template:
        """Find a template by its name: a component in its own environment, any other in ours."""
        if isinstance(name, str) and name.startswith(COMPONENTS):
            return self.components.get_template(name, parent)
        return super().get_template(name, parent, globals)


def environment(**options: Any) -> Environment:
    """Make the environment of the pages; `options` are those of Jinja, the loader among them."""
    made = Pages(**{**options, "autoescape": True, "trim_blocks": True, "lstrip_blocks": True})
    made.globals.update(
        static=static,
        url=url,
        draw_spark=spark,
        why=why,
        status_words=wording.STATUS_WORDS,
        with_unit=wording.with_unit,
        titled=wording.titled,
        travel_explained=travel.EXPLAINED,
    )
    made.filters.update(say_date=say_date, number=number)
    return made
