"""The application that the pages of all others share."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shared templates, the commands and the assets."""

    name = "lightwell.web"
    label = "web"
