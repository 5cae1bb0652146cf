"""Code lists of the register: kinds, occupancy, reasons, condition, outcomes of contacts.

Source: practice of German vacancy registers, research on the domain, sections 3.1 to 3.7.
"""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class PropertyKind(Code):
    """What kind of space; the codes are those of the matching contract."""

    HOUSE = "house", N_("Haus")
    APARTMENT = "apartment", N_("Wohnung")
    ROOM = "room", N_("Zimmer oder Raum")
    FARM = "farm", N_("Hof")
    BARN = "barn", N_("Scheune oder Stall")
    SHOP = "shop", N_("Laden")
    WORKSHOP = "workshop", N_("Werkstatt")
    OFFICE = "office", N_("Büro oder Praxis")
    HALL = "hall", N_("Halle oder Saal")
    BUILDING = "building", N_("Anderes Gebäude")
    PLOT = "plot", N_("Grundstück")


class Occupancy(Code):
    """Whether a building is in use; only a person's dated confirmation makes it `confirmed_empty`."""

    SUSPECTED = "suspected", N_("Verdacht auf Leerstand")
    CONFIRMED_EMPTY = "confirmed_empty", N_("Leer, bestätigt")
    PARTLY_EMPTY = "partly_empty", N_("Teilweise leer")
    RESIDUAL_USE = "residual_use", N_("Restnutzung")
    IMPENDING = "impending", N_("Leerstand droht")
    TEMPORARY = "temporary", N_("Vorübergehend leer")
    INTERIM_USED = "interim_used", N_("Zwischengenutzt")
    PLACED = "placed", N_("Vermittelt")
    USED_AGAIN = "used_again", N_("Wieder genutzt")
    DEMOLISHED = "demolished", N_("Abgegangen")
    FALSE_REPORT = "false_report", N_("Fehlmeldung")


class Precision(Code):
    DAY = "day", N_("auf den Tag genau")
    MONTH = "month", N_("auf den Monat genau")
    YEAR = "year", N_("auf das Jahr genau")
    ESTIMATED = "estimated", N_("geschätzt")


class VacancySource(Code):
    RESIDENTS_REGISTER = "residents_register", N_("Melderegister")
    INSPECTION = "inspection", N_("Begehung")
    OWNER = "owner", N_("Eigentümer:in")
    CITIZEN = "citizen", N_("Hinweis aus der Bevölkerung")
    UTILITY = "utility", N_("Versorger")
    IMPORT = "import", N_("Import")


class Reason(Code):
    """Why it stands empty; several may hold."""

    NO_DEMAND = "no_demand", N_("Keine Nachfrage, Lage")
    LAYOUT = "layout", N_("Zuschnitt oder Standard passt nicht")
    RENOVATION_PLANNED = "renovation_planned", N_("Umbau oder Sanierung geplant")
    TEMPORARY_USE = "temporary_use", N_("Ferien- oder Zweitwohnung")
    RENOVATION_TOO_COSTLY = "renovation_too_costly", N_("Sanierung zu teuer")
    NOT_WORTH_IT = "not_worth_it", N_("Aufwand lohnt sich nicht")
    NO_STRANGERS = "no_strangers", N_("Keine fremden Leute im Haus")
    INHERITANCE_OPEN = "inheritance_open", N_("Todesfall, Erbe ungeklärt")
    HEIRS_DISAGREE = "heirs_disagree", N_("Erbengemeinschaft uneinig")
    CARE_HOME = "care_home", N_("Umzug ins Pflegeheim")
    KEPT_FOR_FAMILY = "kept_for_family", N_("Für Kinder oder Enkel vorgehalten")
    PRICE = "price", N_("Preisvorstellung")
    BAD_EXPERIENCE = "bad_experience", N_("Schlechte Erfahrung mit Vermietung")
    REGULATIONS = "regulations", N_("Denkmal- oder Bauauflagen")
    OWNER_UNKNOWN = "owner_unknown", N_("Eigentum unklar")
    BUSINESS_CLOSED = "business_closed", N_("Betrieb aufgegeben, keine Nachfolge")
    INSOLVENCY = "insolvency", N_("Insolvenz, Zwangsversteigerung")
    POLLUTION = "pollution", N_("Schadstoffe, Altlasten")
    UNKNOWN = "unknown", N_("Nicht bekannt")


class Condition(Code):
    """Five classes of condition."""

    READY = "1", N_("Bezugsfertig")
    MINOR = "2", N_("Leichte Mängel")
    RENOVATE = "3", N_("Sanierungsbedürftig")
    DAMAGED = "4", N_("Stark geschädigt")
    RUIN = "5", N_("Ruinös, Abriss")


class ReportState(Code):
    RECEIVED = "received", N_("Eingegangen")
    CONFIRMED = "confirmed", N_("Bestätigt")
    DUPLICATE = "duplicate", N_("War schon bekannt")
    REJECTED = "rejected", N_("Kein Leerstand")


class Channel(Code):
    LETTER = "letter", N_("Brief")
    CALL = "call", N_("Telefon")
    VISIT = "visit", N_("Besuch")
    EMAIL = "email", N_("E-Mail")


class Outcome(Code):
    """What came of one contact with an owner."""

    NOT_CONTACTED = "not_contacted", N_("Noch nicht kontaktiert")
    ADDRESS_UNKNOWN = "address_unknown", N_("Anschrift unbekannt")
    LETTER_SENT = "letter_sent", N_("Brief versandt")
    REMINDED = "reminded", N_("Erinnert")
    UNDELIVERABLE = "undeliverable", N_("Unzustellbar")
    NO_ANSWER = "no_answer", N_("Keine Antwort")
    TALK_ARRANGED = "talk_arranged", N_("Gespräch vereinbart")
    ADVICE_WANTED = "advice_wanted", N_("Beratung gewünscht")
    WILLING_TO_SELL = "willing_to_sell", N_("Verkaufsbereit")
    WILLING_TO_RENT = "willing_to_rent", N_("Vermietbereit")
    LEASE = "lease", N_("Verpachtung oder Erbbau möglich")
    INTERIM_USE_POSSIBLE = "interim_use_possible", N_("Zwischennutzung möglich")
    TRIAL_LIVING_POSSIBLE = "trial_living_possible", N_("Probewohnen möglich")
    OWN_USE = "own_use", N_("Saniert selbst, nutzt selbst")
    KEPT_FOR_FAMILY = "kept_for_family", N_("Für Familie vorgehalten")
    LATER = "later", N_("Später, Wiedervorlage")
    INHERITANCE_OPEN = "inheritance_open", N_("Erbe ungeklärt")
    ALREADY_MARKETED = "already_marketed", N_("Wird bereits vermarktet")
    NO_INTEREST = "no_interest", N_("Kein Interesse")
    DO_NOT_CONTACT = "do_not_contact", N_("Kontaktsperre")
    FALSE_REPORT = "false_report", N_("Fehlmeldung")
