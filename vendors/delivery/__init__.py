"""How a vendor's goods reach the buyer, and what that costs."""
