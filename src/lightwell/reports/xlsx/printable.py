"""Leaves out of a pack the characters that the XML of a workbook or a deck cannot hold, before anything is written."""

from __future__ import annotations

import dataclasses
import re
from typing import Any, TypeVar

Value = TypeVar("Value")

_UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def printable(value: Value) -> Value:
    """Give the same value with the control characters left out of every text in it, however deep in dataclasses and tuples."""
    return _printable(value)  # type: ignore[no-any-return]


def _printable(value: Any) -> Any:
    if type(value) is str:
        return _UNPRINTABLE.sub("", value)
    if type(value) is tuple:
        return tuple(_printable(each) for each in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: getattr(value, field.name) for field in dataclasses.fields(value) if field.init}
        changed = {name: new for name, old in fields.items() if (new := _printable(old)) != old}
        return dataclasses.replace(value, **changed) if changed else value
    return value
