"""Tests of disclosure control: what is printed of figures, and attackers who try to work out the rest."""
