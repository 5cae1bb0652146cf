"""The words around place names: what joins several, what says "near", what says that it does not matter."""

import re

_WORD = r"[^\W\d_]"

BETWEEN = re.compile(
    r"\b(?:irgendwo\s+)?(?:zwischen|zw\.|between)\s+(?P<from>[^;/]+?)\s+(?:und|u\.|&|and)\s+(?P<to>[^,;/]+?)"
    r"(?=\s*(?:$|[,;/(]|\soder\s|\sor\s))",
    re.IGNORECASE,
)
LIST_SIGNS = re.compile(
    r"\s*(?:[,;|\n•+]|\s[-–—]\s|\b(?:und/oder|bzw\.?|beziehungsweise|sowie|oder|od\.|und|u\.|or|and|auch|alternativ|gerne?|sonst|notfalls|lieber)(?!\w)|&)\s*",
    re.IGNORECASE,
)
POSTCODE = re.compile(r"\b(?:D-)?(?P<code>\d{5})\b")
DISTANCE = re.compile(
    r"\b(?:ca\.?|etwa|max\.?|maximal|bis(?: zu)?|höchstens|up to|within|about)?\s*\d+\s*(?:-\s*\d+\s*)?"
    r"(?:km|kilometern?|kilomet(?:er|re)s?|min\.?|minuten|minutes?|autominuten|std\.?|stunden?)\b"
    r"(?:\s*(?:um|von|of|from|bis|nach|entfernt|umkreis|around))*",
    re.IGNORECASE,
)
ANYWHERE = re.compile(
    r"\b(?:überall|ueberall|egal|anywhere|bundesweit|deutschlandweit|wherever|flexibel|ortsunabhängig|offen"
    r"|irgendwo|nicht festgelegt|keine (?:präferenz|vorliebe|angabe)|no preference|any place|everywhere"
    r"|ganz deutschland|in deutschland|deutschland|germany|beliebig|völlig offen|spielt keine rolle|doesn'?t matter"
    r"|ganze region|gesamte region|in der region|the region|k\. ?a\.)\b",
    re.IGNORECASE,
)
NEARNESS = re.compile(
    r"^(?:(?:irgendwo|gern(?:e)?|am liebsten|lieber|vorzugsweise|bevorzugt|möglichst|am besten|eher|hauptsache|nur"
    r"|in|im|ins|an|am|auf|aus|bei|beim|b\.|nahe|nah|rund|um|unweit|nähe|naehe|umgebung|umkreis|umland|raum|gegend"
    r"|region|großraum|grossraum|richtung|rand|speckgürtel|einzugsgebiet|wohnhaft|ortschaft|near|close|around|in|at"
    r"|nearby|area|vicinity|outside|somewhere|the|to|of|von|vom|zu|zur|zum|der|die|das|den|dem|des|ein|eine|einem|einer|kleine[rsnm]?|große[rsnm]?"
    r"|ganze[rsnm]?|gesamte[rsnm]?|nördliche[rsnm]?|südliche[rsnm]?|östliche[rsnm]?|westliche[rsnm]?|nördlich"
    r"|südlich|östlich|westlich|nordwestlich|nordöstlich|südwestlich|südöstlich|northern|southern|eastern|western"
    r"|north|south|east|west|rural|ländlich(?:e[rsnm]?)?|mittlere[rsnm]?|schöne[rsnm]?|ruhige[rsnm]?|ort|dorf|dörfchen|dörfer|village|villages|town|kleinstadt|stadt"
    r"|hansestadt|rolandstadt|lutherstadt|kreisstadt|hauptstadt|flecken|gemeinde|einheitsgemeinde|ortsteil|ortst\.|ot|gut|direkt|evtl\.?|ggf\.?|vielleicht|maybe"
    r"|max\.?|ca\.?|etwa|innerhalb|within|bis)(?![\w-])[\s:]*)+",
    re.IGNORECASE,
)
AFTERWARDS = re.compile(
    r"(?:[\s,-]*\b(?:und umgebung|u\. umgebung|u\.u\.|u\. u\.|umgebung|umland|umkreis|nähe|und umland|und umzu|umzu|gegend"
    r"|raum|region|area|and surroundings|surroundings|bevorzugt|o\.ä\.|o\. ä\.|etc\.?|usw\.?|oder so|oder ähnlich(?:es)?|ländlich"
    r"|stadt|stadtgebiet|innenstadt|land|entfernt|district|county|am liebsten|wäre (?:schön|toll|ideal)|als standort))+[\s.!]*$",
    re.IGNORECASE,
)
SURROUNDINGS = re.compile(
    r"(?:\s|,)+(?:und|u\.|&|oder|and|\+)\s+(?:der\s+|die\s+|deren\s+|seine[rm]?\s+|nähere[rsnm]?\s+|the\s+|its\s+)*"
    r"(?:umgebung|umland|umkreis|umgegend|umzu|drumherum|drum\s?herum|nachbarorte|umliegende\w*(?:\s+\w+)?|dörfer|surroundings|surrounding area|nearby)",
    re.IGNORECASE,
)
OF_DISTRICT = re.compile(
    r"[\s,]+(?=(?:landkreis|lkr\.?|lk|kr\.|kreis|landkr\.|bezirk|district of|county)\s)", re.IGNORECASE
)
DISTRICT = re.compile(
    r"^(?:(?:alt|ehem\.?|ehemaliger?)\s*)?(?:landkreis(?:es)?|lkr\.?|lk|kr\.?|kreis(?:es|gebiet)?|landkr\.?|district(?: of)?|county(?: of)?)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
DISTRICT_AFTER = re.compile(r"^(?P<name>.+?)[\s-]+(?:landkreis|kreis|district|county)$", re.IGNORECASE)
LAND = re.compile(r"^(?:bundesland|land|state of)\s+(?P<name>.+)$", re.IGNORECASE)
GREATER = re.compile(
    r"^(?:im\s+|in\s+)?(?:der\s+)?(?:großraum|grossraum|metropolregion|stadtgebiet|stadt(?:staat)? und land|greater)\s+(?P<name>.+)$",
    re.IGNORECASE,
)
PART_OF = re.compile(
    r"^(?P<whole>.+?)[\s,(-]+(?:ot|ortst\.|ortsteil)\s*[.:]?\s+(?P<part>[^()]+?)\)?$", re.IGNORECASE
)
PART_FIRST = re.compile(
    r"^(?:ot|ortst\.|ortsteil)\s*[.:]?\s+(?P<part>[^,(]+?)(?:\s*[,(]\s*(?:stadt|gemeinde|von|in)?\s*(?P<whole>.+?)\)?)?$",
    re.IGNORECASE,
)
IN_BRACKETS = re.compile(r"^(?P<head>[^()]+?)\s*[(\[](?P<inner>[^()\[\]]+)[)\]]?\s*(?P<rest>.*)$")
BESIDE = re.compile(
    rf"^(?P<head>{_WORD}.*?)\s+(?:bei|b\.|nahe|nähe|in der nähe von|in|im|in der|am|an der|an dem|a\.\s*d\.|a\.d\.|a\.|"
    r"i\.d\.|i\.|auf dem|an|near|nr\.|close to|in the|westlich|östlich|nördlich|südlich|von|of|unweit|zu)\s*(?:von\s+|des\s+|der\s+|vom\s+)?(?P<qualifier>\S.*)$",
    re.IGNORECASE,
)
GENERAL = frozenset(
    [
        "dorf",
        "dorfe",
        "doerfer",
        "doerfern",
        "ort",
        "orte",
        "orts",
        "ortschaft",
        "stadt",
        "kleinstadt",
        "altstadt",
        "land",
        "lage",
        "region",
        "gegend",
        "umgebung",
        "umland",
        "naehe",
        "raum",
        "rand",
        "grossraum",
        "bahnhof",
        "bahn",
        "bahnanschluss",
        "zug",
        "bus",
        "anschluss",
        "wald",
        "see",
        "seen",
        "wasser",
        "fluss",
        "natur",
        "ruhe",
        "hof",
        "haus",
        "wohnung",
        "gemeinde",
        "kreis",
        "landkreis",
        "gebiet",
        "bereich",
        "umkreis",
        "richtung",
        "hauptsache",
        "nord",
        "sued",
        "ost",
        "west",
        "norden",
        "sueden",
        "osten",
        "westen",
        "norddeutschland",
        "nordosten",
        "nordwesten",
        "ostdeutschland",
        "deutschland",
        "laendlich",
        "village",
        "town",
        "area",
        "region",
        "countryside",
        "landschaft",
        "provinz",
        "heimat",
        "einzugsgebiet",
        "speckguertel",
        "mitte",
        "zentrum",
        "ortsteil",
        "alleinlage",
        "gern",
        "egal",
        "autobahn",
        "platz",
        "markt",
        "park",
        "berg",
        "tal",
        "bruch",
        "heide",
        "moor",
        "feld",
        "kirche",
        "schule",
        "muehle",
        "gut",
        "forst",
        "hafen",
        "neu",
        "alt",
        "klein",
        "gross",
        "kreisstadt",
        "hauptstadt",
        "metropole",
    ]
)
"""Words that are (also) names of villages somewhere, but don't name one inside a longer text."""
_SITUATION = re.compile(r"(?:naehe|rand|lage|anschluss|anbindung|verkehr|hof|haus|wohnung)$")


def general(folded: str) -> bool:
    """Whether a word says what for a place it is ("Waldrand", "Bahnhofsnähe"), not which."""
    return folded in GENERAL or (len(folded) > 7 and bool(_SITUATION.search(folded)))
