"""All tables at once, for migrations and for the mapper."""

from leerstand.accounts import models as accounts
from leerstand.applications import models as applications
from leerstand.core import models as core
from leerstand.matching import models as matching
from leerstand.notices import models as notices
from leerstand.offers import models as offers
from leerstand.operation import models as operation
from leerstand.places import models as places
from leerstand.register import models as register
from leerstand.searches import models as searches

__all__ = [
    "accounts",
    "applications",
    "core",
    "matching",
    "notices",
    "offers",
    "operation",
    "places",
    "register",
    "searches",
]
