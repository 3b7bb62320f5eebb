"""The record of who looked at what and who did what."""
