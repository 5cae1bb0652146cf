"""What can't be done with an application."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class OfferTaken(Refusal):
    status = 409
    sentence = N_("Dieses Angebot nimmt im Moment keine Bewerbungen an.")


class AlreadyApplied(Refusal):
    status = 409
    sentence = N_("Auf dieses Angebot haben Sie sich schon beworben.")


class MessageMissing(Refusal):
    status = 422
    sentence = N_("Bitte schreiben Sie ein paar Sätze dazu.")


class TooLateToTakeBack(Refusal):
    status = 409
    sentence = N_("Die andere Seite hat Ihre Entscheidung schon gesehen. Bitte sprechen Sie mit ihr.")
