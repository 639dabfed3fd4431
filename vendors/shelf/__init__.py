"""The seller's shelf: listings and their stock on one set of pages."""
