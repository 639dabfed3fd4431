"""The outside world as small protocols, each with a live side and a local twin that behaves as the real one."""
