"""One act on many chosen orders."""
