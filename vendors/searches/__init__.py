"""Searches at the desk: what was not found, and which words mend it."""
