"""Attempts to sign in, counted for the rate limit."""
