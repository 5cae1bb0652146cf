"""Names of buildings: what makes a farm or hall this one (Hof Niebuhr) and what proves nothing (Wohnhaus)."""

import re
from dataclasses import dataclass
from functools import lru_cache

from leerstand.register.duplicates.spelling import alike, fold

# All words are in the folded spelling of `spelling.fold`. A kind that a village has once may identify alone.
_ONCE_IN_A_VILLAGE = {
    "schule": "schule dorfschule volksschule grundschule schulhaus schulgebaude school schoolhouse landschule",
    "molkerei": "molkerei meierei meiereigebaude molkereigebaude dairi creameri kaserei",
    "bahnhof": "bahnhof bahnhofsgebaude empfangsgebaude station railwaistation kleinbahnhof trainstation",
    "konsum": "konsum kaufhale konsumladen dorfkonsum",
    "pfarrhaus": "pfarhaus pfarhof pastorat pastorenhaus parsonage rectori vicarage superintendentur",
    "kirche": "kirche kapele dorfkirche church chapel",
    "schmiede": "schmiede dorfschmiede smithi blaksmith forge",
    "feuerwehr": "feuerwehr feuerwehrhaus feuerwehrgeratehaus sprizenhaus firestation geratehaus",
    "muhle": "muhle wasermuhle windmuhle dampfmuhle olmuhle muhlengebaude mil watermil windmil kornmuhle",
    "brauerei": "brauerei breweri brauhaus",
    "brennerei": "brenerei schnapsbrenerei distileri",
    "ziegelei": "ziegelei brikworks",
    "sagewerk": "sagewerk sagemuhle sawmil",
    "kino": "kino lichtspiele lichtspielhaus lichtspieltheater cinema filmtheater kinosal theater lichtspiel",
    "rathaus": "rathaus gemeindeburo gemeindehaus amtshaus townhal",
    "gutshaus": "gutshaus gut hernhaus herenhaus schlos ritergut gutshof manor manorhouse castle domane vorwerk",
    "forsthaus": "forsthaus forsterei oberforsterei",
    "kindergarten": "kindergarten kita kindertagesstate krippe kinderkrippe",
    "kulturhaus": "kulturhaus dorfgemeinschaftshaus dgh klubhaus jugendklub burgerhaus",
    "kaserne": "kaserne kasernengebaude baraks",
    "krankenhaus": "krankenhaus klinik poliklinik hospital landambulatorium ambulatorium",
    "post": "post postamt postgebaude postofice postagentur",
    "bad": "stadtbad schwimbad freibad badeanstalt badehaus",
    "zoll": "zolhaus zolamt zolgrenzkomisariat customsofice",
    "lederfabrik": "lederfabrik gerberei tanery",
    "zukerfabrik": "zukerfabrik sugarfactori",
    "starkefabrik": "starkefabrik kartofelfabrik",
    "fischraucherei": "fischraucherei raucherei",
    "jugendherberge": "jugendherberge ferienlager kinderferienlager ferienheim schulungsheim",
    "kloster": "kloster stift abtei",
    "wasserturm": "waserturm watertower",
    "lpg": "lpg genosenschaft",
    "altersheim": "altersheim altenheim pflegeheim seniorenheim armenhaus",
}
_SEVERAL_IN_A_VILLAGE = {
    "gasthof": "gasthof gasthaus gaststate wirtshaus wirtschaft krug dorfkrug schanke schenke in pub landgasthof kneipe ausflugslokal"
    " restaurant hotel pension gastehaus fremdenzimer tanzsal ratskeler biergarten guesthouse dorfgasthof",
    "hof": "hof resthof bauernhof hofstele gehoft farm bauerngehoft farmhouse hofgut hofanlage anwesen hofstate landgut bauernstele "
    "dreiseithof vierseithof vierseitenhof dreiseitenhof altbauer aussiedlerhof reiterhof homestead farmstead bauernwirtschaft",
    "laden": "laden kaufhaus warenhaus shop store ladengeschaft departmentstore kramerladen "
    "dorfladen tante kaufmansladen gemischtwaren edeka lebensmitel lebensmitelgeschaft schuhhaus modehaus textilhaus",
    "bakerei": "bakerei bakeri bakstube bakhaus baker konditorei",
    "fleischerei": "fleischerei schlachterei mezgerei butcher fleischer schlachter",
    "tischlerei": "tischlerei schreinerei zimerei carpentri stelmacherei bautischlerei tischler",
    "werkstatt": "werkstat schloserei autowerkstat workshop autohaus tankstele garage landmaschinenwerkstat klempnerei",
    "fabrik": "fabrik werk factori fabrikgebaude betrieb manufaktur spinerei weberei tuchfabrik",
    "speicher": "speicher kornspeicher getreidespeicher warehouse lagerhaus granari silo",
    "apotheke": "apotheke drogerie pharmaci",
    "sparkasse": "sparkase bank volksbank raifeisenbank reifeisenbank bankgebaude",
    "gartnerei": "gartnerei baumschule nurseri",
}
_PROVES_NOTHING = frozenset(
    fold(word)
    for word in ["haus", "hauschen", "wohnhaus", "house", "home", "building", "gebaude", "objekt", "immobilie", "leerstand", "leerstehend", "leerstehendes", "leer", "stehend", "verfalen", "verlasen", "abandoned", "vacant", "empti", "former", "ehemalig", "ehemalige", "ehemaliges", "ehemaliger", "ehem", "ehm", "ex", "alt", "alte", "altes", "alter", "alten", "old", "fruher", "fruhere", "fruheres", "fruherer", "einstig", "einstige", "vormalig", "vormals", "wohn", "geschafts", "geschaft", "geschaftshaus", "wohngeschaftshaus", "altstadt", "inenstadt", "und", "der", "die", "das", "den", "dem", "des", "ein", "eine", "einer", "the", "a", "an", "of", "and", "mit", "with", "on", "at", "by", "efh", "mfh", "zfh", "dhh", "einfamilienhaus", "zweifamilienhaus", "mehrfamilienhaus", "doppelhaus", "doppelhaushalfte", "reihenhaus", "reihenendhaus", "mietshaus", "miethaus", "wohnblok", "blok", "plate", "platenbau", "wohnung", "wohnungen", "vila", "stadtvila", "landhaus", "bungalow", "kate", "reetdachkate", "katen", "scheune", "barn", "stal", "stalung", "schupen", "shed", "halle", "hale", "lagerhale", "hal", "lager", "garage", "garagen", "remise", "nebengebaude", "hinterhaus", "vorderhaus", "seitenflugel", "anbau", "fachwerkhaus", "fachwerk", "bauernhaus", "halenhaus", "rundlingshaus", "niedersachsenhaus", "backsteinhaus", "baksteinhaus", "altbau", "neubau", "stadthaus", "burgerhaus", "akerburgerhaus", "bauruine", "ruine", "grundstuk", "gewerbe", "gewerbeobjekt", "gewerbeimobilie", "gewerbehale", "ladenflache", "buro", "burogebaude", "burohaus", "praxis", "atelier", "studio", "hausgarten", "garten", "park", "obstwiese", "wiese", "balken", "tur", "tor", "fenster", "fensterladen", "dach", "reetdach", "grau", "graues", "graue", "rot", "rotes", "rote", "blau", "blaues", "blaue", "grun", "grunes", "grune", "gelb", "gelbes", "gelbe", "weis", "weises", "weise", "braun", "bunt", "schon", "schones", "schone", "gros", "groses", "grose", "klein", "kleines", "kleine", "breit", "hoch", "niedrig", "barok", "barokes", "baroke", "historisch", "historisches", "historische", "denkmal", "baudenkmal", "denkmalgeschuzt", "denkmalgeschuztes", "sanierungsbedurftig", "renovierungsbedurftig", "charmant", "charmantes", "idylisch", "idylisches", "ruhig", "nahe", "ortsrand", "dorfrand", "ortsmite", "dorfmite", "zentrum", "inenstadt", "altstadt", "stadtinsel", "dorf", "ort", "stadt", "strase", "eke", "ekhaus", "ende", "mite", "teich", "see", "elbe", "blik", "elbblik", "haltestele", "bushaltestele", "altenteil", "altenteilerhaus", "altenteiler", "gesindehaus", "landarbeiterhaus", "gutsarbeiterhaus", "arbeiterhaus", "lehrerhaus", "kantorhaus", "schiferhaus", "fischerhaus", "fischerkate", "bootshaus", "botshaus", "botsschupen", "botschupen", "kuhstal", "schweinestal", "pferdestal", "ferienhaus", "wochenendhaus", "zimer", "we", "qm", "m2", "saal", "sal", "salbau", "tanzsal", "ballroom", "balroom", "rooms", "room", "market", "square", "merchant", "merchants", "s", "marktplaz", "nebenan", "verkauf", "verkaufen", "zu", "vermieten", "kaufen", "mieten", "fur", "von", "vom", "in", "im", "ist", "steht", "seit", "jahren", "jahre", "lange", "noch", "niemand", "wohnt", "da", "wo", "war", "hier", "so", "sehr", "gut", "guter", "zustand", "keller", "dachboden", "hof", "vorn", "hinten", "kapitalanlage", "bastler", "handwerker", "liebhaber", "investoren", "traum", "provisionsfrei", "top", "lage", "eg", "og", "dg", "wg", "hh", "ht", "bauplaz", "mehrgenerationenhaus", "unbekant", "name", "ohne", "nr", "no", "nummer", "unsaniert", "saniert", "teilsaniert", "renoviert", "gebaut", "baujahr", "bj", "massiv", "massivhaus", "holzhaus", "fertighaus", "siedlungshaus", "kolonistenhaus", "buedner", "budnerei", "budnerhaus", "hauslerei", "hauslerkate", "tagelohnerkate", "ehemals", "fruherem", "anno", "wohngebaude", "wirtschaftsgebaude", "stalgebaude", "ladenlokal", "gartenhaus", "gartenlaube", "laube", "kleingarten", "datsche", "geschos", "stok", "stokwerk", "ungenuzt", "leersteht", "bewohnt", "unbewohnt", "nicht", "mehr"]
)
_KIND_OF = {
    fold(word): kind
    for kinds in (_ONCE_IN_A_VILLAGE, _SEVERAL_IN_A_VILLAGE)
    for kind, words in kinds.items()
    for word in words.split()
}
_GENERIC_ENDINGS = (
    "haus",
    "taus",
    "gebaude",
    "hale",
    "scheune",
    "laden",
    "blok",
    "wohnung",
    "kate",
    "vila",
    "objekt",
    "schupen",
    "stal",
    "hauser",
    "flache",
    "imobilie",
)
# What follows describes the neighbourhood, not the building.
_BESIDE = re.compile(
    r"\b(?:neben|gegenüber|gegenueber|ggü\.?|ggb\.|hinter|vor(?! der)|nahe|nähe|naehe|bei|beim|nebenan|unweit|zwischen|schräg|next to|opposite|"
    r"behind|near|beside|mit|with|an der|am|auf der|auf dem|Richtung|nicht)\b.*",
    re.IGNORECASE,
)
_INSIDE = re.compile(r"\bin\s+[A-ZÄÖÜ].*")
_GENITIVE_JOIN = re.compile(r"[-/&+]")


