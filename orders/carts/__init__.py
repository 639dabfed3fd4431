"""What buyers mean to buy, from many vendors in one cart."""
