"""Taking the buyer's money, and giving it back."""
