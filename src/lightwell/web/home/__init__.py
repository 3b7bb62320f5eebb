"""What changed, and what is due: the page that opens the day."""
