"""The documents, run and read: what they print is what happens, and what they link to is there."""
