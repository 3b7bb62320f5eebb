"""What the pages say of exempt parts: the motion to exclude press and public, the page in place of a part, and an appendix's text."""

from __future__ import annotations

from collections.abc import Sequence

from lightwell.disclosure import CONFIDENTIAL, Printed
from lightwell.reports import wording
from lightwell.reports.public.exempt_model import Part
from lightwell.reports.public.model import Site
from lightwell.reports.public.paper import Leaf

MOTION_HEADING = "Exclusion of the press and public – exempt papers included in the following item"
EXCLUDED = "Press and public are excluded from the meeting while it is considered, if the meeting so resolves."
WEIGHED = (
    "In all the circumstances of the case, the public interest in maintaining the exemption outweighs the public interest in disclosing "
    "the information."
)
"""The test of Local Government Act 1972, Schedule 12A, Part 2, paragraph 10."""


def motion(parts: Sequence[Part]) -> tuple[str, ...]:
    """Write the motion for the agenda in its usual words, each paragraph by itself; empty where nothing is exempt."""
    if not parts:
        return ()
    of = "parts" if len(parts) > 1 else "part"
    rules = _unowned(parts[0].category.rules)
    moved = (
        f"To move that in accordance with the Council's Constitution, specifically {rules} contained within the Constitution, the press "
        f"and public be excluded from the meeting in respect of any consideration of the exempt {of} of the following item."
    )
    return (moved, *(_moved(part) for part in parts))


def _moved(part: Part) -> str:
    based = f"“{part.title}” is considered to be exempt from general publication based on {part.category.full}."
    return f"{based} {part.reason} {WEIGHED} {part.public_interest}"


def _unowned(rules: str) -> str:
    return rules.replace("the Council's ", "the ", 1)


def facts(part: Part) -> tuple[tuple[str, str], ...]:
    """Say of a part what its page says: the category, its words, why, the test, who decided and until when."""
    return (
        ("Category", f"{part.category.full[0].upper()}{part.category.full[1:]}"),
        ("What it covers", part.category.words),
        ("Why", part.reason),
        ("Public interest", f"{WEIGHED} {part.public_interest}"),
        ("Decided by", part.decided_by),
        ("Exempt", part.said_days),
    )


def blocks(text: str) -> tuple[tuple[str, str], ...]:
    """Divide a written text into headings (`# `), items (`- `) and paragraphs; nothing in it is read as anything else."""
    found: list[tuple[str, list[str]]] = []
    open_paragraph = False
    for line in (line.strip() for line in text.splitlines()):
        mark, _, rest = line.partition(" ")
        if mark and not mark.strip("#") and rest:
            found.append(("heading", [rest.strip()]))
        elif mark in ("-", "*") and rest:
            found.append(("item", [rest.strip()]))
        elif line and open_paragraph:
            found[-1][1].append(line)
        elif line:
            found.append(("text", [line]))
        open_paragraph = bool(line) and found[-1][0] == "text"
    return tuple((kind, " ".join(lines)) for kind, lines in found)


def leaves(site: Site) -> tuple[Leaf, ...]:
    """Give the pages on paper: the motion, one page in place of each part that is left out, and for members the appendices."""
    parts = site.every_exempt
    if not parts:
        return ()
    made = [Leaf(MOTION_HEADING, "", tuple(("text", said) for said in motion(parts)))]
    for part in site.exempt.parts:
        made.append(Leaf(part.title, f"{part.why} {EXCLUDED}", _listed(part)))
    for part in site.shown.parts:
        made.append(Leaf(part.title, f"{part.marking}. {part.reason}", (*_shown(site, part), *_listed(part))))
    return tuple(made)


def _shown(site: Site, part: Part) -> tuple[tuple[str, str], ...]:
    """Give what is in a part: the text of an appendix, the month's figures of a breakdown, or where the figures stand."""
    if part.id in site.appendices:
        return blocks(site.appendices[part.id])
    found: list[tuple[str, str]] = []
    for at, printed in sorted(site.printed.items()):
        if part.covers.breakdown and at.month == site.pack.month and part in site.shown.of(at):
            heading = ("heading", f"{site.catalogue.definition(at.indicator).title}, {at.month.name}")
            found += [] if heading in found else [heading]
            found.append(("item", f"{site.names.get((at.breakdown, at.member), at.member)}: {text_of(printed)}"))
    return tuple(found) or (("text", "Its figures stand in the tables of this pack."),)


def text_of(printed: Printed) -> str:
    """Write a printed figure, or the mark that stands in its place."""
    if printed.value is None:
        return printed.mark if printed.mark == CONFIDENTIAL else "n/a"
    return wording.number(printed.value, printed.decimals)


def _listed(part: Part) -> tuple[tuple[str, str], ...]:
    return (("heading", "Why it is exempt"), *(("text", f"{name}: {said}") for name, said in facts(part)))


def marking(site: Site) -> str:
    """Give what stands on every page of a members' pack; empty for what is public."""
    if not site.for_members:
        return ""
    named = dict.fromkeys(part.category.short for part in site.shown.parts)
    exempt = f": exempt by {', '.join(named)}" if named else ""
    return f"Not for publication{exempt}"
