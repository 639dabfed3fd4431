"""The people who act for a vendor."""
