"""Reads YAML as people write it: only `true` and `false` are yes and no, so that `on` and `no` stay words (YAML 1.2's rule)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # the base is one of two safe loaders, by what is installed
    yaml_implicit_resolvers = {  # noqa: RUF012 - PyYAML's own class attribute
        letter: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:bool"]
        for letter, resolvers in _Base.yaml_implicit_resolvers.items()
    }


_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|True|TRUE|false|False|FALSE)$"), list("tTfF"))


def read_yaml(path: Path) -> Any:
    """Read one YAML file; raises `yaml.YAMLError` or `UnicodeDecodeError` if it cannot be read."""
    return parse_yaml(path.read_text(encoding="utf-8"))


def parse_yaml(text: str) -> Any:
    """Read YAML from text; raises `yaml.YAMLError` if it cannot be read. Nothing in it is ever executed."""
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - a safe loader
