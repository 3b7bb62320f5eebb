"""Exempt parts: read with plain errors, nowhere in what is public, not to be worked out from it, and in the members' pack marked so."""

from __future__ import annotations

import functools
import io
import os
import re
import shutil
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import typst
from pypdf import PdfReader
from typer.testing import CliRunner

from lightwell.cli.app import app
from lightwell.disclosure import Cell, Coordinates
from lightwell.errors import LightwellError, Refused
from lightwell.periods import Month
from lightwell.reports.public import editions, members_pack, publish, read_exempt, record
from lightwell.store import Home
from tests.unit.reports.conftest import Small

LONG = bool(os.environ.get("LIGHTWELL_LONG"))
JANUARY = Month(2024, 1)
RELEASED = date(2024, 3, 1)
PANEL = "Scrutiny Panel"
WITHHELD = "cla_placed_for_adoption"
TITLE = "placed for adoption"
LOCALITIES = {"N": 70130913, "E": 64170917, "S": 52190919, "W": 46030939}
APPENDIX = "# What the visits found\n\nThe tangerine setting\nwas visited.\n\n- Nothing else followed.\n"

PART = """
  - id: {id}
    title: "{title}"
    covers: {covers}
    category: "2"
    reason: It is likely to reveal the identity of an individual.
    public_interest: The children concerned could be recognised in their street.
    decided_by: Monitoring Officer
    from: 2024-01-01
    until: 2024-12-31
    committees: [{panel}]
"""


def written(*parts: tuple[str, str, str], panel: str = PANEL) -> str:
    """Write the file of exempt parts, each by its id, title and what it covers."""
    said = "".join(PART.format(id=name, title=title, covers=covers, panel=panel) for name, title, covers in parts)
    return f'paragraph: "10.4"\ncommittees: [{PANEL}, Other Panel]\nparts:{said}'


INDICATOR = ("appendix-2", "Appendix 2", f"{{indicator: {WITHHELD}}}")
NORTH = ("one-locality", "One locality", "{indicator: referrals, breakdown: locality, member: N}")
TEXT = ("visits", "Appendix 3", "{appendix: visits.md}")


