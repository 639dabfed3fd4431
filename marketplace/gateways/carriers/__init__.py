"""Carriers under the market's contract: what they tell of parcels, and their statements of the cash they took."""
