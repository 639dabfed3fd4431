"""Reduced prices for some days, and the honest price that they are compared with."""
