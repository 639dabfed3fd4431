"""The night shift: decides nothing, calls operations."""
