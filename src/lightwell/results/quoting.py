"""Which other children the words of a finding quote, such as a record that may be of the same child."""

from __future__ import annotations

import re
from collections.abc import Collection

_NAMED = re.compile(r"\bchild (?P<other>\S.*?)(?=: | and \d+ more|\.$|$)")
"""How our own rules name another child: `child 1002: same name`, `... than child 1002`. An identifier may hold spaces."""

_AROUND = ".,;:!?()[]{}“”‘’\"'"


def may_quote(text: str) -> frozenset[str]:
    """Give everything in a text that could be the identifier of a child: what stands after “child”, and every word."""
    named = {match["other"] for match in _NAMED.finditer(text)}
    return frozenset(named | {word.strip(_AROUND) for word in text.split()}) - {""}


def quoted_in(text: str | None, child: str | None, known: Collection[str]) -> list[str]:
    """Give the known children whom the words of a finding quote, but for the one whom it is about."""
    return sorted(each for each in may_quote(text or "") if each in known and each != child)


def without(text: str, unseen: Collection[str], instead: str) -> str:
    """Leave out of a text the children given and what is said of them: all from the name on, or the whole where it stands elsewhere."""
    match = _NAMED.search(text)
    if match is not None and match["other"] in unseen:
        text = f"{text[: match.start()]}{instead}{'.' if text.endswith('.') else ''}"
    return instead if may_quote(text.replace(instead, "")) & set(unseen) else text
