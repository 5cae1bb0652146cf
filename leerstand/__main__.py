"""python -m leerstand."""

from leerstand.cli import main

main()
