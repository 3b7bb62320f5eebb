"""Who carries what, and what is due."""
