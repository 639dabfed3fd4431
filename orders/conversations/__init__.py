"""Buyer and vendor talking: questions about a listing, messages about a part of an order."""
