"""The longest series that a home can give: each month as the latest snapshot that holds it knows it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from lightwell.periods import Month
from lightwell.signals.triangle import NOT_HELD, STATES, CodeArray, FloatArray, Seen, Triangles

_NO_DATA = STATES.index("no_data")


@dataclass(frozen=True)
class Stitched:
    """Many series over all months that any snapshot holds: arrays of the shape (series, months).

    `states` are codes into `STATES`, and numbers are NaN where a figure is not known. `snapshots` are places in `seen`, -1 where no
    snapshot holds the month by the definition in force now. `populations` are codes into `releases`: where it changes, so does the
    denominator of a rate.
    """

    keys: tuple[tuple[str, str, str], ...]
    units: tuple[str, ...]
    months: tuple[Month, ...]
    seen: tuple[Seen, ...]
    snapshots: CodeArray
    states: CodeArray
    numerators: FloatArray
    denominators: FloatArray
    values: FloatArray
    populations: CodeArray
    releases: tuple[str, ...]


def stitched(series: Triangles) -> Stitched:
    """Take each month from the latest snapshot that holds it and counted by the version of the definition in force now.

    A snapshot without data for a month gives way to an earlier one that had some: a source that no longer has a column, or reaches less
    far back, takes nothing away from what was known.
    """
    held = series.states != NOT_HELD
    counted = series.versions > 0
    last = series.versions.shape[1] - 1 - np.argmax(counted[:, ::-1], axis=1) if series.versions.size else np.zeros(len(series), int)
    now = np.take_along_axis(series.versions, last[:, None], axis=1) if len(series) else series.versions[:, :1]
    ours = held & (series.versions == now)[:, None, :]
    known = ours & (series.states != _NO_DATA)
    chosen = np.where(known.any(axis=2), _last_true(known), _last_true(ours))
    at = np.maximum(chosen, 0)[:, :, None]

    def taken(array: FloatArray) -> FloatArray:
        found = np.take_along_axis(array, at, axis=2)[:, :, 0] if array.size else array.reshape(chosen.shape)
        return np.where(chosen >= 0, found, np.nan)

    def coded(array: CodeArray) -> CodeArray:
        found = np.take_along_axis(array, at, axis=2)[:, :, 0] if array.size else array.reshape(chosen.shape)
        return np.where(chosen >= 0, found, 0).astype(np.int16)

    return Stitched(
        keys=series.keys,
        units=series.units,
        months=series.months,
        seen=series.seen,
        snapshots=chosen.astype(np.int16),
        states=coded(series.states),
        numerators=taken(series.numerators),
        denominators=taken(series.denominators),
        values=taken(series.values),
        populations=coded(series.populations),
        releases=series.releases,
    )


def _last_true(array: np.ndarray[tuple[int, ...], np.dtype[np.bool_]]) -> np.ndarray[tuple[int, ...], np.dtype[np.int64]]:
    """Give the place of the last true along the last axis, -1 where there is none."""
    if not array.shape[2]:
        return np.full(array.shape[:2], -1)
    back = np.argmax(array[:, :, ::-1], axis=2)
    return np.where(array.any(axis=2), array.shape[2] - 1 - back, -1)
