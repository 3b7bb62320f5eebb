"""A preview kept as text between the process that read the extract and the pages that show it. It quotes rows, so it is kept with them."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from lightwell.errors import Problem
from lightwell.periods import Month
from lightwell.results.account import FileRows
from lightwell.results.feeding import Feed
from lightwell.results.preview import Preview, RecordCount
from lightwell.results.quarantine import KindOfProblem, QuarantinedRow


def write_preview(preview: Preview) -> str:
    """Give a preview as text."""
    return json.dumps(asdict(preview), default=_plain, ensure_ascii=False)


def read_preview(text: str) -> Preview:
    """Read a preview that `write_preview` wrote; raises `ValueError`, `KeyError` or `TypeError` for any other text."""
    plain: dict[str, Any] = json.loads(text)
    known: dict[str, Any] = {
        "as_at": date.fromisoformat(plain["as_at"]),
        "files": tuple(FileRows(**rows) for rows in plain["files"]),
        "total": FileRows(**plain["total"]),
        "records": tuple(RecordCount(**count) for count in plain["records"]),
        "kinds": tuple(_kind(kind) for kind in plain["kinds"]),
        "warnings": tuple(Problem(**problem) for problem in plain["warnings"]),
        "feeds": tuple(Feed(**{**feed, "first": feed["first"] and Month(**feed["first"])}) for feed in plain["feeds"]),
        "first_month": Month(**plain["first_month"]),
        "last_month": Month(**plain["last_month"]),
        "current_as_at": plain["current_as_at"] and date.fromisoformat(plain["current_as_at"]),
    }
    lists = {name: tuple(plain[name]) for name in ("absent", "columns_absent", "notes")}
    return Preview(**{**plain, **known, **lists})


def write_problems(problems: tuple[Problem, ...]) -> str:
    """Give the reasons of a refusal as text."""
    return json.dumps([asdict(problem) for problem in problems], ensure_ascii=False)


def read_problems(text: str) -> tuple[Problem, ...]:
    """Read reasons that `write_problems` wrote."""
    return tuple(Problem(**problem) for problem in json.loads(text))


def _kind(plain: dict[str, Any]) -> KindOfProblem:
    return KindOfProblem(**{**plain, "examples": tuple(QuarantinedRow(**row) for row in plain["examples"])})


def _plain(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} has no place in a preview")
