"""What people may ask of their own data: a copy, and that it is deleted (Law 91/2025/QH15, Decree 356/2025)."""
