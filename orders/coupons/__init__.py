"""Coupons: of the market, which pays for them, and of vendors, who pay for their own."""
