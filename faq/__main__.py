"""The knowledge's own command line: check, ask, rank, evaluate."""

import sys

from faq.commands import main

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
