"""Passwords, devices and recovery codes of the staff."""
