"""Pages of the demo: the mailbox that everybody can read, and the bank app of whoever pays. Away in production."""
