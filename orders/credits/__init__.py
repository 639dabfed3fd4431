"""Credit notes: what is taken off a part after it was agreed, by line and quantity, and given back."""
