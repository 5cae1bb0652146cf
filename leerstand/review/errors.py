"""What can't be done at the desk."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class TooLateToTakeBack(Refusal):
    status = 409
    sentence = N_(
        "Die Nachricht ist schon verschickt. Die Entscheidung kann nicht mehr zurückgenommen werden."
    )
