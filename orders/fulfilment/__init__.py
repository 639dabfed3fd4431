"""From a routed part to the buyer's door."""
