"""The desk's register of vendors: found, looked at, suspended and reinstated."""
