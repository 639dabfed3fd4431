"""The market's bank: money that comes in (notices and the statement) and money that goes out (payouts)."""
