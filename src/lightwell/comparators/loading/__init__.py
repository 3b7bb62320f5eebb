"""Loads new releases of published statistics: opened, recognised, read and kept beside those that are shipped."""

from __future__ import annotations

from lightwell.comparators.loading.load import Loaded, load_release

__all__ = ["Loaded", "load_release"]
