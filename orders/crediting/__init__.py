"""The pages on which something is taken off a part: the seller's and the desk's."""
