"""What vendors owe the market: invoiced each month, paid to the market's bank or set off against their payouts."""
