"""A vendor's data to take along: tables made by a worker, kept for some days."""
