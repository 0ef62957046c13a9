"""Browsers staff are signed in with."""
