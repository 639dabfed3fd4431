"""How earnings leave for the vendor's bank."""
