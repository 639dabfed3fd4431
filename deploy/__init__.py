"""Sets the market up and runs it on one machine: the programs behind the Makefile."""
