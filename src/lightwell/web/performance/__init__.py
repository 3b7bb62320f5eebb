"""The performance table and the page of one indicator."""
