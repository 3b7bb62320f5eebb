"""What the invented service sets for itself: its targets and whom it is compared with."""

from __future__ import annotations

from importlib import resources
from typing import Any

from lightwell.plain_yaml import parse_yaml


def service_settings() -> dict[str, Any]:
    """Give the `targets` of the invented service and whom it is compared with (`comparators`), as a settings file holds them."""
    text = (resources.files("lightwell.synthetic") / "service.yaml").read_text(encoding="utf-8")
    content: dict[str, Any] = parse_yaml(text)
    return content
