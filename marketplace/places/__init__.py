"""Provinces and communes: today's names, the old ones, and where they lie."""
