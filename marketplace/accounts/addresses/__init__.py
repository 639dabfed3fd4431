"""A person's address book: where goods were brought and may be brought again."""
