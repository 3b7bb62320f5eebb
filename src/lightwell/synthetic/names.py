"""Names for invented people: common given names, and family names made of parts of place names, mixed at random.

Nobody real is meant.
"""

from __future__ import annotations


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_BOYS = _words(
    """
Adam Aiden Alfie Amir Archie Arlo Ben Caleb Callum Cameron Daniel David Dylan Edward Elijah Elliot Ethan
Ezra Felix Finley Frank Freddie Gabriel George Hamza Harry Harvey Hugo Ibrahim Idris Isaac Jack Jacob
Jamal Jude Kai Kian Leo Liam Logan Louis Luca Mason Max Mohammed Nathan Noah Oliver Omar Oscar Owen
Patrick Ralph Reuben Riley Robin Rory Rowan Ryan Samuel Tariq Theo Thomas Toby Tyler Yusuf Zachary
"""
)

_GIRLS = _words(
    """
Abigail Ada Aisha Alice Amelia Amina Amy Anna Aria Ava Beatrice Bella Bethany Carys Chloe Clara Daisy
Edith Eleanor Eliza Ella Elsie Emily Esme Eva Evie Faith Farah Florence Freya Grace Hannah Harper Heidi
Hope Imogen Iris Isla Ivy Jasmine Jessica Kate Keira Lara Layla Leah Lily Lola Lucy Maisie Maryam
Matilda Maya Mia Molly Nadia Nancy Niamh Olivia Orla Phoebe Poppy Rosa Ruby Safiya Sienna Sofia Thea
Willow Zara
"""
)

GIVEN = {"1": _BOYS, "2": _GIRLS}
"""Given names by code of sex; others take a name from either list."""

_BEGINNINGS = _words(
    """
Ald Bar Bex Brad Cal Chat Cor Dun Ell Far Gran Hal Har Hol Ken Lang Mar Mel Nor Pen Rad Rus Sel Stan
Thor Tol Wal Wes Win Wy
"""
)

_ENDINGS = _words(
    """
bourne by combe dale don field ford grave ham hurst ley low man mere ridge shaw son stead ter thorpe ton
well wick worth
"""
)

FAMILY = tuple(f"{beginning}{ending}" for beginning in _BEGINNINGS for ending in _ENDINGS)
"""720 family names made of parts of English place names."""
