"""Publication: what is in the folder, what an attacker makes of it, what is reprinted, and what needs an erratum."""

from __future__ import annotations

import csv
import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from typer.testing import CliRunner

from lightwell.cli.app import app
from lightwell.disclosure import AUTHORITY, USUAL_POLICY, Cell, Coordinates, Printed, Release, protect
from lightwell.errors import LightwellError, Refused
from lightwell.periods import Month
from lightwell.reports.public import Outcome, editions, figures, publish
from lightwell.store import Home
from tests.unit.disclosure.attackers import Table, pinned
from tests.unit.reports.conftest import Small

JANUARY = Month(2024, 1)
RELEASED = date(2024, 3, 1)
LOCALITIES = {"N": 4, "E": 7, "S": 22, "W": 31}
"""Referrals of each month by locality: North is too few to be printed, so a second locality cannot be."""

Publish = Callable[..., Outcome]


def table(changed: int = 0) -> Table:
    """Thirteen months of referrals, by locality, and assessments in time; `changed` more referrals to the south in December."""
    made = Table()
    for month in [JANUARY.plus(-back) for back in range(13)]:
        more = changed if month == JANUARY.plus(-1) else 0
        parts = {name: number + (more if name == "S" else 0) for name, number in LOCALITIES.items()}
        whole = Coordinates("referrals", month)
        cells = [_count(Coordinates("referrals", month, "locality", name), number) for name, number in parts.items()]
        made.cells += [*cells, _count(whole, sum(parts.values()))]
        made.sums.append((tuple((cell.at, "numerator") for cell in cells), (whole, "numerator")))
        at = Coordinates("assessments_45_working_days", month)
        made.cells.append(Cell(at, "percent", 40.0 if month.number % 2 else 47.0, 50.0, 0, shows_parts=True))
    return made


def _count(at: Coordinates, number: int) -> Cell:
    return Cell(at, "count", float(number), shows_parts=True)


