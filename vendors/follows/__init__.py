"""Shops that people follow, and what is new in them, told once a day at most."""
