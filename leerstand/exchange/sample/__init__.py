"""The sample region: fills an empty database, so that one can look around. Its data are in `sql/sample`."""

from leerstand.exchange.sample.load import Progress, load

__all__ = ["Progress", "load"]
