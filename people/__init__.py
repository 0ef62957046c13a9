"""Persons, what they agreed to, what they said, and how their data is kept small."""
