"""Numbered papers, stored as they were issued: without a hole in their numbers, and never made again otherwise."""
