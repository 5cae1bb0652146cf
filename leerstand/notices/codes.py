"""States of a notice."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class NoticeState(Code):
    WAITING = "waiting", N_("Wartet")
    SENT = "sent", N_("Gesendet")
    FAILED = "failed", N_("Nicht zustellbar")
    STOPPED = "stopped", N_("Abbestellt")
