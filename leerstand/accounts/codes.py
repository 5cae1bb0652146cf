"""Kinds of organisations, roles and looks, and the states of a sign-in link."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class Look(Code):
    """Somebody has looked at something: the lines of the audit trail that any request may write, not only a POST."""

    CONTACT_READ = "contact_read", N_("Kontaktdaten gelesen")
    OWNER_READ = "owner_read", N_("Eigentümerdaten gelesen")
    OWN_DATA_READ = "own_data_read", N_("Eigene Daten heruntergeladen")
    PROPOSAL_READ = "proposal_read", N_("Vorschlag gelesen")
    REGISTER_TAKEN = "register_taken", N_("Register heruntergeladen")
    # From here on a decision can't be taken back quietly: the other side knows it.
    APPLICATION_SEEN = "application_seen", N_("Antwort auf eine Bewerbung gelesen")
    OFFER_SEEN = "offer_seen", N_("Entscheidung über ein Angebot gelesen")
    PROPOSALS_SEEN = "proposals_seen", N_("Vorschläge zu einem Gesuch gelesen")


class LinkState(Code):
    """What a sign-in link is worth, and what its page says."""

    VALID = "valid", N_("Noch ein Klick, dann sind Sie angemeldet.")
    UNKNOWN = "unknown", N_("Diesen Anmeldelink kennen wir nicht. Vielleicht fehlt ein Stück der Adresse.")
    EXPIRED = "expired", N_("Dieser Anmeldelink ist abgelaufen.")
    USED = "used", N_("Dieser Anmeldelink wurde schon benutzt. Jeder gilt nur einmal.")


class OrganisationKind(Code):
    MUNICIPALITY = "municipality", N_("Gemeinde")
    COOPERATIVE = "cooperative", N_("Genossenschaft")
    INITIATIVE = "initiative", N_("Initiative")
    EMPLOYER = "employer", N_("Betrieb")
    OWNERS = "owners", N_("Eigentümergemeinschaft")
    OPERATOR = "operator", N_("Betreiber")


class RoleKind(Code):
    OPERATOR = "operator", N_("Betrieb des Dienstes")
    CLERK = "clerk", N_("Sachbearbeitung")
    GUIDE = "guide", N_("Ortskundige Begleitung")
    MEMBER = "member", N_("Mitglied")
