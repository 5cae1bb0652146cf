"""What can go wrong with an offer."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class OfferNotFound(Refusal):
    status = 404
    sentence = N_("Dieses Angebot gibt es nicht mehr.")


class NotComplete(Refusal):
    status = 422
    sentence = N_("In diesem Angebot fehlt noch etwas. Bitte füllen Sie erst alle Schritte aus.")


class ReasonNeeded(Refusal):
    status = 422
    sentence = N_("Bitte nennen Sie einen Grund.")


class WordingNotAllowed(Refusal):
    status = 422
    sentence = N_(
        "Der Text schließt Menschen aus, die das Gesetz schützt. Bitte klären Sie das vor der Freigabe."
    )


class AlreadySeen(Refusal):
    status = 409
    sentence = N_("Die andere Seite weiß es schon. Diese Entscheidung lässt sich nicht mehr zurücknehmen.")


class TooManyPhotos(Refusal):
    status = 422
    sentence = N_("Ein Angebot hat höchstens %(most)s Fotos. Bitte entfernen Sie erst eines.")


class OwnerIsOnline(Refusal):
    status = 409
    sentence = N_("Dieses Gebäude gehört jemandem mit eigenem Konto. Angebote macht diese Person selbst.")
