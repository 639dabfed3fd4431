"""The words of the market's search: how they are read, what else things are called, and what was not found."""
