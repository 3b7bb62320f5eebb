"""Chooses what to say: the sentences under a table and on the first page, every figure read from the rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from lightwell.definitions.targets import Status
from lightwell.reports import wording
from lightwell.reports.model import Row, Section

SECTION_SENTENCES = 4
"""Most sentences about single rows under one table."""

FEWEST_EARLIER = 6
"""Fewest earlier figures against which a change can be called unusual."""

SUMMARY_CHANGES = 6
"""Most sentences about change on the first page."""


def tally(rows: Iterable[Row]) -> dict[Status, int]:
    """Count rows by status, every status present."""
    counts = Counter(row.status for row in rows)
    return {status: counts[status] for status in Status}


def distinct_rows(sections: Iterable[Section]) -> tuple[Row, ...]:
    """List each indicator's row once, in the order of the pack, though it may stand in several sections."""
    return tuple({row.definition.id: row for section in sections for row in section.rows}.values())


def standing(rows: Iterable[Row]) -> str:
    """Say how many rows are on target, near and off.

    As in `Of 5 indicators with a target, 2 are on target and 3 are near.`
    """
    counts = tally(rows)
    with_target = sum(counts.values()) - counts[Status.NO_TARGET]
    if not with_target:
        return "None of these indicators has a target."
    parts = [
        f"{counts[status]} {'is' if counts[status] == 1 else 'are'} {words}"
        for status, words in (
            (Status.ON_TARGET, "on target"),
            (Status.NEAR, "near"),
            (Status.OFF_TARGET, "off target"),
            (Status.NO_DATA, "without a figure"),
        )
        if counts[status]
    ]
    if len(parts) == 1:
        every = {1: "The one indicator with a target is", 2: "Both indicators with a target are"}
        return f"{every.get(with_target, f'All {with_target} indicators with a target are')} {parts[0].split(' ', 2)[2]}."
    return f"Of {with_target} indicators with a target, {', '.join(parts[:-1])} and {parts[-1]}."


def section_sentences(rows: tuple[Row, ...], drawn: Row) -> tuple[str, ...]:
    """Make the sentences of one section: how the rows stand, the row of the chart, then the rows that changed most."""
    others = [row for row in _by_change(rows) if row.definition.id != drawn.definition.id]
    told = [drawn, *others][:SECTION_SENTENCES]
    return (standing(rows), *(wording.sentence(row) for row in told), *_silent(rows))


def summary(sections: tuple[Section, ...]) -> tuple[str, ...]:
    """Make the sentences of the first page: how the pack stands, then what changed most since the month before and the year before."""
    rows = distinct_rows(sections)
    changes = tuple(wording.sentence(row) for row in _by_change(rows)[:SUMMARY_CHANGES])
    return (
        standing(rows),
        *(changes or ("No indicator stands out against enough earlier months to say that it changed.",)),
        *_silent(rows),
    )


def off_target(sections: tuple[Section, ...]) -> tuple[Row, ...]:
    """List the rows that are off target, each indicator once, in the order of the pack."""
    return tuple(row for row in distinct_rows(sections) if row.status is Status.OFF_TARGET)


def _by_change(rows: Iterable[Row]) -> list[Row]:
    """Order rows by how unusual the latest figure is: first those that are the highest or lowest of the months shown, then by distance.

    The distance is from the middle of the earlier figures, by how much they vary themselves. Rows with fewer than six earlier figures, and
    those no further from the middle than they usually are, are left out.
    """
    known = [row for row in rows if row.latest.value is not None and len(_figures(row)) > FEWEST_EARLIER]
    scored = [(not wording.extreme(row), -_unusual(row), place, row) for place, row in enumerate(known)]
    return [row for inside, distance, _, row in sorted(scored, key=lambda entry: entry[:3]) if not inside or distance < -1]


def _figures(row: Row) -> list[Decimal]:
    return [wording.rounded(cell.value, row.definition.decimals) for cell in row.cells if cell.value is not None]


def _unusual(row: Row) -> Decimal:
    *earlier, latest = _figures(row)
    middle = sum(earlier, Decimal(0)) / len(earlier)
    spread = sum((abs(figure - middle) for figure in earlier), Decimal(0)) / len(earlier)
    return abs(latest - middle) / (spread or Decimal(1))


def _silent(rows: Iterable[Row]) -> tuple[str, ...]:
    """Say how many rows have no figure for the month; nothing where all have one."""
    missing = sum(1 for row in rows if row.latest.value is None)
    if not missing:
        return ()
    return (f"{missing} {'indicator has' if missing == 1 else 'indicators have'} no figure for the month.",)
