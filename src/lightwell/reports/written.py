"""Remembers with whom each month's pack was last compared, so that a change of neighbours is said when the pack is written again.

A pack that was written is never touched. What is remembered is beside the packs, one sentence for each month.
"""

from __future__ import annotations

import json
from contextlib import suppress

from lightwell.reports.model import Pack
from lightwell.store import Home

REMEMBERED = "compared-with.json"
"""The file beside the packs: month, and the sentence that its pack had."""


def change_of_neighbours(home: Home, pack: Pack) -> str:
    """Say with whom the month's pack was compared before, where that was another choice, and remember how it is now; else an empty text.

    Where nothing can be remembered, because the folder cannot be written to, nothing is said and the pack is unharmed.
    """
    if not pack.place.whole or not pack.compared_with:
        return ""
    path = home.packs / REMEMBERED
    held: dict[str, str] = {}
    with suppress(OSError, ValueError):
        held = {str(month): str(said) for month, said in json.loads(path.read_text(encoding="utf-8")).items()}
    before = held.get(str(pack.month), "")
    if before == pack.compared_with:
        return ""
    with suppress(OSError):
        home.packs.mkdir(exist_ok=True)
        path.write_text(json.dumps({**held, str(pack.month): pack.compared_with}, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    if not before:
        return ""
    return (
        f"Its columns of other areas are not those of the pack of {pack.month.name} that was written before, which is unchanged and said: "
        f"“{before}” Now: “{pack.compared_with}”"
    )
