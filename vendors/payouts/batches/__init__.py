"""Payouts that leave in a file which somebody hands to the bank."""
