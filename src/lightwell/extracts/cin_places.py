"""Where each element of the children in need census may stand, and what it does there.

Source: the Department for Education's schema of the census, with the additions of 2025-26.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from lightwell.extracts.cin_blocks import Census, Rows
from lightwell.extracts.xml_places import Place

_WRITTEN = {"child": "LAchildID"}
_KEYS = ("child", "cin", "assessment", "plan")


def census_places(census: Census) -> Place:
    """Give the place of the outermost element, with every other one inside it."""
    child = _block("Child", _about_the_child(census), _named(_referral(census))).doing(census.begin_child, census.end_child)
    children = _block("Children", _named(child)).doing(census.begin_children)
    return Place("", _named(_block("Message", _named(_header(census), children))))


def _header(census: Census) -> Place:
    values = _values(census.rows["message"])
    unkept = _named(*(Place(name, silent=True) for name in ("SoftwareCode", "Release", "SerialNo", "DateTime")))
    details = _block("CollectionDetails", values).doing(partial(census.begin_header, "CollectionDetails"))
    source = _block("Source", values, unkept).doing(partial(census.begin_header, "Source"))
    return _block("Header", _named(details, source, Place("Content", silent=True)))


def _about_the_child(census: Census) -> Mapping[str, Place]:
    rows = census.rows["children"]
    values = _values(rows)
    values["lachildid"] = Place("LAchildID").filling(rows, rows.shape.names.index("child"))
    disability = _each("Disability", census.rows["disabilities"]).doing(census.begin_disability)
    identifiers = _block("ChildIdentifiers", values).doing(partial(census.begin_about_child, "ChildIdentifiers"))
    characteristics = _block("ChildCharacteristics", values, _named(_block("Disabilities", _named(disability))))
    return _named(identifiers, characteristics.doing(partial(census.begin_about_child, "ChildCharacteristics")))


def _referral(census: Census) -> Place:
    rows = census.rows
    factor = _each("AssessmentFactors", rows["assessment_factors"]).doing(partial(census.begin_part, "assessment_factors"))
    factors = _block("FactorsIdentifiedAtAssessment", _named(factor))
    review = _each("CPPreviewDate", rows["reviews"]).doing(partial(census.begin_part, "reviews"))
    return _block(
        "CINdetails",
        _values(rows["cin_details"]),
        _named(
            _block("Assessments", _values(rows["assessments"]), _named(factors)).doing(census.begin_assessment),
            _block("CINPlanDates", _values(rows["cin_plans"])).doing(partial(census.begin_within, "cin_plans")),
            _block("Section47", _values(rows["section_47"])).doing(partial(census.begin_within, "section_47")),
            _block("ChildProtectionPlans", _values(rows["protection_plans"]), _named(_block("Reviews", _named(review)))).doing(
                census.begin_plan
            ),
            _block("PreProceedingsandFGDM", _values(rows["pre_proceedings"])).doing(partial(census.begin_within, "pre_proceedings")),
        ),
    ).doing(census.begin_referral)


def _block(title: str, *inside: Mapping[str, Place]) -> Place:
    return Place(title, {name: place for some in inside for name, place in some.items()})


def _named(*places: Place) -> Mapping[str, Place]:
    return {place.title.lower(): place for place in places}


def _values(rows: Rows) -> dict[str, Place]:
    """Give the places of a table's values: elements are called as its columns are, without the underscores."""
    names = [(at, name) for at, name in enumerate(rows.shape.names) if name not in _KEYS]
    return {name.replace("_", ""): Place(name).filling(rows, at) for at, name in names}


def _each(title: str, rows: Rows) -> Place:
    """Give the place of an element that makes a row of its own, whose last column takes its text."""
    return Place(title).filling(rows, len(rows.shape.names) - 1)
