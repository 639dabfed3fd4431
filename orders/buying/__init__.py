"""What buyers see of their orders, and what they may still do."""
