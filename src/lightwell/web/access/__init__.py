"""People, their roles, what they may see and why, and signing in."""
