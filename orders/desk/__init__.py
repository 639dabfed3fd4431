"""Orders as the market's staff sees them: all of one order, its money included."""
