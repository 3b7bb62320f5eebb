"""What the invented service sets for itself: its targets and the comparators that it prints."""

from __future__ import annotations

from importlib import resources
from typing import Any

from lightwell.plain_yaml import parse_yaml


def service_settings() -> dict[str, Any]:
    """Give the `targets` and `comparators` of the invented service, as a settings file holds them."""
    text = (resources.files("lightwell.synthetic") / "service.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = parse_yaml(text)
    return content
