"""States of an application."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class ApplicationState(Code):
    DRAFT = "draft", N_("Entwurf")
    SENT = "sent", N_("Gesendet")
    MEETING = "meeting", N_("Kennenlernen")
    DECLINED = "declined", N_("Abgesagt")
    WITHDRAWN = "withdrawn", N_("Zurückgezogen")
    AGREED = "agreed", N_("Vereinbart")
    NOT_AGREED = "not_agreed", N_("Nicht zustande gekommen")