@pytest.fixture
def home(small: Small, tmp_path: Path) -> Home:
    """A home of its own, so that what is published stays there."""
    shutil.copytree(small.home.path, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def with_paper() -> None:
    """Have the PDF made."""


@pytest.fixture(autouse=True)
def without_paper(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the PDF out where it is not looked at: it is most of the time that a site takes."""
    if "with_paper" not in request.fixturenames:
        monkeypatch.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def publish_table(home: Home, small: Small, out: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Publish invented figures in place of those of the snapshot, which are too few."""

    def made(month: Month = JANUARY, *, changed: int = 0, erratum: str = "") -> Outcome:
        def cells(_snapshot: object, months: tuple[Month, ...]) -> tuple[Cell, ...]:
            return tuple(cell for cell in table(changed).cells if cell.at.month in months)

        monkeypatch.setattr("lightwell.reports.public.publishing.true_cells", cells)
        return publish(home, small.snapshot, month, out, released_on=RELEASED, erratum=erratum)

    return made


def read_csv(out: Path, month: Month = JANUARY) -> list[dict[str, str]]:
    with (out / f"data/figures-{month}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def printed_in(out: Path, month: Month = JANUARY) -> list[Printed]:
    """Read the open data as somebody who has nothing else."""
    found = []
    for row in read_csv(out, month):
        at = Coordinates(row["indicator"], Month.parse(row["month"]), row["part"], row["part_code"])
        value, above, below = (float(row[name]) if row[name] else None for name in ("value", "numerator", "denominator"))
        kind = "percent" if row["unit"] == "percent" else "count"
        found.append(Printed(at, kind, 0, value, row["mark"], numerator=above, denominator=below))  # type: ignore[arg-type]  # one of the kinds
    return found


class _Reader(HTMLParser):
    """Gathers addresses and elements of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fetched: list[str] = []
        self.scripts = 0
        self.headings = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.scripts += tag == "script" or any(name.startswith("on") for name in given)
        self.headings += tag == "h1"
        if tag == "a":
            self.links.append(given.get("href") or "")
        elif "src" in given or (tag == "link" and "href" in given):
            self.fetched.append(given.get("src") or given.get("href") or "")


def _pages(out: Path) -> Iterator[tuple[Path, _Reader]]:
    for page in sorted(out.glob("*.html")):
        reader = _Reader()
        reader.feed(page.read_text("utf-8"))
        yield page, reader


@pytest.mark.usefixtures("with_paper")
def test_the_site_needs_nothing_else_and_every_link_leads_somewhere(publish_table: Publish, out: Path) -> None:
    publish_table()
    ids = {page.name: page.read_text("utf-8") for page in out.glob("*.html")}
    assert len(ids) > 60
    for page, read in _pages(out):
        assert page.stat().st_size < 150_000, page.name
        assert read.scripts == 0, page.name
        assert read.headings == 1, page.name
        assert read.fetched == ["style.css"]
        for link in read.links:
            if link.startswith("#"):
                assert f'id="{link[1:]}"' in ids[page.name]
            elif not link.startswith("https://"):
                assert (out / link).is_file(), f"{page.name} → {link}"
    assert (out / "pack.pdf").read_bytes().startswith(b"%PDF-")


def test_an_attacker_with_the_folder_finds_no_small_number(publish_table: Publish, out: Path) -> None:
    publish_table(JANUARY.plus(-1))
    before = printed_in(out, JANUARY.plus(-1))
    publish_table()
    now = printed_in(out)
    hidden = [one for one in now if one.mark == "c"]
    assert {one.at.member for one in hidden if one.at.indicator == "referrals"} >= {"N"}
    # One is small itself; nothing would be gained if its neighbours gave it back.
    assert len([one for one in hidden if one.at.month == JANUARY and one.at.breakdown == "locality"]) == 2
    assert pinned(table(), now, USUAL_POLICY, before) == {}
    page = (out / "indicator-referrals.html").read_text("utf-8")
    assert page.count("<td>c</td>") == 2
    assert "<td>31</td>" in page
    assert "<td>4</td>" not in page
    # A share of too few is never printed, so its mark is not explained.
    assert "c: suppressed" in page
    assert "3 of 5" not in page


def test_the_metadata_describe_the_file(publish_table: Publish, out: Path) -> None:
    publish_table()
    said = json.loads((out / f"data/figures-{JANUARY}.csv-metadata.json").read_text("utf-8"))
    assert [column["name"] for column in said["tableSchema"]["columns"]] == list(read_csv(out)[0])
    assert (out / "data" / said["url"]).is_file()
    assert said["dc:issued"]["@value"] == "2024-03-01"
    listed = json.loads((out / "publication.json").read_text("utf-8"))["sha256"]
    assert {name: hashlib.sha256((out / name).read_bytes()).hexdigest() for name in listed} == listed


def test_published_again_with_the_same_figures_it_is_the_same_and_recorded_once(publish_table: Publish, out: Path, home: Home) -> None:
    assert publish_table().new
    first = {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()}
    assert not publish_table().new
    assert {path.name: path.read_bytes() for path in out.rglob("*") if path.is_file()} == first
    (edition,) = editions(home)
    assert {kept.printed for kept in edition.kept} >= {Printed(Coordinates("referrals", JANUARY), "count", 0, 64.0, numerator=64.0)}


def test_earlier_months_are_printed_as_they_were_published(publish_table: Publish, out: Path) -> None:
    publish_table(JANUARY.plus(-1))
    done = publish_table(JANUARY, changed=20)
    assert done.revised == 2
    (december,) = [row for row in read_csv(out) if row["month"] == "2023-12" and row["indicator"] == "referrals" and not row["part_code"]]
    assert december["value"] == "64"


def test_other_figures_need_an_erratum_which_lists_what_changed(publish_table: Publish, out: Path, home: Home) -> None:
    publish_table()
    with pytest.raises(Refused, match="Printed 64, now 84"):
        publish_table(changed=20)
    assert len(editions(home)) == 1
    done = publish_table(changed=20, erratum="Referrals by letter were <left> out.")
    assert {(change.was, change.now) for change in done.edition.changes} >= {("64", "84")}
    page = (out / "errata.html").read_text("utf-8")
    assert "Referrals by letter were &lt;left&gt; out." in page
    assert "<td>84</td>" in page
    assert {(row["month"], row["corrected"]) for row in read_csv(out) if row["corrected"]} == {("2023-12", "yes")}
    assert "[e]<span" in (out / "indicator-referrals.html").read_text("utf-8")
    # What is right now is what is reprinted from here on.
    assert not publish_table(changed=20).new


def test_an_erratum_corrects_something(publish_table: Publish, home: Home) -> None:
    with pytest.raises(Refused, match="has not been published"):
        publish_table(erratum="Too early.")
    publish_table()
    with pytest.raises(Refused, match="nothing to correct"):
        publish_table(erratum="Nothing.")
    assert len(editions(home)) == 1


def test_nothing_is_published_if_the_audit_finds_a_number(
    publish_table: Publish, home: Home, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(*given: object) -> tuple[object, ...]:
        """Print what is suppressed only to protect another."""
        kept = []
        numbers = {cell.at: cell.numerator for cell in given[0]}  # type: ignore[attr-defined]  # the cells
        for one in protect(*given):  # type: ignore[arg-type]  # as it was called
            beside = one.state is Release.SUPPRESSED and one.printed.at.member not in ("N", "")
            shown = replace(one.printed, value=numbers[one.printed.at], mark="")
            kept.append(replace(one, printed=shown, state=Release.PUBLISHED, reasons=()) if beside else one)
        return tuple(kept)

    monkeypatch.setattr(figures, "protect", careless)
    with pytest.raises(Refused, match="gives small numbers away"):
        publish_table()
    assert editions(home) == ()
    assert not out.exists()


def test_a_record_that_cannot_be_read_stops_publication(publish_table: Publish, home: Home) -> None:
    publish_table()
    (home.path / "published" / "0001-2024-01" / "edition.json").write_text("{", encoding="utf-8")
    with pytest.raises(Refused, match="0001-2024-01"):
        publish_table()


def test_a_folder_with_something_else_is_left_alone(publish_table: Publish, out: Path, home: Home) -> None:
    out.mkdir()
    (out / "index.html").write_text("somebody's", encoding="utf-8")
    with pytest.raises(LightwellError, match="other files are there"):
        publish_table()
    assert (out / "index.html").read_text("utf-8") == "somebody's"
    assert editions(home) == ()


def test_the_command_publishes_a_snapshot(home: Home, out: Path) -> None:
    asked = ["--home", str(home.path), "publish", "--period", "2024-01", "--out", str(out), "--released", "2024-03-01"]
    said = CliRunner().invoke(app, asked)
    assert said.exit_code == 0, said.output
    assert "January 2024 is published" in said.output
    assert "released on 1 March 2024" in said.output
    rows = read_csv(out)
    small = [row for row in rows if row["unit"] == "count" and row["part"] == AUTHORITY and row["value"]]
    assert rows
    assert all(int(row["value"]) == 0 or int(row["value"]) > 5 for row in small)
