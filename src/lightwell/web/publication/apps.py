"""The application publication."""

from __future__ import annotations

from django.apps import AppConfig


class Config(AppConfig):
    """Named so that its tables and templates are its own."""

    name = "lightwell.web.publication"
    label = "publication"
    default_auto_field = "django.db.models.BigAutoField"
