"""States of a proposal."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class ProposalState(Code):
    NEW = "new", N_("Zu prüfen")
    ASKED = "asked", N_("Rückfrage gestellt")
    RELEASED = "released", N_("Freigegeben")
    DECLINED = "declined", N_("Abgelehnt")


class Side(Code):
    OWNER = "owner", N_("Eigentümer:in")
    SEEKER = "seeker", N_("Suchende")