@dataclass(frozen=True, slots=True)
class Name:
    """A building's name: kinds it says (gasthof, molkerei) and words that are its own (niebuhr)."""

    kinds: frozenset[str]
    own: frozenset[str]
    shown: str

    @property
    def says_something(self) -> bool:
        return bool(self.own or self.kinds - {"hof", "werkstatt", "laden"})


@lru_cache(maxsize=100_000)
def read_name(text: str) -> Name:
    """What a text says about which building it is; descriptions of the neighbourhood are left out."""
    near = _INSIDE.sub("", _BESIDE.sub("", text))
    words = fold(_GENITIVE_JOIN.sub(" ", near)).split()
    words += [
        first + second for first, second in zip(words, words[1:], strict=False) if first + second in _KIND_OF
    ]
    kinds = frozenset(_KIND_OF[word] for word in words if word in _KIND_OF) | _kinds_inside(words)
    own = frozenset(word for word in words if _is_own(word))
    return Name(kinds, own, text.strip())


def _kinds_inside(words: list[str]) -> frozenset[str]:
    """Kinds at the end of a compound: Elbgasthof, Bockwindmühle, Dorfbäckerei."""
    return frozenset(
        kind
        for word in words
        if word not in _KIND_OF and word not in _PROVES_NOTHING
        for ending, kind in _KIND_OF.items()
        if len(ending) >= 5 and len(word) > len(ending) + 2 and word.endswith(ending)
    )