@pytest.fixture
def home(small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Home:
    """A home with one secret count, referrals in four localities, and nothing exempt yet."""
    shutil.copytree(small.home.path, tmp_path / "home")
    cells = []
    for month in [JANUARY.plus(-back) for back in range(13)]:
        cells.append(Cell(Coordinates(WITHHELD, month), "count", 73137739.0, shows_parts=True))
        cells += [Cell(Coordinates("referrals", month, "locality", name), "count", float(n)) for name, n in LOCALITIES.items()]
        cells.append(Cell(Coordinates("referrals", month), "count", float(sum(LOCALITIES.values())), shows_parts=True))
    for module in ("publishing", "members"):
        monkeypatch.setattr(
            f"lightwell.reports.public.{module}.true_cells", lambda _, months: tuple(c for c in cells if c.at.month in months)
        )
    return Home(tmp_path / "home")


@pytest.fixture
def without_paper(monkeypatch: pytest.MonkeyPatch) -> None:
    """Leave the PDF out where it is not looked at: it is most of the time that a site takes."""
    monkeypatch.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")


Exempt = Callable[..., None]


@pytest.fixture
def exempt(home: Home) -> Exempt:
    """Write what is exempt into the home."""

    def write(*parts: tuple[str, str, str], **more: str) -> None:
        (home.path / "exempt").mkdir(exist_ok=True)
        (home.path / "exempt" / "visits.md").write_text(APPENDIX, encoding="utf-8")
        (home.path / "exempt.yaml").write_text(written(*parts, **more), encoding="utf-8")

    return write


@pytest.fixture
def handed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Everything that is handed over to be set on paper, as it comes."""
    made: list[str] = []
    compile_ = typst.compile

    def listen(*given: Any, **named: Any) -> Any:
        made.append(re.sub(r"(?<=[0-9]),(?=[0-9])", "", "\n".join(named["sys_inputs"].values())))
        return compile_(*given, **named)

    monkeypatch.setattr(typst, "compile", listen)
    return made


@functools.cache
def _paper(content: bytes) -> tuple[str, ...]:
    """Give the properties of a PDF and the text of each page."""
    reader = PdfReader(io.BytesIO(content))
    pages = list(reader.pages)
    # A page takes a tenth of a second. What each is made of is looked at beside this: see `handed`.
    return (str(reader.metadata), *(page.extract_text() for page in (pages if LONG else [*pages[:3], pages[-1]])))


def everything_in(files: dict[str, bytes]) -> str:
    """Give every byte of every file, its name, and the words of the PDF and its properties, without the thousands' commas."""
    found = []
    for name, content in files.items():
        found += [name, content.decode("utf-8", "replace")]
        found += _paper(content) if name.endswith(".pdf") and len(content) > 9 else ()
    return re.sub(r"(?<=[0-9]),(?=[0-9])", "", "\n".join(found))


def folder(out: Path) -> dict[str, bytes]:
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


def test_nothing_exempt_is_anywhere_in_what_is_public(small: Small, home: Home, exempt: Exempt, tmp_path: Path, handed: list[str]) -> None:
    exempt(INDICATOR, TEXT)
    made = publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    site = folder(tmp_path / "site")
    with zipfile.ZipFile(record.site_of(home, made.edition)) as kept:
        zipped = {name: kept.read(name) for name in kept.namelist()}
    assert len(handed) == 1
    for text in (everything_in(site).lower(), everything_in(zipped).lower(), handed[0].lower()):
        assert "232523688" in text  # what is public is there, so that the search can find a number
        for secret in ("73137739", WITHHELD, WITHHELD.replace("_", "-"), TITLE, "tangerine", "visits.md", PANEL.lower()):
            assert secret not in text, secret
    assert not any(kept.at.indicator == WITHHELD for kept in made.edition.kept)
    page = site["exempt-appendix-2.html"].decode()
    assert "exempt from publication by category 2 of paragraph 10.4 of the Council&#39;s Access to Information Procedure Rules" in page
    assert "because it is likely to reveal the identity of an individual." in page
    motion = site["exempt.html"].decode()
    assert "the press and public be excluded from the meeting in respect of any consideration of the exempt parts" in motion
    assert "In all the circumstances of the case" in motion
    assert "Appendix 2 is" not in motion
    assert "“Appendix 3” is considered to be exempt from general publication based on category 2" in motion


@pytest.mark.usefixtures("without_paper")
def test_without_an_exempt_part_there_is_no_motion(small: Small, home: Home, tmp_path: Path) -> None:
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    assert "exempt.html" not in folder(tmp_path / "site")
    assert "73137739" in everything_in(folder(tmp_path / "site"))


@pytest.mark.usefixtures("without_paper")
def test_an_exempt_figure_cannot_be_worked_out_from_a_total(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(NORTH)
    made = publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    parts = {one.at.member: one.printed.value for one in made.edition.kept if one.at.month == JANUARY and one.at.breakdown == "locality"}
    assert "N" not in parts
    # Total less the others would be North: one more is suppressed, though none of them is small.
    assert sorted(value is None for value in parts.values()) == [False, False, True]
    assert "70130913" not in everything_in(folder(tmp_path / "site"))


def test_members_have_it_marked_on_every_page_and_only_their_committee(
    small: Small, home: Home, exempt: Exempt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exempt(INDICATOR, NORTH, TEXT)
    with monkeypatch.context() as patched:
        patched.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")
        publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    made = members_pack(home, JANUARY, tmp_path / "members", committee=PANEL, made_on=RELEASED)
    assert made.new
    assert made.parts == ("Appendix 2", "One locality", "Appendix 3")
    files = folder(tmp_path / "members")
    text = everything_in(files)
    assert {"73137739", "70130913", "tangerine"} <= {word for word in ("73137739", "70130913", "tangerine") if word in text}
    marking = "Not for publication: exempt by category 2 of paragraph 10.4"
    for name, content in files.items():
        if name.endswith(".html"):
            assert marking in content.decode(), name
            assert "Open Government Licence" not in content.decode().partition("<footer>")[2].partition("Comparators:")[0], name
    assert all(marking in page for page in _paper(files["pack.pdf"])[1:])
    assert not any(name.startswith("data/") for name in files)
    monkeypatch.setattr("lightwell.reports.public.site.render", lambda *_: b"%PDF-")
    assert not members_pack(home, JANUARY, tmp_path / "members", committee=PANEL, made_on=RELEASED).new
    members_pack(home, JANUARY, tmp_path / "other", committee="Other Panel", made_on=RELEASED)
    other = everything_in(folder(tmp_path / "other"))
    assert "73137739" not in other
    assert "tangerine" not in other


@pytest.mark.usefixtures("without_paper")
def test_a_small_exempt_figure_is_suppressed_for_members_too(
    small: Small, home: Home, exempt: Exempt, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(LOCALITIES, "N", 3)
    few = [Cell(Coordinates("referrals", JANUARY, "locality", name), "count", float(n)) for name, n in LOCALITIES.items()]
    few.append(Cell(Coordinates("referrals", JANUARY), "count", float(sum(LOCALITIES.values()))))
    for module in ("publishing", "members"):
        monkeypatch.setattr(f"lightwell.reports.public.{module}.true_cells", lambda *_: tuple(few))
    exempt(("by-locality", "By locality", "{indicator: referrals, breakdown: locality}"))
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    made = members_pack(home, JANUARY, None, committee=PANEL, made_on=RELEASED)
    printed = {one.at.member: one.printed.value for one in made.edition.kept}
    assert printed["N"] is None
    # The total is public, so a second locality has to go beside North.
    assert sum(value is None for value in printed.values()) == 2


@pytest.mark.usefixtures("without_paper")
def test_a_members_pack_never_goes_where_a_public_site_is_and_needs_one(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(INDICATOR)
    with pytest.raises(Refused, match="January 2024 has not been published"):
        members_pack(home, JANUARY, tmp_path / "members", committee=PANEL, made_on=RELEASED)
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    with pytest.raises(LightwellError, match="holds a public site"):
        members_pack(home, JANUARY, tmp_path / "site", committee=PANEL, made_on=RELEASED)
    members_pack(home, JANUARY, tmp_path / "members", committee=PANEL, made_on=RELEASED)
    with pytest.raises(LightwellError, match="holds a members' pack, which is not for publication"):
        publish(home, small.snapshot, JANUARY, tmp_path / "members", released_on=RELEASED)


@pytest.mark.usefixtures("without_paper")
def test_nothing_becomes_public_because_a_day_went_by(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(INDICATOR)
    with pytest.raises(Refused, match="“Appendix 2” was exempt until 31 December 2024, and nobody has decided"):
        publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=date(2025, 2, 1))
    ended = (home.path / "exempt.yaml").read_text() + "    ended_on: 2025-01-15\n    ended_by: Monitoring Officer\n"
    (home.path / "exempt.yaml").write_text(ended, encoding="utf-8")
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=date(2025, 2, 1))
    assert "73137739" in everything_in(folder(tmp_path / "site"))


@pytest.mark.usefixtures("without_paper")
def test_what_was_exempt_is_published_later_only_as_an_erratum(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(INDICATOR)
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    (home.path / "exempt.yaml").unlink()
    with pytest.raises(Refused, match="Printed no figure, now 73,137,739"):
        publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    assert len(editions(home)) == 1


@pytest.mark.usefixtures("without_paper")
def test_what_becomes_exempt_is_taken_off_the_pages_and_the_errata(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(INDICATOR)
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    (home.path / "exempt.yaml").unlink()
    publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED, erratum="It had been left out.")
    assert "73137739" in everything_in(folder(tmp_path / "site"))
    exempt(INDICATOR)
    again = publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    assert not again.new
    assert "73137739" not in everything_in(folder(tmp_path / "site"))
    with zipfile.ZipFile(record.site_of(home, again.edition)) as kept:
        assert "73137739" not in everything_in({name: kept.read(name) for name in kept.namelist()})


@pytest.mark.parametrize(
    ("was", "is_now", "said"),
    [
        ('category: "2"', 'category: "9"', "part appendix-2: category: The categories are 1, 2, 3, 4, 5, 6, 7."),
        ("until: 2024-12-31", "until: 2023-12-31", "until: This is before “from”, 2024-01-01. It says “2023-12-31”."),
        ("until: 2024-12-31", "until: soon", "until: This is not a day. Write it as in 2024-01-31. It says “soon”."),
        ("decided_by: Monitoring Officer", "decided_by: someone@example.org", "decided_by: Name a post"),
        ("reason: It is", "because: It is", "reason: This is missing."),
        ("reason: It is", "because: It is", "because: There is no such field."),
        ("{indicator: cla_placed_for_adoption}", "{breakdown: team}", "Name the indicator that is divided in this way."),
        ("{indicator: cla_placed_for_adoption}", "{breakdown: worker}", "Figures of workers are in no pack."),
        ("{indicator: cla_placed_for_adoption}", "{appendix: ../x.md}", "An appendix is a text in the folder “exempt”"),
        ("{indicator: cla_placed_for_adoption}", "{appendix: gone.md}", "There is no file gone.md"),
        ("[Scrutiny Panel]\n", "[Cabinet]\n", "committees: This committee is not in the list"),
        ('paragraph: "10.4"', "", "paragraph: Say which paragraph of the council's rules it is"),
    ],
)
def test_every_fault_names_part_field_and_value(home: Home, exempt: Exempt, was: str, is_now: str, said: str) -> None:
    exempt(INDICATOR)
    path = home.path / "exempt.yaml"
    head, mark, tail = path.read_text("utf-8").rpartition(was)
    assert mark
    path.write_text(head + is_now + tail, encoding="utf-8")
    with pytest.raises(Refused) as refused:
        read_exempt(home)
    assert "exempt.yaml" in str(refused.value)
    assert said in str(refused.value)


@pytest.mark.usefixtures("without_paper")
def test_a_section_is_exempt_without_what_another_section_publishes(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(("placements", "Placements", "{section: permanence}"))
    made = publish(home, small.snapshot, JANUARY, tmp_path / "site", released_on=RELEASED)
    names = set(folder(tmp_path / "site"))
    assert "section-permanence.html" not in names
    assert "indicator-cla-placed-for-adoption.html" not in names
    assert {"indicator-cla.html", "section-birth-families.html", "exempt-placements.html"} <= names
    assert not any(kept.at.indicator == WITHHELD for kept in made.edition.kept)


@pytest.mark.usefixtures("without_paper")
def test_the_commands(small: Small, home: Home, exempt: Exempt, tmp_path: Path) -> None:
    exempt(INDICATOR)
    base = ["--home", str(home.path)]
    listed = CliRunner().invoke(app, [*base, "exempt"])
    assert listed.exit_code == 0, listed.output
    assert "Appendix 2" in listed.output
    ask = [*base, "publish", "--period", "2024-01", "--released", "2024-03-01", "--out"]
    said = CliRunner().invoke(app, [*ask, str(tmp_path / "site")])
    assert said.exit_code == 0, said.output
    assert "1 part is exempt, and replaced by the page that says so: Appendix 2." in said.output
    said = CliRunner().invoke(app, [*ask, str(tmp_path / "members"), "--for", "members", "--committee", PANEL])
    assert said.exit_code == 0, said.output
    assert "Not for publication" in said.output
    said = CliRunner().invoke(app, [*ask, str(tmp_path / "members"), "--for", "members"])
    assert said.exit_code == 1
    assert "Say which committee" in str(said.exception)
