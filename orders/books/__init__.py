"""The books for those who answer for them: what stands where, and whether all of it is right."""
