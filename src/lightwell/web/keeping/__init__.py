"""Keeping what is to be kept and removing what is not: the database in a backup, and retention."""
