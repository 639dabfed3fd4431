"""How many are left, and for whom they are held."""
