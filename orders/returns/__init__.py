"""Goods that a buyer sends back or complains of, from the asking to the end of a dispute."""
