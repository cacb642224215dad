"""``python -m logicnet``."""

from logicnet.cli import main

if __name__ == "__main__":
    main()
