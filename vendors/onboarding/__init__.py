"""From an application to an approved vendor, and what may follow."""
