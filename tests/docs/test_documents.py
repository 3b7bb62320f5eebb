"""Every document does what it says: its commands are run, its links lead somewhere, its files are whole."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.docs.walk import DEMONSTRATION, ROOT, alike, blocks, documents, walk
from tools.make_docs import anchor

_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} (.+?)\s*$", re.MULTILINE)
_MAKE = re.compile(r"`make ([a-z-]+)`|(?<=\n)make ([a-z-]+)(?= *[#\n])")
_CODE = re.compile(r"^```.*?^```$|`[^`\n]*`", re.MULTILINE | re.DOTALL)


def _named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _with_commands(*, demonstration: bool) -> list[Path]:
    return [
        document
        for document in documents()
        if any(block.language == "console" and (DEMONSTRATION in block.words) is demonstration for block in blocks(document))
    ]


@pytest.mark.parametrize("document", _with_commands(demonstration=False), ids=_named)
def test_a_document_prints_what_happens(document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert walk(document, tmp_path, monkeypatch) > 0


if os.environ.get("LIGHTWELL_LONG"):  # the invented authority takes minutes to load; what stands above is walked every time

    @pytest.fixture(scope="session")
    def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Path:
        """The home of the invented authority: that of LIGHTWELL_HOME where it is named, or else one made now."""
        if named := os.environ.get("LIGHTWELL_HOME"):
            return Path(named).resolve()
        home = tmp_path_factory.mktemp("demonstration")
        subprocess.run([Path(sys.executable).parent / "lightwell", "demo", "--no-serve", "--home", home], check=True)
        return home

    @pytest.mark.parametrize("document", _with_commands(demonstration=True), ids=_named)
    def test_a_document_on_the_invented_authority_prints_what_happens(
        document: Path, demonstration: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("LIGHTWELL_HOME", str(demonstration))
        assert walk(document, tmp_path, monkeypatch, demonstration=True) > 0


def test_the_how_to_of_adding_an_indicator_is_walked() -> None:
    walked = {_named(document) for document in _with_commands(demonstration=False)}
    assert {"docs/how-to/add-an-indicator.md", "docs/how-to/load-your-own-extract.md"} <= walked


@pytest.mark.parametrize("document", documents(), ids=_named)
def test_every_link_leads_to_a_document_and_a_heading(document: Path) -> None:
    broken = []
    for target in _LINK.findall(_CODE.sub("", document.read_text(encoding="utf-8"))):
        path, _, heading = target.partition("#")
        if re.match(r"[a-z]+:", path):
            continue
        place = (document.parent / path).resolve() if path else document
        if not place.exists() or (heading and place.suffix == ".md" and heading not in _anchors(place)):
            broken.append(target)
    assert broken == []


def _anchors(document: Path) -> set[str]:
    text = _CODE.sub(lambda found: "" if found[0].startswith("```") else found[0], document.read_text(encoding="utf-8"))
    return {anchor(heading) for heading in _HEADING.findall(text)}


def test_every_document_can_be_reached_from_the_readme() -> None:
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop()
        if document in reached:
            continue
        reached.add(document)
        targets = [target.partition("#")[0] for target in _LINK.findall(document.read_text(encoding="utf-8"))]
        ahead += [place for target in targets if target.endswith(".md") and (place := (document.parent / target).resolve()).exists()]
    assert [_named(document) for document in documents() if document not in reached] == []


@pytest.mark.parametrize("document", documents(), ids=_named)
def test_a_document_begins_with_one_title_and_names_no_folder_of_a_machine(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    assert text.startswith("# ")
    assert re.findall(r"(?<![\w./>)])/[a-z]+/\S*", text) == []


def test_anything_may_stand_where_the_document_has_three_dots() -> None:
    assert alike("made ... today\n...\nend", "made it today\n1\n2\nend\n")
    assert alike("...\nend", "end")
    assert not alike("made 3", "made 4")
    assert not alike("a ... c", "a b\nc")


def test_the_glossary_names_what_is_in_the_code() -> None:
    sources = "".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "src").rglob("*.py")))
    table = [line.split(" | ") for line in (ROOT / "GLOSSARY.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    names = {word for cells in table for name in re.findall(r"`([^`]+)`", cells[1]) for word in re.findall(r"[A-Za-z]\w+", name)}
    known = sources + " ".join(path.stem for path in (ROOT / "indicators").rglob("*.yaml"))
    assert names
    assert [name for name in sorted(names) if not re.search(rf"\b{name}\b", known)] == []


def test_the_layers_are_as_the_linter_holds_them() -> None:
    contract = re.search(r"^layers =\n((?: +.+\n)+)", (ROOT / ".importlinter").read_text(encoding="utf-8"), re.MULTILINE)
    assert contract is not None
    layers = " → ".join(line.strip().replace("lightwell.", "") for line in contract[1].splitlines())
    assert f"\n{layers}\n" in (ROOT / "DEVELOPERS.md").read_text(encoding="utf-8")


def test_every_target_of_make_that_is_named_exists() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    named = {name for document in documents() for pair in _MAKE.findall(document.read_text(encoding="utf-8")) for name in pair if name}
    assert {"demo", "test"} <= named
    assert named <= targets
