"""The market's own pages and rules: versions that are kept, and who accepted which."""
