"""The first pages of those who work here: what waits for the seller, what waits at the desk."""
