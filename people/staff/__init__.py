"""The staff: roles, passwords, one-time codes, sessions."""
