"""What the operator can't do, and why."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class UnknownKey(Refusal):
    status = 422
    sentence = N_(
        "Diesen Schlüssel gibt es nicht: %(keys)s. Acht Ziffern stehen für eine Gemeinde, fünf für einen Landkreis."
    )


class OrganisationInUse(Refusal):
    status = 409
    sentence = N_(
        "Zu dieser Organisation gehören noch Menschen oder Gebäude. Entziehen Sie zuerst die Aufgaben, dann lässt sie"
        " sich löschen."
    )
