"""The application signin."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Named so that its tables and templates are its own."""

    name = "lightwell.web.signin"
    label = "signin"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have failures recorded, by whatever way they come."""
        from lightwell.web.signin import recording  # only once every application is loaded

        recording.connect()
