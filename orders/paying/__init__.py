"""The buyer's way to a payment gateway and back."""
