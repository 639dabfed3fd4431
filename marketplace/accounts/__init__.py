"""People: who they are, how they come in, where they live."""
