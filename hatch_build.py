"""Hatchling's hook: a wheel is not built without the style sheet and the script that `make assets` puts into the package."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ASSETS = Path("src", "lightwell", "web", "static", "lightwell")
NEEDED = ("lightwell.css", "lightwell.js")


class AssetsHook(BuildHookInterface[Any]):
    """Refuses to pack a wheel or a source archive whose pages would have no style; an editable install may come first."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Stop with a sentence where an asset is missing. `version` is `editable` for an editable install."""
        missing = [name for name in NEEDED if not (Path(self.root) / ASSETS / name).is_file()]
        if missing and version != "editable":
            names = " and ".join(missing)
            raise SystemExit(
                f"{names} must be in {ASSETS.as_posix()} to pack Lightwell. Run `make assets` (it needs Node) and build again."
            )
