"""The bank's statement: read, matched with payouts, and the rest answered by a person."""
