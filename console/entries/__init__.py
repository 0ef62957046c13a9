"""The pages of entries (知识条目): list, text, acts, history."""
