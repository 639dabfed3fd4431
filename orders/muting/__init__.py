"""Writers whom the market does not let write any more, for a reason that is kept."""
