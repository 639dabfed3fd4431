"""Consent of a vendor that an officer of its commune acts in its name."""
