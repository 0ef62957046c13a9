"""Conversations, written once for every channel; one file is one conversation."""
