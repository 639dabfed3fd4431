"""The desk's view of the audit trail."""
