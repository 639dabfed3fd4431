"""Days on which a vendor is closed for a while."""
