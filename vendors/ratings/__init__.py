"""What buyers thought of listings, added up: kept beside the catalogue, which shows it."""
