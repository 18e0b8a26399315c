"""Measures what the components cost: `make bench`."""
