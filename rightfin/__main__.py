"""The command line as ``python -m rightfin``."""

from rightfin.cli import main

main()
