"""One translator and one session a channel; the dialogue itself lives in `handlers`."""
