"""Words in advertisements that shut people out, why they are a problem, and what to write instead (§§ 19 to 21 AGG)."""

import re
from dataclasses import dataclass

from leerstand.core.i18n import N_


@dataclass(frozen=True, slots=True)
class Pattern:
    """What to look for; `forbidden` means that no reason makes it right, so it must be cleared before release."""

    pattern: re.Pattern[str]
    why: str
    instead: str
    forbidden: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Words found in a text, why they are a problem, and a neutral way to say it."""

    words: str
    why: str
    instead: str
    forbidden: bool


def _words(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


ONLY = r"(?:nur|ausschlie(?:ß|ss)lich|bevorzugt|am liebsten|gern an|vorzugsweise)"
NO = r"(?:keine?n?|ohne|nicht an)"
ORIGIN = N_(
    "Nach Herkunft, Hautfarbe oder Sprache der Eltern darf im Wohnungsangebot niemand ausgeschlossen werden."
)
RELIGION = N_("Religion und Weltanschauung gehören nicht in ein Angebot.")
AGE = N_("Wer nach Alter auswählt, braucht einen sachlichen Grund, der im Angebot steht.")
SEX = N_(
    "Wer nach Geschlecht auswählt, braucht einen sachlichen Grund, zum Beispiel ein gemeinsames Bad in der WG."
)
HEALTH = N_("Menschen mit Behinderung oder Krankheit dürfen nicht ausgeschlossen werden.")
ORIENTATION = N_("Sexuelle Identität und Familienform gehören nicht in ein Angebot.")
MEANS = N_(
    "Woher jemand Geld bekommt, sagt nichts über die Zahlung. Einkommen wird erst nach der Besichtigung gefragt."
)
SAY_USE = N_("Beschreiben Sie Haus und Zusammenleben: wie viele Personen, wie ruhig, was man gemeinsam tut.")

PATTERNS = (
    Pattern(_words(rf"\b{ONLY}\s+(?:an\s+)?(?:deutsche|einheimische|biodeutsche|europäer|inländer)\w*"), ORIGIN, N_("Lassen Sie den Zusatz weg, oder schreiben Sie: „offen für alle, die hier leben wollen“."), forbidden=True),
    Pattern(_words(rf"\b{NO}\s+(?:ausländer|flüchtling|migrant|asylant|asylbewerber|zigeuner|roma|sinti|türk|araber|afrikaner|osteuropäer|polen)\w*"), ORIGIN, N_("Lassen Sie den Satz weg."), forbidden=True),
    Pattern(_words(r"\b(?:deutsche[rn]?\s+(?:mieter|familie|paar|bewerber|ehepaar)\w*|deutsche\s+staats\w+|arische?\w*|weiße\s+(?:mieter|leute)\w*)"), ORIGIN, N_("„Mieter:in“ oder „Familie“ genügt."), forbidden=True),
    Pattern(_words(r"\b(?:muttersprach\w+|akzentfrei\w*|perfekte?s? deutsch)\b"), ORIGIN, N_("Schreiben Sie, wozu die Sprache gebraucht wird: „Wir sprechen im Haus Deutsch miteinander.“")),
    Pattern(_words(rf"\b(?:{ONLY}|{NO})\s+(?:an\s+)?(?:christ|muslim|moslem|juden|jüd|katholi|evangelisch|gläubig|kopftuch)\w*"), RELIGION, N_("Lassen Sie den Satz weg, oder beschreiben Sie, was im Haus geschieht."), forbidden=True),
    Pattern(_words(r"\bkopftuch\w*"), RELIGION, N_("Lassen Sie den Satz weg."), forbidden=True),
    Pattern(_words(r"\b(?:ältere[nrs]?|junge[nrs]?|jüngere[nrs]?)\s+(?:dame|herr|frau|mann|ehepaar|paar|leute|familie|mieter)\w*"), AGE, N_("„Offen für Menschen, die es ruhig mögen“ oder „offen für Familien“.")),
    Pattern(_words(rf"\b(?:{ONLY}\s+(?:an\s+)?(?:rentner|senioren|studenten|studierende|junge|ältere)\w*|{NO}\s+(?:rentner|senioren|alten?)\b\w*|(?:unter|über|ab|bis)\s+\d{{2}}\s+jahren?)"), AGE, N_("„Offen für“ statt „nur“; nennen Sie den Grund, zum Beispiel die steile Treppe.")),
    Pattern(_words(rf"\b{ONLY}\s+(?:an\s+)?(?:frau|mädchen|männer|mann|damen|herren)\w*"), SEX, SAY_USE),
    Pattern(_words(r"\b(?:nichtbehindert|nicht\s+behindert|gesunde[nrs]?\s+(?:mieter|person|menschen|paar)|keine?\s+(?:behinderte|kranke|rollstuhl|pflegefäll|psychisch)|körperlich\s+fit)\w*"), HEALTH, N_("Beschreiben Sie das Haus: „Zwei Treppen, kein Aufzug“. Dann entscheidet jede Person selbst."), forbidden=True),
    Pattern(_words(rf"\b(?:{NO}\s+(?:homosexuell|schwul|lesb|queer|alleinerziehend)|normale\s+famili|traditionelle\s+famili|verheiratete[ns]?\s+paar|ehepaar\s+(?:bevorzugt|gesucht))\w*"), ORIENTATION, N_("„Platz für drei Personen“ sagt alles.")),
    Pattern(_words(r"\bkeine?\s+kinder\b|\bkinderlos\w*|\bohne\s+kinder\b"), N_("Kinder auszuschließen, ist selten begründet und vertreibt die Menschen, die ein Dorf braucht."), N_("Nennen Sie, was Kindern gefährlich wird: „offene Galerie, unbefestigter Teich“.")),
    Pattern(_words(r"\b(?:keine?\s+(?:hartz|sozialhilfe|bürgergeld|arbeitslose|jobcenter)\w*|kein\s+(?:amt|bürgergeld)|nur\s+(?:an\s+)?(?:berufstätige|verdiener|akademiker|beamte)\w*)"), MEANS, N_("Nennen Sie Miete und Kaution; alles Weitere klärt sich im Gespräch.")),
    Pattern(_words(r"\bno\s+(?:foreigners|refugees|blacks|muslims)\b|\bgermans?\s+only\b|\bonly\s+germans?\b|\bwhites?\s+only\b"), ORIGIN, N_("Lassen Sie den Satz weg."), forbidden=True),
)  # fmt: skip


def findings(*texts: str) -> list[Finding]:
    """What in these texts shuts people out, each wording once, in the order of the patterns.

    A pattern finds typical phrases, not every unfair advertisement; a person reads each offer before release.
    """
    found: dict[str, Finding] = {}
    for one in PATTERNS:
        for text in texts:
            for match in one.pattern.finditer(text):
                words = " ".join(match.group(0).split())
                found.setdefault(words.lower(), Finding(words, one.why, one.instead, one.forbidden))
    return list(found.values())
