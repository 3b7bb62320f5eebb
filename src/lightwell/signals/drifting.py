"""Whether late recording itself changes: how fast old months must fade, and how far the next step may lie from what came before.

Each step is forecast from those before it alone. Where a recent past forecasts better than a long one, the long one fades; and what the
forecasts were off by, beyond chance, is added to the doubt about the rate.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from lightwell.signals.ageing import FADING, Moves
from lightwell.signals.development import Steps
from lightwell.signals.triangle import FloatArray

FASTER = (0.8, 0.6)
"""Weights of a step against that of the next that are tried beside `FADING`: what was is halved in three months, or in less than two."""

CLEARLY = 0.75
"""The part of the squared errors that a faster fading must leave to be taken."""

_BEFORE = 3
"""Steps that there must be before one is forecast."""


def fitted(steps: Moves, base: str, root: int = 0) -> Moves:
    """Let old steps fade as fast as the forecasts of one series, that of the whole authority, ask for, in its first step."""
    chosen = steps.steps(base)
    usual = _first(chosen, FADING, root)
    errors = {fade: _first(chosen, fade, root) for fade in FASTER}
    best = min(errors, key=lambda fade: errors[fade])
    fade = best if errors[best] < CLEARLY * usual else FADING
    return replace(steps, weights=fade ** np.arange(len(steps.weights) - 1, -1, -1, dtype=np.float64))


def _first(steps: Steps, fade: float, root: int) -> float:
    return float(_squares(steps, fade, root)[0][:, 0].sum())


def wander(steps: Steps, spread: FloatArray, root: int = 0) -> FloatArray:
    """Give for each age the variance of the rate that its forecasts show beyond chance, from the series of the whole authority.

    `spread` has the shape (ages,).
    """
    fade = float(steps.weights[-2] / steps.weights[-1]) if len(steps.weights) > 1 else FADING
    squares, expected, _ = _squares(steps, fade, root, spread)
    base = np.where(steps.there[root], steps.base[root], 0.0)[_BEFORE:]
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(expected.sum(axis=0) > 0, squares.sum(axis=0) / expected.sum(axis=0), 1.0)
        beyond = np.maximum(ratio - 1, 0.0)
        each = np.where(base.sum(axis=0) > 0, expected.sum(axis=0) / base.sum(axis=0), 0.0)
    return np.asarray(beyond * each, dtype=np.float64)


def _squares(steps: Steps, fade: float, root: int, spread: FloatArray | None = None) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Forecast each step of one series from those before it: squared errors over their base, those expected, and which there are.

    Arrays have the shape (steps, ages), without the first few steps.
    """
    there = steps.there[root]
    base, moved = np.where(there, steps.base[root], 0.0), np.where(there, steps.moved[root], 0.0)
    back = np.subtract.outer(np.arange(len(base)), np.arange(len(base))) - 1
    weights = np.where(back >= 0, fade ** np.maximum(back, 0), 0.0)
    stood, come, squared = weights @ base, weights @ moved, weights**2 @ base
    held = there & (stood > 0) & (base > 0)
    stood, divisor = np.where(held, stood, 1.0), np.where(held, base, 1.0)
    error = np.where(held, (moved - base * come / stood) ** 2 / divisor, 0.0)
    expected = np.where(held, 1 + base * squared / stood**2, 0.0) * (1.0 if spread is None else spread)
    return error[_BEFORE:], expected[_BEFORE:], held[_BEFORE:].astype(np.float64)
