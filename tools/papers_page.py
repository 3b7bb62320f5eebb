"""Writes `docs/explanation/what-the-papers-saw.md` and its pictures: ten published series, what the papers said, and the verdict.

`python -m tools.papers_page` writes them; `--check` compares, and exits with 1 naming every file that is out of date. Every figure,
verdict and chart is worked out from the printed rows. Where a verdict is no longer the one that the prose was written for, nothing is
written.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import yaml

from lightwell.definitions import Definition, load
from lightwell.errors import LightwellError, Refused
from lightwell.reports import wording
from lightwell.reports.signal_chart import drawing, signal_chart
from lightwell.results.break_model import Break
from lightwell.signals import Judged, Verdict, judge
from lightwell.signals.intervals import count_interval
from tools.markdown import joined, table
from tools.papers_series import FOLDER, NEW_SYSTEM, earlier, monthly, printed
from tools.papers_words import Rows, as_printed, filled

DOCS = Path(__file__).resolve().parent.parent / "docs" / "explanation"
PAGE = "what-the-papers-saw.md"
_FONT = "system-ui, 'Segoe UI', Arial, sans-serif"

_VERDICTS = {
    Verdict.IMPROVING: "improving",
    Verdict.WORSENING: "worsening",
    Verdict.HIGHER: "higher",
    Verdict.LOWER: "lower",
    Verdict.MIXED: "a change that is over, or several ways",
    Verdict.BETTER_ONCE: "better in single months only",
    Verdict.WORSE_ONCE: "worse in single months only",
    Verdict.HIGHER_ONCE: "higher in single months only",
    Verdict.LOWER_ONCE: "lower in single months only",
    Verdict.NO_CHANGE: "no evidence of change",
    Verdict.TOO_FEW: "too few months",
    Verdict.COUNTS_ONLY: "counts only",
    Verdict.NO_DATA: "no figures",
}


@dataclass(frozen=True)
class Shown:
    """One series of the page: what the papers said of it and where, its definition, and what is judged of it today."""

    heading: str
    said: str
    where: str
    why: str
    definition: Definition
    judged: Judged
    target: float | None

    @property
    def breaks(self) -> tuple[Break, ...]:
        """The breaks that the papers tell of and that fall among its months."""
        months = self.judged.columns.series.months
        return (NEW_SYSTEM,) if months[0] < NEW_SYSTEM.month <= months[-1] else ()


def shown() -> tuple[Shown, ...]:
    """Judge the ten series. Raises `Refused` where a verdict is not the one that the prose was written for."""
    definitions = load().definitions
    said: list[dict[str, Any]] = yaml.safe_load((FOLDER / "said.yaml").read_text(encoding="utf-8"))
    series = {one.key: one for one in monthly(definitions)}
    chosen = [replace(series[entry["indicator"]], target=entry.get("target")) for entry in said]
    found = tuple(
        Shown(entry["heading"], entry["said"], entry["where"], entry["why"], definitions[one.key], judged, one.target)
        for entry, one, judged in zip(said, chosen, judge(chosen), strict=True)
    )
    moved = [
        f"{each.definition.id} is now “{each.judged.sentence}”"
        for entry, each in zip(said, found, strict=True)
        if each.judged.verdict != entry["verdict"]
    ]
    if moved:
        raise Refused(f"The prose was written for other verdicts: {'; '.join(moved)}. Read tools/papers/said.yaml again, and correct it.")
    return found


def files() -> dict[str, str]:
    """Give the page and its pictures by their names in `docs/explanation`."""
    ten = shown()
    pictures = {_picture(each): _chart(each) for each in ten}
    return {PAGE: joined(_page(ten)), **pictures}


def stale(folder: Path) -> list[str]:
    """Name what in a folder is missing, not what it should be, or a picture that nothing shows."""
    wanted = files()
    kept = {name: path.read_text(encoding="utf-8") for name in wanted if (path := folder / name).exists()}
    loose = {f"pictures/{path.name}" for path in (folder / "pictures").glob("papers-*.svg")} - set(wanted)
    return [name for name, text in wanted.items() if kept.get(name) != text] + sorted(loose)


def main(arguments: Sequence[str]) -> int:
    """Write the page, or with `--check` compare it; gives the exit code."""
    try:
        found = stale(DOCS) if "--check" in arguments else _write(DOCS)
    except LightwellError as wrong:
        print(wrong, file=sys.stderr)
        return 1
    for name in found:
        print(f"docs/explanation/{name} is out of date. Write it again with: python -m tools.papers_page", file=sys.stderr)
    return 1 if found else 0


def _write(folder: Path) -> list[str]:
    (folder / "pictures").mkdir(parents=True, exist_ok=True)
    for name, text in files().items():
        (folder / name).write_text(text, encoding="utf-8")
    return []


def _picture(each: Shown) -> str:
    return f"pictures/papers-{each.definition.id.replace('_', '-')}.svg"


def _chart(each: Shown) -> str:
    target = "" if each.target is None else wording.with_unit(wording.number(each.target, 0), each.definition)
    drawn = drawing(each.judged, each.definition, breaks=each.breaks, target=each.target, target_text=target)
    picture = signal_chart(drawn, name=each.definition.id, title=each.definition.title, width=760, height=280)
    return picture.replace("<svg ", f'<svg font-family="{_FONT}" ', 1) + "\n"


def _page(ten: Sequence[Shown]) -> Iterator[str]:
    rows = printed()
    yield "# What the papers saw, and what they said"
    yield "<!-- Written by tools/papers_page.py from tools/papers/. Change that, and run: python -m tools.papers_page -->"
    yield _INTRODUCTION
    yield from _all_rows()
    for number, each in enumerate(ten, 1):
        yield from _one(number, each, rows)
    yield from _custody()
    yield from _restated(rows)
    yield _SHORT_OF
    yield _SOURCES


def _one(number: int, each: Shown, rows: Rows) -> Iterator[str]:
    judged = each.judged
    yield f"## {number}. {each.heading}"
    yield f"**{each.definition.title}**"
    yield f"![{each.definition.title}: the printed months, and the range that is to be expected]({_picture(each)})"
    yield f"> {each.said.strip()}\n>\n> *{each.where}*"
    notes = [note for note in judged.notes if "lie" in note]
    yield f"**Lightwell:** {' '.join([judged.sentence, judged.capability_sentence, *notes]).strip()}"
    yield filled(each.why.strip(), judged, rows)
    numbered = f" {NEW_SYSTEM.month.name}, marked 1: {NEW_SYSTEM.what}" if each.breaks else ""
    yield f"*As printed.* {as_printed(rows[each.definition.id], each.definition.decimals)}{numbered}"


def _all_rows() -> Iterator[str]:
    judged = judge(monthly(load().definitions))
    counted = Counter(each.verdict for each in judged)
    yield "## Every row of both packs"
    yield (
        f"The two packs print {len(judged)} rows of figures by month, as both stand here together. Lightwell judges each without failing. "
        "The verdicts, as at the last month that is printed:"
    )
    yield table(("verdict", "rows"), [(_VERDICTS[verdict], str(counted[verdict])) for verdict in Verdict if counted[verdict]])
    most = max(len(values) for values in printed().values())
    yield _ALL_ROWS.format(
        most=most, few=sum(len(values) < 12 for values in printed().values()), thirteen=_with(13) + _with(14), many=_with(most)
    )


def _with(months: int) -> int:
    return sum(len(values) == months for values in printed().values())


def _custody() -> Iterator[str]:
    nine, ten = count_interval(9), count_interval(10)
    yield "## A trend from nine to ten"
    yield _CUSTODY.format(low=f"{nine.low:.0f}", high=f"{nine.high:.0f}", low_ten=f"{ten.low:.0f}", high_ten=f"{ten.high:.0f}")


def _restated(rows: Rows) -> Iterator[str]:
    definitions: Mapping[str, Definition] = load().definitions
    yield "## Restated months"
    yield "January 2022 is the one month that both packs print. Of the figures that stand in both, these were changed and none was marked:"
    yield table(
        ("row", "month", "pack of June 2022", "pack of March 2024", "change"),
        [
            (
                definitions[indicator].title,
                month.name,
                wording.number(first, 0),
                wording.number(rows[indicator][month], 0),
                f"{rows[indicator][month] / first - 1:+.1%}".replace("-", "−").replace("%", "\N{NO-BREAK SPACE}%"),
            )
            for (indicator, month), first in sorted(earlier().items())
        ],
    )
    yield "Children with a child in need plan are left out: 528 in the first pack and 27 in the second, which is a misprint."


_INTRODUCTION = """\
A method is easily praised on figures that were made for it. These are published: two performance packs that a council's
scrutiny panel had before it in June 2022 and March 2024. For ten of their rows this page sets what the paper said of a
month beside the [verdict](signal-and-noise.md) that Lightwell gives on the same printed figures, and says why the two
differ. They were chosen because something was said about them.

