"""Goods taken in from tables: looked at row by row, mended, saved by a worker."""
