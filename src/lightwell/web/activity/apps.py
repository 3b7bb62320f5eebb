"""The application activity."""

from __future__ import annotations

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class Config(AppConfig):
    """Named so that its tables and templates are its own."""

    name = "lightwell.web.activity"
    label = "activity"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have the triggers put back after every migration."""
        post_migrate.connect(_guard, sender=self)


def _guard(sender: AppConfig, **kwargs: Any) -> None:
    """Put the triggers, once the tables that they guard are as they are now."""
    from lightwell.web.activity import triggers

    if all(model._meta.db_table in _tables() for model in sender.get_models()):
        triggers.put()


def _tables() -> list[str]:
    from django.db import connection

    return connection.introspection.table_names()
