"""What the register won't do."""

from leerstand.core.errors import Refusal
from leerstand.core.i18n import N_


class ContactLocked(Refusal):
    status = 409
    sentence = N_(
        "Hier gilt eine Kontaktsperre. Briefe, E-Mails und Besuche sind nicht erlaubt; "
        "nur ein Anruf, der von der Eigentümer:in kam, darf eingetragen werden."
    )


class CannotMerge(Refusal):
    status = 409
    sentence = N_(
        "Diese beiden Einträge lassen sich nicht zusammenführen. Bitte sehen Sie sich den neuen Stand an."
    )
