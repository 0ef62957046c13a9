"""WeChat official accounts (公众号): the door, the words, the calls."""
