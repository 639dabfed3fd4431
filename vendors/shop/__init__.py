"""How a vendor shows itself, and on which terms it sells."""
