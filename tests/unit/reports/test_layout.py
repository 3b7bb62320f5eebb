"""The order of the pack, and how its indicators are said."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightwell.errors import Refused
from lightwell.reports import layout
from tests.unit.reports.sample import catalogue


def test_the_shipped_layout_holds_every_shipped_indicator() -> None:
    shown = {indicator for section in layout.load().sections for indicator in section.indicators}
    assert shown == set(catalogue().definitions)
    assert len(shown) == 76


def test_every_shipped_indicator_has_a_phrase_with_its_figure_and_month() -> None:
    assert set(layout.phrases()) == set(catalogue().definitions)
    for name, phrase in layout.phrases().items():
        assert "{n}" in phrase.says, name
        assert "{month}" in phrase.says, name
        assert not phrase.says.endswith("."), name


def test_the_sections_follow_the_six_aims_in_order() -> None:
    aims = list(dict.fromkeys(section.aim for section in layout.load().sections))
    assert len(aims) == 6
    assert aims[0] == "Right support at the right time"


def test_the_glossary_explains_the_terms_of_the_panel() -> None:
    terms = [term for term, _ in layout.glossary()]
    assert {"Child protection plan", "Core group", "IFA", "Section 47 enquiry", "Strategy discussion", "UASC"} <= set(terms)
    assert terms == sorted(terms, key=str.casefold)
    assert all(meaning.endswith(".") for _, meaning in layout.glossary())


def test_a_layout_with_faults_is_refused_with_all_of_them(tmp_path: Path) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(
        """
aims: {one: First aim}
sections:
  - {id: a, aim: two, heading: H, outcome: O, chart: cla, indicators: [cla_rate]}
  - {id: b, aim: one, heading: H, outcome: O, chart: cla, indicators: [cla], colour: red}
  - {id: c, aim: one, heading: H, outcome: O, chart: cla, indicators: cla}
  - just words
""",
        encoding="utf-8",
    )
    with pytest.raises(Refused) as refused:
        layout.load(own)
    text = str(refused.value)
    assert "own.yaml, section a: The aim “two” is not listed. Use one of one." in text
    assert "own.yaml, section a: The chart “cla” is not among the section's indicators." in text
    assert "own.yaml, section b: “colour” is not known." in text
    assert "own.yaml, section c: “indicators” is not a list." in text
    assert "“just words”" in text


@pytest.mark.parametrize("text", ["[", "- a", "aims: {}\n"])
def test_a_file_that_is_no_layout_is_refused(tmp_path: Path, text: str) -> None:
    own = tmp_path / "own.yaml"
    own.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match=r"own\.yaml"):
        layout.load(own)
