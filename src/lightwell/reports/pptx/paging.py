"""Decides what fits on a slide: rows of a table and paragraphs of text are split over slides before they would run off one."""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Sequence
from typing import TypeVar

Item = TypeVar("Item")

_LETTER_WIDTH = 0.49
"""The width of an average letter of Arial, in ems."""

_LINE_HEIGHT = 1.2
"""The height of a line, in ems."""


def lines(text: str, width: float, size: float) -> int:
    """Estimate how many lines a text takes in a place `width` inches wide at `size` points."""
    letters = max(1, int(width * 72 / (size * _LETTER_WIDTH)))
    return sum(max(1, math.ceil(len(part) / letters)) for part in text.split("\n"))


def height(texts: Sequence[str], width: float, size: float, space: float) -> float:
    """Estimate the height in inches of paragraphs with `space` points before each."""
    return sum(lines(text, width, size) * size * _LINE_HEIGHT + space for text in texts) / 72


def _nothing(_items: Sequence[object]) -> float:
    return 0.0


def pages(
    items: Sequence[Item],
    heights: Sequence[float],
    room: float,
    most: int,
    beneath: Callable[[Sequence[Item]], float] = _nothing,
) -> list[list[Item]]:
    """Split items into as few pages as hold them, of nearly the same length, in order.

    A page holds at most `most` items, whose heights (inches) come with what `beneath` gives for them to at most `room`; an item taller than
    a page has one to itself. At least one page is given, empty if there are no items.
    """
    for count in range(1, len(items) + 1):
        split = _evenly(len(items), count)
        if all(_fits(heights[first:last], room - beneath(items[first:last]), most) for first, last in split):
            return [list(items[first:last]) for first, last in split]
    return [[item] for item in items] or [[]]


def filled(items: Sequence[Item], heights: Sequence[float], room: float) -> list[list[Item]]:
    """Split items into pages in order, each filled before the next is begun; at least one page is given."""
    split: list[list[Item]] = [[]]
    used = 0.0
    for item, tall in zip(items, heights, strict=True):
        if split[-1] and used + tall > room:
            split.append([])
            used = 0.0
        split[-1].append(item)
        used += tall
    return split


def _fits(heights: Sequence[float], room: float, most: int) -> bool:
    return len(heights) <= most and (sum(heights) <= room or len(heights) == 1)


def _evenly(length: int, count: int) -> list[tuple[int, int]]:
    edges = [round(length * step / count) for step in range(count + 1)]
    return list(itertools.pairwise(edges))
