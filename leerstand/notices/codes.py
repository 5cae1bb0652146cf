"""States of a notice."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class NoticeState(Code):
    WAITING = "waiting", N_("wartet")
    SENT = "sent", N_("gesendet")
    FAILED = "failed", N_("nicht zustellbar")
    STOPPED = "stopped", N_("abbestellt")
