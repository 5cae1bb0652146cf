"""What can't be done with a search."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class SearchIncomplete(Refusal):
    status = 422
    sentence = N_("Bitte wählen Sie zuerst aus, was Sie suchen, und wie viele Sie sind.")


class ConsentNeeded(Refusal):
    status = 422
    sentence = N_("Ohne Ihre Einwilligung können wir das Gesuch nicht mit Angeboten vergleichen.")
