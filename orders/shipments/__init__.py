"""Parcels: what of a part went when, by whom, and what became of it."""
