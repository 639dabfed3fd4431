"""What search engines are told: which pages there are, and which are not for them."""
