"""What can go wrong while coming in."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class LinkSpent(Refusal):
    status = 410
    sentence = N_(
        "Dieser Anmeldelink ist abgelaufen oder wurde schon benutzt. Bitte fordern Sie einen neuen an."
    )


class UnknownOrganisation(Refusal):
    status = 404
    sentence = N_("Diese Organisation gibt es nicht: %(name)s")


class UnknownPerson(Refusal):
    status = 404
    sentence = N_("Zu dieser Adresse gibt es kein Konto: %(email)s")
