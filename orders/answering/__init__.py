"""Answering a new order from its letter, without signing in."""
