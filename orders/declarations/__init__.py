"""What the market declares and pays of the tax it withheld: monthly to the State, yearly to each vendor."""
