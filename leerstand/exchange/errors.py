"""What can stand against leaving."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class LastOperator(Refusal):
    status = 409
    sentence = N_(
        "Außer Ihnen betreibt niemand diesen Dienst. Bitte laden Sie erst jemanden ein, der ihn übernimmt."
    )
