"""A licensed partner that collects buyers' money: what stands there, and what of it is ours."""
