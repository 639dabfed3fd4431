"""How often listings are looked at: counted in Redis without anybody's data, kept by day."""
