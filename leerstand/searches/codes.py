"""States of a search."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class SearchState(Code):
    DRAFT = "draft", N_("Entwurf")
    ACTIVE = "active", N_("Aktiv")
    PAUSED = "paused", N_("Pausiert")
    ENDED = "ended", N_("Beendet")