def _is_own(word: str) -> bool:
    if len(word) < 3 or word.isdigit() or word in _KIND_OF or word in _PROVES_NOTHING or word in _JOINING:
        return False
    return not word.endswith(_GENERIC_ENDINGS) and not any(character.isdigit() for character in word)


_JOINING = frozenset(
    fold(word)
    for word in ["zum", "zur", "zu", "de", "la", "familie", "fam", "her", "frau", "inhaber", "inh", "gmbh", "kg", "ohg", "eg", "ag", "sohn", "sohne", "gebr", "gebruder", "witwe", "erben"]
)


@dataclass(frozen=True, slots=True)
class NameMatch:
    """How two names agree: `own` words, or only the `kind`; nothing if neither."""

    own: frozenset[str]
    kinds: frozenset[str]
    only_kind: bool
    once: bool
    conflict: bool


@lru_cache(maxsize=200_000)
def compare_names(left: Name, right: Name, places: frozenset[str]) -> NameMatch:
    """Compare two names in the same village; the names of the village itself identify nothing by themselves."""
    kinds = left.kinds & right.kinds
    other_kind = bool(left.kinds and right.kinds and not kinds)
    shared = frozenset(a for a in left.own for b in right.own if alike(a, b))
    own = shared if shared - places or kinds - {"hof"} else frozenset()
    left_own, right_own = left.own - places, right.own - places
    conflict = other_kind or bool(left_own and right_own and not shared)
    only_kind = bool(kinds) and not own and not conflict
    once = any(kind in _ONCE_IN_A_VILLAGE for kind in kinds)
    return NameMatch(frozenset() if conflict else own, kinds, only_kind, once, conflict)
