"""The tests: a mirror of the packages, and stories, races and faults beside it."""