Those who wrote the papers knew their service, and had what a table of thirteen months gives. Nothing here says that
what they did was not worth doing. It says how much of it the figures alone can show."""

_ALL_ROWS = """\
Read the many rows without evidence of change with care. No row has more than {most} months, and the {many} that have so
many lack May to December 2022. {thirteen} rows have thirteen or fourteen, and {few} fewer than the twelve that a verdict takes. Limits from thirteen months
are known to within about a third: what is drawn as 60 to 98 may as well be 66 to 92, or 53 to 100. They are
marked as provisional until there are 24, and a change of two sigma is often missed. A change in the first eight months
cannot be found at all, for there is nothing before it to hold it against. And a printed percentage without its counts
does not say how much of its movement is chance, as [a share with its counts](signal-and-noise.md#the-chart) does. A service that
holds its own records has 24 months and more, with counts, from its first load."""

_CUSTODY = """\
No monthly row, but the smallest number of all, and told as a trend:

> Custodial sentences have been rising since 2022.
>
> *Report on the Youth Justice Service, March 2024, paragraph 8*

The paragraph before it names the figures, 9 sentences in the year to June 2023 and 10 in the year to September, and
warns that they are small and to be read with caution. The two years share nine of their twelve months. So the step from
9 to 10 is one quarter put in the place of another, with one sentence more. Where 9 are counted, the figure behind
may be anything from {low} to {high} (exact Poisson, 95 %); where 10 are, from {low_ten} to {high_ten}. Neither rise nor fall can be seen in that,
and Lightwell would show the two counts and say that they are too few. That the
authority was far above others is another question, with more figures to answer it. A [funnel](signal-and-noise.md#funnels) answers it."""

_SHORT_OF = """\
## Where the verdict falls short

The packs show three weaknesses of the method, and they are told here because nobody else will tell them:

- **A step among the first months, at month ends, may be taken for months that hang together.** Row 9 is one; supervision of children in
  our care, visits to children with a plan within ten working days and others are alike. Judged as separate months, they
  would be “Better since January 2023”.
- **A slow, steady drift is missed.** Health assessments that are up to date fall from 91 % in February 2023 to 78 % in
  November, in every month, and the verdict is “No evidence of change”. The chart marks it (six falling, months outside the
  limits), and the target of 95 % is out of reach by any reading. But the sentence does not say that it falls.
- **Rates over twelve months overlap**, and so does what they are judged by. Their verdicts here are worth little; their months are what
  should be judged.

Whoever reads the chart with the sentence sees the first two. That is why both are shown."""

_SOURCES = """\
## Sources

Southampton City Council, Children and Families Scrutiny Panel, public papers: *Children and Learning – Performance*, 16 June
2022, appendix 1 (figures to April 2022), and 21 March 2024 (figures to January 2024); *The Youth Justice Service in
Southampton*, 21 March 2024. The figures were transcribed from the printed tables, faults included;
[where the printed papers differ](where-the-papers-differ.md) has more of those."""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
