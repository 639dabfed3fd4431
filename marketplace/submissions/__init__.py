"""Forms that were sent: the same form twice is one act, with one answer."""
