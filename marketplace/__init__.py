"""The ground: what every other room stands on. Knows no vendor and no order."""
