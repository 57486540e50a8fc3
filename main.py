"""Start the CNN explorer from a checkout: ``python main.py``."""

from explorer.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
