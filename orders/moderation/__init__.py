"""What people report of messages and reviews, and what the market decides about it."""
