"""What the market takes of a sale: ordered rules, the first that matches wins."""
