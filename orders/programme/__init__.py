"""What the programme has come to: the register, its producers, what they sell, and which stars end when."""
