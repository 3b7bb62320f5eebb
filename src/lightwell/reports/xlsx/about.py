"""What a reader needs to know to trust a pack, as pairs of a heading and a text: the workbook's notes and the deck's last slide."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.definitions.targets import Status
from lightwell.periods import say_date
from lightwell.reports.model import Pack, Provenance
from lightwell.reports.wording import STATUS_WORDS


@dataclass(frozen=True)
class StatusMark:
    """How a status is marked: a shape and a word, for readers who cannot tell the colour (six hexadecimal digits)."""

    shape: str
    word: str
    colour: str

    @property
    def text(self) -> str:
        """The shape and the word in one text: `● On target`."""
        return f"{self.shape} {self.word}" if self.shape else self.word


STATUS_MARKS = {
    Status.ON_TARGET: StatusMark("●", STATUS_WORDS[Status.ON_TARGET], "00703C"),
    Status.NEAR: StatusMark("◆", STATUS_WORDS[Status.NEAR], "B35C00"),
    Status.OFF_TARGET: StatusMark("▲", STATUS_WORDS[Status.OFF_TARGET], "D4351C"),
    Status.NO_TARGET: StatusMark("", STATUS_WORDS[Status.NO_TARGET], "505A5F"),
    Status.NO_DATA: StatusMark("", STATUS_WORDS[Status.NO_DATA], "505A5F"),
}

ARROWS = {"up": "↑", "down": "↓", "level": "→", "": ""}

STATUS_EXPLAINED = (
    (Status.ON_TARGET, "the figure meets its target, or, where neither direction is better, is within the target's tolerance of it"),
    (Status.NEAR, "the figure misses its target by no more than the target's tolerance"),
    (Status.OFF_TARGET, "the figure misses its target by more than the tolerance"),
    (Status.NO_TARGET, "no target has been set, so nothing is said about the figure"),
    (Status.NO_DATA, "there is a target, but no figure for the month"),
)


def footer_lines(provenance: Provenance) -> tuple[str, ...]:
    """Give the lines that stand at the foot of every slide and sheet."""
    known = f"Snapshot {provenance.snapshot}, as known on {say_date(provenance.as_at)}"
    definitions = f" · definitions {provenance.definitions}" if provenance.definitions else ""
    comparators = (f"Comparators: {provenance.comparators}",) if provenance.comparators else ()
    return (known + definitions, *comparators)


def about(pack: Pack) -> tuple[tuple[str, str], ...]:
    """Say where the pack's figures come from."""
    provenance = pack.provenance
    pairs = (
        ("Figures", f"{pack.authority}, {pack.month.name}, as known on {say_date(provenance.as_at)}"),
        ("Snapshot", provenance.snapshot),
        ("Source", provenance.source),
        ("Definitions", provenance.definitions),
        ("Comparators", provenance.comparators),
        ("Compared with", pack.compared_with),
        ("Made by", f"Lightwell {provenance.lightwell}"),
    )
    return tuple((heading, text) for heading, text in pairs if text)


def movement_explained(pack: Pack) -> str:
    """Say what the arrow and the word beneath it mean."""
    before = pack.month.plus(-1).name
    return (
        f"The arrow and amount are the change since {before}, between the figures as printed. Better or worse is by the indicator's own "
        "definition; nothing is said where neither direction is better."
    )
