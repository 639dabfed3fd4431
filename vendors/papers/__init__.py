"""A vendor's papers over the years: what counts, what is missing, what to renew and when."""
