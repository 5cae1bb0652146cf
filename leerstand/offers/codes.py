"""Forms of use, features of a space, and the states of an offer."""

from leerstand.core.codes import Code
from leerstand.core.i18n import N_


class Form(Code):
    """The ten forms of use; the codes are those of the matching contract."""

    TRIAL_LIVING = "trial_living", N_("Probewohnen")
    TRIAL_WORKING = "trial_working", N_("Probearbeiten")
    COLIVING = "coliving", N_("Coliving")
    MULTI_GENERATION = "multi_generation", N_("Mehrgenerationenwohnen")
    COOPERATIVE = "cooperative", N_("Genossenschaft")
    INTERIM_USE = "interim_use", N_("Zwischennutzung")
    CONVERSION = "conversion", N_("Umnutzung")
    TINY_LIVING = "tiny_living", N_("Tiny Living")
    RENTAL = "rental", N_("Miete")
    SUCCESSION = "succession", N_("Nachfolge")


class Feature(Code):
    """What a space has; the codes are those of the matching contract."""

    BROADBAND = "broadband", N_("Schnelles Internet")
    BARRIER_FREE = "barrier_free", N_("Barrierefrei")
    GARDEN = "garden", N_("Garten")
    LAND = "land", N_("Land, Wiese, Acker")
    STABLE = "stable", N_("Stall")
    WORKSHOP = "workshop", N_("Werkstatt")
    STUDIO = "studio", N_("Atelier")
    KITCHEN = "kitchen", N_("Küche")
    COMMERCIAL_KITCHEN = "commercial_kitchen", N_("Gewerbliche Küche")
    SHOP_WINDOW = "shop_window", N_("Schaufenster")
    FURNISHED = "furnished", N_("Möbliert")
    HEATING = "heating", N_("Heizung")
    WATER = "water", N_("Wasser und Abwasser")
    ELECTRICITY = "electricity", N_("Strom")
    THREE_PHASE_POWER = "three_phase_power", N_("Starkstrom")
    PARKING = "parking", N_("Stellplatz")
    PETS_ALLOWED = "pets_allowed", N_("Tiere erlaubt")
    CHILDREN_WELCOME = "children_welcome", N_("Kinder willkommen")
    GROUND_FLOOR = "ground_floor", N_("Erdgeschoss")
    LOADING_ACCESS = "loading_access", N_("Zufahrt zum Laden")
    STORAGE = "storage", N_("Lager")
    MEETING_ROOM = "meeting_room", N_("Besprechungsraum")
    COWORKING_NEARBY = "coworking_nearby", N_("Coworking in der Nähe")
    STATION_NEARBY = "station_nearby", N_("Bahnhof in der Nähe")
    SAUNA = "sauna", N_("Sauna")
    GUEST_ROOM = "guest_room", N_("Gästezimmer")
    ENERGY_EFFICIENT = "energy_efficient", N_("Energetisch saniert")
    LISTED_BUILDING = "listed_building", N_("Denkmal")


class OfferState(Code):
    """Where an offer stands; `rules.MOVES` says who may move it where."""

    DRAFT = "draft", N_("Entwurf")
    SUBMITTED = "submitted", N_("Liegt bei der Gemeinde")
    QUESTION = "question", N_("Rückfrage der Gemeinde")
    RELEASED = "released", N_("Veröffentlicht")
    DECLINED = "declined", N_("Nicht freigegeben")
    PAUSED = "paused", N_("Pausiert")
    TAKEN = "taken", N_("Vergeben")
    EXPIRED = "expired", N_("Abgelaufen")
    WITHDRAWN = "withdrawn", N_("Zurückgezogen")


class Move(Code):
    """What can be done with an offer as a whole; the label is what its button says."""

    SUBMIT = "submit", N_("Bei der Gemeinde einreichen")
    RECALL = "recall", N_("Zurückholen und ändern")
    RELEASE = "release", N_("Freigeben")
    ASK = "ask", N_("Rückfrage stellen")
    DECLINE = "decline", N_("Nicht freigeben")
    UNDO = "undo", N_("Entscheidung zurücknehmen")
    PAUSE = "pause", N_("Pausieren")
    RESUME = "resume", N_("Wieder öffnen")
    REVISE = "revise", N_("Ändern")
    TAKE = "take", N_("Als vergeben eintragen")
    WITHDRAW = "withdraw", N_("Zurückziehen")
    EXPIRE = "expire", N_("Ablaufen lassen")


class Side(Code):
    """Who moves an offer."""

    KEEPER = "keeper", N_("Eigentümer:in")
    CLERK = "clerk", N_("Gemeinde")
    CLOCK = "clock", N_("Zeitablauf")


class EnergyKind(Code):
    """The two kinds of energy certificates."""

    DEMAND = "demand", N_("Bedarfsausweis")
    CONSUMPTION = "consumption", N_("Verbrauchsausweis")


class EnergyCertificate(Code):
    """Whether an energy certificate exists (§ 87 GEG)."""

    PRESENT = "present", N_("Energieausweis liegt vor")
    NOT_YET = "not_yet", N_("Noch kein Energieausweis")
    MONUMENT = "monument", N_("Baudenkmal, nicht nötig")
    NOT_NEEDED = "not_needed", N_("Nicht nötig, zum Beispiel einzelnes Zimmer")
