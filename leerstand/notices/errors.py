"""What the outbox can't show."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class NoticeUnreadable(Refusal):
    status = 410
    sentence = N_("Diese Nachricht lässt sich nicht anzeigen. Alle anderen stehen weiter in der Liste.")
