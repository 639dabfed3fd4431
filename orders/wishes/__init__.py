"""What a buyer asks for besides the goods: that they are a gift, and an invoice for its company."""
