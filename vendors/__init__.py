"""The supply side: who sells, what, and how many are left."""
