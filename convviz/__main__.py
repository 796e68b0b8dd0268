"""`python -m convviz`: opens the page, as the command `convviz` does."""

import sys

from convviz.hosts.command import main

if __name__ == "__main__":
    sys.exit(main())
