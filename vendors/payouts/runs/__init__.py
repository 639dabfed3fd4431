"""Runs of payouts: who was to be paid, how far the workers have come, and what a run would do now."""
