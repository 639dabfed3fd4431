"""The demand side: who buys, from the cart to the door."""
