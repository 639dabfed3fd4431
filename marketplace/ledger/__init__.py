"""Double entry: every đồng that the market knows of has a place, and every move has two sides."""
