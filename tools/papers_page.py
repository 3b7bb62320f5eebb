"""Writes `docs/explanation/what-the-papers-saw.md` and its pictures: ten published series, what the papers said, and the verdict.

`python -m tools.papers_page` writes them; `--check` compares, and exits with 1 naming every file that is out of date. Every figure,
verdict and chart is worked out from the printed rows. Where a verdict is no longer the one that the prose was written for, nothing is
written.
"""

from __future__ import annotations

import re
import sys
import textwrap
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
from lightwell.signals import Capability, Judged, Policy, Verdict, judge
from lightwell.signals.intervals import count_interval
from tools.markdown import joined, table
from tools.papers_series import FOLDER, NEW_SYSTEM, earlier, monthly, printed
from tools.papers_words import Rows, as_printed, filled
from tools.papers_yearly import kept

DOCS = Path(__file__).resolve().parent.parent / "docs" / "explanation"
PAGE = "what-the-papers-saw.md"
Texts = Mapping[str, str]
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


def entries() -> list[dict[str, Any]]:
    """Read what the papers said of the ten series."""
    found: list[dict[str, Any]] = yaml.safe_load((FOLDER / "said.yaml").read_text(encoding="utf-8"))
    return found


def shown(said: Sequence[Mapping[str, Any]]) -> tuple[Shown, ...]:
    """Judge the series. Raises `Refused` where a verdict, or whether its target can be met, is not what the prose was written for."""
    definitions = load().definitions
    series = {one.key: one for one in monthly(definitions)}
    chosen = [replace(series[entry["indicator"]], target=entry.get("target")) for entry in said]
    found = tuple(
        Shown(entry["heading"], entry["said"], entry["where"], entry["why"], definitions[one.key], judged, one.target)
        for entry, one, judged in zip(said, chosen, judge(chosen), strict=True)
    )
    moved = [
        f"{each.definition.id} is now “{each.judged.sentence} {each.judged.capability_sentence}”"
        for entry, each in zip(said, found, strict=True)
        if each.judged.verdict is not Verdict(entry["verdict"])
        or ("capability" in entry and each.judged.capability is not Capability(entry["capability"]))
    ]
    if moved:
        raise Refused(f"The prose was written for other verdicts: {'; '.join(moved)}. Read tools/papers/said.yaml again, and correct it.")
    return found


def files() -> dict[str, str]:
    """Give the page and its pictures by their names in `docs/explanation`."""
    ten = shown(entries())
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


def _anchor(heading: str) -> str:
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


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
    picture = signal_chart(drawn, name=each.definition.id, title=each.definition.title, width=620, height=270, text=14)
    return picture.replace("<svg ", f'<svg font-family="{_FONT}" ', 1) + "\n"


def _page(ten: Sequence[Shown]) -> Iterator[str]:
    rows, texts = printed(), yaml.safe_load((FOLDER / "texts.yaml").read_text(encoding="utf-8"))
    yield "# What the papers saw, and what they said"
    yield "<!-- Written by tools/papers_page.py from tools/papers/. Change that, and run: python -m tools.papers_page -->"
    yield texts["introduction"]
    yield table(("", "what happened", "row", "verdict"), [_line(number, each) for number, each in enumerate(ten, 1)])
    for number, each in enumerate(ten, 1):
        yield from _one(number, each, rows)
    yield from _custody(texts)
    yield from _restated(texts, rows)
    yield from _all_rows(texts)
    yield "## Where the verdict falls short"
    yield texts["short_of"]
    yield table(("row", "every month taken as separate"), _passed_over())
    yield texts["short_of_after"]
    yield "## Sources"
    yield texts["sources"]


def _line(number: int, each: Shown) -> tuple[str, ...]:
    heading = f"{number}. {each.heading}"
    return str(number), f"[{each.heading}](#{_anchor(heading)})", each.definition.title, each.judged.sentence


def _one(number: int, each: Shown, rows: Rows) -> Iterator[str]:
    judged = each.judged
    yield f"## {number}. {each.heading}"
    yield f"**{each.definition.title}**"
    yield f"![{each.definition.title}: the printed months, and the range that is to be expected]({_picture(each)})"
    yield f"{_wrapped(each.said, '> ')}\n>\n> *{each.where}*"
    notes = [note for note in judged.notes if "lie" in note]
    yield _wrapped(f"**Lightwell:** {' '.join([judged.sentence, judged.capability_sentence, *notes])}")
    yield _wrapped(filled(each.why, judged, rows))
    numbered = f" {NEW_SYSTEM.month.name}, marked 1: {NEW_SYSTEM.what}" if each.breaks else ""
    yield _wrapped(f"*As printed.* {as_printed(rows[each.definition.id], each.definition.decimals)}{numbered}")


def _wrapped(text: str, begin: str = "") -> str:
    words = text.strip(" \n").replace(" %", "\N{NO-BREAK SPACE}%")
    return textwrap.fill(words, 120, initial_indent=begin, subsequent_indent=begin, break_long_words=False, break_on_hyphens=False)


def _custody(texts: Texts) -> Iterator[str]:
    nine, ten = count_interval(9), count_interval(10)
    yield "## A trend from nine to ten"
    yield texts["custody"].format(low=f"{nine.low:.0f}", high=f"{nine.high:.0f}", low_ten=f"{ten.low:.0f}", high_ten=f"{ten.high:.0f}")


def _restated(texts: Texts, rows: Rows) -> Iterator[str]:
    definitions = load().definitions
    yield "## Restated months"
    yield texts["restated"]
    lines = []
    for (indicator, month), first in sorted(earlier().items()):
        now = rows[indicator][month]
        change = f"{now / first - 1:+.1%}".replace("-", "−").replace("%", "\N{NO-BREAK SPACE}%")
        lines.append((definitions[indicator].title, month.name, wording.number(first, 0), wording.number(now, 0), change))
    yield table(("row", "month", "pack of June 2022", "pack of March 2024", "change"), lines)
    yield texts["misprint"]


def _all_rows(texts: Texts) -> Iterator[str]:
    judged = judge(monthly(load().definitions))
    lengths = Counter(len(values) for values in printed().values())
    most = max(lengths)
    yield "## Every published row"
    yield texts["every_row"].format(rows=len(judged))
    yield _verdicts("rows", Counter(each.verdict for each in judged))
    few = sum(count for months, count in lengths.items() if months < Policy().least_points)
    yield texts["careful"].format(most=most, many=lengths[most], thirteen=lengths[13] + lengths[14], few=few)
    yearly = Counter({Verdict(verdict): count for verdict, count in kept()})
    yield texts["yearly"].format(series=f"{yearly.total():,}")
    yield _verdicts("yearly series", yearly)


def _verdicts(what: str, counted: Mapping[Verdict, int]) -> str:
    return table(("verdict", what), [(_VERDICTS[verdict], f"{counted[verdict]:,}") for verdict in Verdict if counted.get(verdict)])


def _passed_over() -> list[tuple[str, str]]:
    """List the rows of month ends in which a lasting change is found only when no month is taken to carry over into the next."""
    definitions = load().definitions
    ends = [one for one in monthly(definitions) if one.at_month_end and not one.stock]
    pairs = zip(judge(ends), judge([replace(one, at_month_end=False) for one in ends]), strict=True)
    lasting = (Verdict.IMPROVING, Verdict.WORSENING, Verdict.HIGHER, Verdict.LOWER, Verdict.MIXED)
    return [
        (definitions[ours.key].title, apart.sentence)
        for ours, apart in pairs
        if ours.verdict is Verdict.NO_CHANGE and apart.verdict in lasting
    ]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
