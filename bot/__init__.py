"""The running process: it puts channels, conversations and records together."""

import gc
import signal
import sys

if sys.argv[:1] == ["-m"]:
    # `python -m bot` is still loading and has nothing to finish: let Ctrl-C end it silently.
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    # What is imported stays: looking through it for rubbish takes a sixth of the start.
    gc.disable()

from bot import late_types

late_types.put_off()
