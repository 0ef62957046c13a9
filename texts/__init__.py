"""Every sentence a citizen can read, one file a conversation."""
