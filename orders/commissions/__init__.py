"""The desk's commission rules, and what a change of them would have meant for what was sold."""
