"""Builds a recognisable market by calling operations."""
