"""The children behind a number, the journey of one child, and search."""
