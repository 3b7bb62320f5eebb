"""The application that the pages of all others share."""

from __future__ import annotations

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Shared templates, the commands and the assets."""

    name = "lightwell.web"
    label = "web"

    def ready(self) -> None:
        """Have Django know our checks, and sessions begin with the time at which they do."""
        from lightwell.web import safety_checks, session_ends

        safety_checks.register()
        session_ends.connect()
