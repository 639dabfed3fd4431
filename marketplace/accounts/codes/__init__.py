"""One-time codes: proof that a phone or a mailbox is somebody's."""
