"""How a vendor sells: sales over time and by listing, and what was given back or turned down."""
