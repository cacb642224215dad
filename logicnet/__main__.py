"""``python -m logicnet``, and the command: Ctrl-C ends it quietly while it still starts up, too."""

import sys


def run() -> None:
    """Run the command line."""
    try:
        from logicnet.cli import main

        main()
    except KeyboardInterrupt:
        sys.exit(130)


if __name__ == "__main__":
    run()
