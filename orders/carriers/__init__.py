"""Carriers under the market's contract: what they tell of parcels, and the cash that they took and bring."""
