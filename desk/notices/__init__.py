"""Word to those who asked in vain, once the answer is live (答复通知)."""
