"""What the market issues to a vendor: its statements, commission invoices and tax certificates."""
