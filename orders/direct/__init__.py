"""Money that goes straight to the vendors: each part is paid into its own vendor's account, and given back by it."""
