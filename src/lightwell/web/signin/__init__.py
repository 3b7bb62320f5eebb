"""Signing in: passwords, second steps, the directories of the council, and the pauses after failures."""
