"""Tests on generated data: invented journeys that the engine and the slow reference must agree on, and bad input of every kind."""
