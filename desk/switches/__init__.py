"""What is stopped, and what citizens are told meanwhile (停用)."""
