"""The knowledge's own command line: check, ask, rank, evaluate."""

import signal
import sys

from faq.commands import main

if __name__ == "__main__":
    if hasattr(signal, "SIGPIPE"):
        signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # ask … | head ends quietly
    sys.exit(main(sys.argv[1:]))
