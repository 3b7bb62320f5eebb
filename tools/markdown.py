"""Markdown for the generated pages: blocks, headings, tables and fenced code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence


def joined(blocks: Iterable[str]) -> str:
    """Put blocks one blank line apart."""
    return "\n\n".join(block.strip("\n") for block in blocks if block.strip()) + "\n"


def head(title: str, source: str, text: str) -> Iterator[str]:
    """Begin a generated page: its title, what it is written from, and what it is about."""
    yield f"# {title}"
    yield f"<!-- Written by tools/make_docs.py from {source}. Change that, and run: make docs -->"
    yield text


def table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Lay rows out as a table."""
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(cell(text) for text in line)} |" for line in lines)


def cell(text: str) -> str:
    """Keep a text from breaking a table."""
    return " ".join(text.split()).replace("|", "\\|")


def fenced(text: str, language: str) -> str:
    """Fence a text as code of a language."""
    return f"```{language}\n{text.strip()}\n```"
