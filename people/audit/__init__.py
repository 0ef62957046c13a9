"""The log of who did what (审计), append-only and chained by hashes."""
