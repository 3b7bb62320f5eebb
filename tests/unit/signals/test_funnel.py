"""Funnels: the published formula done again by hand, and who is outside."""

import math

import numpy as np
import pytest

from lightwell.errors import Refused
from lightwell.signals.funnel import Place, funnel

TEAMS = [Place(f"Team {at}", x, n) for at, (x, n) in enumerate([(80, 100), (41, 50), (159, 200), (66, 80), (24, 30), (96, 120)])]


def test_limits_are_those_of_a_binomial_of_the_size_of_the_place() -> None:
    found = funnel(TEAMS)
    middle = 466 / 580
    assert found.centre == pytest.approx(100 * middle)
    half = 3.0902323061678 * math.sqrt(middle * (1 - middle) / 100)
    assert found.places[0].far == pytest.approx((100 * (middle - half), 100 * (middle + half)))
    assert [one.outside for one in found.places] == [0] * 6
    assert found.sentence == "The teams differ by no more than is to be expected of places of their size."


def test_a_place_outside_is_named() -> None:
    found = funnel([*TEAMS, Place("Team 7", 50, 100)])
    assert found.places[-1].outside == -2
    assert found.sentence == "Team 7 is lower than is to be expected of a place of that size; the other teams differ by chance."


def test_over_dispersion_widens_the_limits_by_the_root_of_winsorised_phi() -> None:
    """Spiegelhalter's neighbours differ in much more than chance: limits of chance alone would name most of them."""
    rng = np.random.default_rng(3)
    places = [Place(str(at), int(rng.binomial(400, share)), 400) for at, share in enumerate(np.linspace(0.7, 0.9, 20))]
    found = funnel(places, noun="authorities")
    share = np.array([one.numerator / 400 for one in places])
    scores = (share - share.mean()) / np.sqrt(share.mean() * (1 - share.mean()) / 400)
    ordered = np.sort(scores)
    by_hand = float(np.mean(np.clip(scores, ordered[2], ordered[17]) ** 2))
    assert found.phi == pytest.approx(by_hand, rel=0.05)
    assert found.phi > 5
    assert not any(abs(one.outside) == 2 for one in found.places)


def test_rates_are_held_to_a_centre_that_is_given_and_small_places_get_no_value() -> None:
    found = funnel(
        [Place("A", 90, 10_000), Place("B", 2, 5), Place("nobody", 0, 0)], unit="per_10_000", centre=50, least_denominator=6, noun="areas"
    )
    assert [one.outside for one in found.places] == [2, 0]
    assert found.places[1].value is None
    assert found.places[0].value == 90


def test_what_is_no_part_is_refused() -> None:
    with pytest.raises(Refused, match="numerator of Team X"):
        funnel([Place("Team X", 5, 4)])
