"""Direction of travel: what a judgement of signal and noise says, in a few words for a table and a sentence for a page."""

from __future__ import annotations

from dataclasses import dataclass

from lightwell.periods import Month
from lightwell.signals import Judged, Verdict

HEADING = "Direction of travel"

EXPLAINED = (
    "Direction of travel: whether the figure has changed by more than its own usual spread from month to month. "
    "The arrow beside it only compares the last two months."
)
"""What a reader is told of the two side by side."""

_WORDS = {
    Verdict.IMPROVING: "Improving",
    Verdict.WORSENING: "Worsening",
    Verdict.HIGHER: "Higher",
    Verdict.LOWER: "Lower",
    Verdict.MIXED: "Changed both ways",
    Verdict.BETTER_ONCE: "Better than expected",
    Verdict.WORSE_ONCE: "Worse than expected",
    Verdict.HIGHER_ONCE: "Higher than expected",
    Verdict.LOWER_ONCE: "Lower than expected",
    Verdict.NO_CHANGE: "No evidence of change",
    Verdict.TOO_FEW: "Too few months to say",
    Verdict.COUNTS_ONLY: "Too few children to say",
    Verdict.NO_DATA: "",
}

_BRIEF = {
    Verdict.MIXED: "both ways",
    Verdict.BETTER_ONCE: "better once",
    Verdict.WORSE_ONCE: "worse once",
    Verdict.HIGHER_ONCE: "higher once",
    Verdict.LOWER_ONCE: "lower once",
    Verdict.NO_CHANGE: "no change",
    Verdict.TOO_FEW: "too few",
    Verdict.COUNTS_ONLY: "too few",
}

_TOWARDS = {
    Verdict.IMPROVING: "better",
    Verdict.BETTER_ONCE: "better",
    Verdict.WORSENING: "worse",
    Verdict.WORSE_ONCE: "worse",
}

_NEWS, _YEAR = 3, 12
"""Months for which a single unusual month, and a lasting change, are news."""

_ONCE = (Verdict.BETTER_ONCE, Verdict.WORSE_ONCE, Verdict.HIGHER_ONCE, Verdict.LOWER_ONCE)
_LASTING = (Verdict.IMPROVING, Verdict.WORSENING, Verdict.HIGHER, Verdict.LOWER, Verdict.MIXED)


@dataclass(frozen=True)
class Travel:
    """The direction of travel of one figure: the words, since or in which month, and whether that is better or worse.

    `towards` is `better`, `worse` or empty. `sentence` is the verdict for a page. `judged` is what it rests on.
    """

    words: str
    when: str
    towards: str
    sentence: str
    judged: Judged

    @property
    def short(self) -> str:
        """The words with the month, as a table says them: `Improving since May 2023`."""
        return f"{self.words} {self.when}".strip()

    @property
    def brief(self) -> tuple[str, str]:
        """Two short lines for a narrow column on paper: `("Improving", "May 2023")`; the second is the month it rests on, or empty."""
        dated = self.when.removeprefix("since ").removeprefix("in ").removesuffix(" only")
        return _BRIEF.get(self.judged.verdict, self.words), dated if self.is_signal else ""

    @property
    def is_signal(self) -> bool:
        """Whether something is said to have changed, lastingly or in one month."""
        return self.judged.verdict in (*_LASTING, *_ONCE)

    @property
    def is_judged(self) -> bool:
        """Whether there were months enough to say anything."""
        return self.judged.verdict not in (Verdict.TOO_FEW, Verdict.COUNTS_ONLY, Verdict.NO_DATA)

    def is_recent(self, month: Month) -> bool:
        """Say whether the change is news in a month: it began in the year up to it, or is a single month among the latest three."""
        if self.judged.verdict in _LASTING:
            return self.judged.since is not None and self.judged.since > month.plus(-_YEAR)
        return self.is_signal and bool(self.judged.months) and self.judged.months[-1] > month.plus(-_NEWS)


def travel(judged: Judged) -> Travel:
    """Put a judgement into the words of a table and a page."""
    words = _WORDS[judged.verdict]
    when = ""
    if judged.verdict in _LASTING and judged.since is not None:
        when = f"since {judged.since.short}"
    elif judged.verdict in _ONCE and judged.months:
        when = f"in {judged.months[-1].short} only" if len(judged.months) == 1 else f"in {len(judged.months)} months"
    return Travel(words, when, _TOWARDS.get(judged.verdict, ""), judged.sentence, judged)
