"""Engines: they run facts and plans on a connection that they are handed."""
