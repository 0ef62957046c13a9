"""One-time links: the first set-up, invitations, resets."""
