"""Names for invented people and places: common given names and made-up or common family names, mixed at random, so nobody real is meant."""

from __future__ import annotations

GIVEN = {
    "1": (
        "Adam Aiden Alfie Amir Archie Arlo Ben Caleb Callum Cameron Daniel David Dylan Edward Elijah Elliot Ethan Ezra Felix Finley Frank Freddie "
        "Gabriel George Hamza Harry Harvey Hugo Ibrahim Idris Isaac Jack Jacob Jamal Jude Kai Kian Leo Liam Logan Louis Luca Mason Max Mohammed "
        "Nathan Noah Oliver Omar Oscar Owen Patrick Ralph Reuben Riley Robin Rory Rowan Ryan Samuel Tariq Theo Thomas Toby Tyler Yusuf Zachary"
    ).split(),
    "2": (
        "Abigail Ada Aisha Alice Amelia Amina Amy Anna Aria Ava Beatrice Bella Bethany Carys Chloe Clara Daisy Edith Eleanor Eliza Ella Elsie Emily "
        "Esme Eva Evie Faith Farah Florence Freya Grace Hannah Harper Heidi Hope Imogen Iris Isla Ivy Jasmine Jessica Kate Keira Lara Layla Leah "
        "Lily Lola Lucy Maisie Maryam Matilda Maya Mia Molly Nadia Nancy Niamh Olivia Orla Phoebe Poppy Rosa Ruby Safiya Sienna Sofia Thea Willow Zara"
    ).split(),
}
"""Given names by code of sex; others take a name from either list."""

_BEGINNINGS = "Ald Bar Bex Brad Cal Chat Cor Dun Ell Far Gran Hal Har Hol Ken Lang Mar Mel Nor Pen Rad Rus Sel Stan Thor Tol Wal Wes Win Wy".split()
_ENDINGS = "bourne by combe dale don field ford grave ham hurst ley low man mere ridge shaw son stead ter thorpe ton well wick worth".split()

FAMILY = tuple(f"{beginning}{ending}" for beginning in _BEGINNINGS for ending in _ENDINGS)
"""720 family names made of parts of English place names."""
