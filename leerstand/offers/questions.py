"""Each form's own questions, as data: what is asked, how, why, and the traps of practice and law as hints.

Answers are kept in `Offer.answers` by key. Texts are German msgids.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from typing import Annotated, Any

from pydantic import create_model

from leerstand.core.fields import Amount, Money, Understood
from leerstand.core.i18n import N_
from leerstand.core.input import Input, Line
from leerstand.core.values import AREA, HOURS
from leerstand.offers.codes import Form
from leerstand.register.codes import Precision
from leerstand.register.input import SINCE, Since, SinceWhen


class Kind(StrEnum):
    """How a question is answered."""

    LINE = "line"
    TEXT = "text"
    NUMBER = "number"
    MONEY = "money"
    MOMENT = "moment"
    ONE = "one"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class Question:
    """One question; `choices` are (code, label) for ONE and SEVERAL, `unit` stands behind numbers."""

    key: str
    kind: Kind
    label: str
    hint: str = ""
    why: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""

    @property
    def field(self) -> str:
        """The name of its field on a page."""
        return f"q_{self.key}"


ANSWER_NEEDED = N_(
    "Bitte beantworten Sie diese Frage; „ungeklärt“ ist auch eine Antwort, wo sie angeboten wird."
)
YES_NO_OPEN = (("yes", N_("Ja")), ("no", N_("Nein")), ("open", N_("Ungeklärt")))
PLANNING = (
    ("s34", N_("Im Ort (Innenbereich, § 34 BauGB)")),
    ("plan", N_("Im Gebiet eines Bebauungsplans")),
    ("s35", N_("Außerhalb (Außenbereich, § 35 BauGB)")),
    ("weekend", N_("Wochenendhausgebiet")),
    ("campsite", N_("Campingplatz")),
    ("open", N_("Ungeklärt")),
)
HANDS_ON = Question(
    "guide", Kind.LINE, N_("Wer hilft beim Ankommen?"),
    hint=N_("Eine Patin, ein Nachbar, der Verein. Hier ohne Telefonnummer; Kontakte gibt es erst, wenn beide zustimmen."),
)  # fmt: skip

TRIAL_LIVING = (
    Question(
        "purpose", Kind.TEXT, N_("Wofür wohnt jemand auf Zeit hier?"), required=True,
        hint=N_("Zum Beispiel: „vier Wochen das Leben im Dorf kennenlernen, vor der Entscheidung über einen Umzug“."),
        why=N_("Für vorübergehendes Wohnen (§ 549 BGB) muss der besondere, kurze Zweck im Vertrag stehen. Eine Frist allein oder eine geplante Sanierung genügt nicht."),
    ),
    Question("start_days", Kind.LINE, N_("Wann kann es losgehen?"), hint=N_("Zum Beispiel: jeden Monatsersten von April bis September.")),
    Question(
        "equipment", Kind.SEVERAL, N_("Was ist da?"),
        choices=(
            ("bedding", N_("Bettzeug")), ("dishes", N_("Geschirr und Töpfe")), ("washing_machine", N_("Waschmaschine")),
            ("vacuum", N_("Staubsauger")), ("desk", N_("Schreibtisch")), ("bicycle", N_("Fahrrad")), ("car", N_("Auto im Dorf zum Leihen")),
        ),
    ),
    Question("in_return", Kind.TEXT, N_("Was wünschen Sie sich dafür?"), hint=N_("Zum Beispiel ein Abend mit dem Verein, ein Bericht, ein Praktikum. Keine Arbeit gegen Wohnen ohne Vertrag.")),
    HANDS_ON,
    Question("work_place", Kind.LINE, N_("Wo kann man arbeiten?"), hint=N_("Tisch im Haus, Coworking, Gemeindehaus.")),
    Question("afterwards", Kind.ONE, N_("Kann man danach bleiben?"), required=True, choices=(("here", N_("Ja, in diesem Haus")), ("nearby", N_("Ja, in der Nähe")), ("list", N_("Die Gemeinde hilft suchen")), ("no", N_("Nein")))),
)  # fmt: skip

TRIAL_WORKING = (
    Question("business", Kind.LINE, N_("Welcher Betrieb, welche Branche?"), required=True),
    Question("role", Kind.LINE, N_("Welche Arbeit lernt man kennen?"), required=True),
    Question(
        "format", Kind.ONE, N_("In welcher Form?"), required=True,
        choices=(
            ("visit", N_("Kennenlernen ohne Arbeitspflicht (Hospitation, Probetag)")), ("internship", N_("Praktikum")),
            ("job", N_("Befristete Stelle mit Lohn")), ("residency", N_("Gastaufenthalt, Residenz")),
        ),
        hint=N_("Wer mitarbeiten muss, ist angestellt und bekommt Mindestlohn. Ohne Lohn geht nur Zuschauen und Ausprobieren. Ein unbezahltes Praktikum bis drei Monate gibt es nur vor oder in Ausbildung und Studium."),
        why=N_("Unbezahlte Arbeit darf hier nicht Probearbeiten heißen. Beim bloßen Kennenlernen besteht meist keine gesetzliche Unfallversicherung."),
    ),
    Question("pay", Kind.LINE, N_("Was wird bezahlt?"), hint=N_("Lohn, Aufwand, Fahrt. Bei Kennenlernen: nichts.")),
    Question("days", Kind.LINE, N_("Welche Tage, wie lange?"), hint=N_("Üblich sind ein Tag bis zwei Wochen."), required=True),
    Question("insurance", Kind.ONE, N_("Ist jemand dabei unfallversichert?"), choices=YES_NO_OPEN),
    Question("mentor", Kind.LINE, N_("Wer begleitet?")),
    Question("vacancy", Kind.ONE, N_("Gibt es danach eine Stelle?"), choices=(("yes", N_("Ja")), ("maybe", N_("Vielleicht")), ("no", N_("Nein")))),
)  # fmt: skip

COLIVING = (
    Question("phase", Kind.ONE, N_("Wie weit ist die Gruppe?"), required=True, choices=(("idea", N_("Idee")), ("planning", N_("Planung")), ("building", N_("Umbau")), ("living", N_("Wohnt schon hier")))),
    Question("group", Kind.LINE, N_("Wer ist schon da?"), hint=N_("Zum Beispiel: fünf Erwachsene, zwei Kinder. Schreiben Sie, für wen Sie offen sind, nicht, wen Sie ausschließen.")),
    Question("private_m2", Kind.NUMBER, N_("Wie viel Platz hat jede Person für sich?"), unit="m²"),
    Question("shared", Kind.LINE, N_("Was teilt man sich?"), hint=N_("Küche, Bad, Garten, Werkstatt.")),
    Question("deciding", Kind.ONE, N_("Wie entscheiden Sie?"), choices=(("consensus", N_("Im Konsens")), ("consent", N_("Soziokratisch, im Konsent")), ("vote", N_("Mit Mehrheit")), ("owner", N_("Eigentümer:in entscheidet")), ("open", N_("Noch offen")))),
    Question("hours", Kind.NUMBER, N_("Wie viel Mitarbeit im Monat?"), unit=N_("Stunden")),
    Question("joining", Kind.TEXT, N_("Wie kommt man dazu?"), hint=N_("Besuch, Arbeitstag, Probezeit, Entscheidung der Gruppe."), required=True),
    Question("leaving", Kind.LINE, N_("Was geschieht mit einer Einlage, wenn jemand auszieht?")),
)  # fmt: skip

MULTI_GENERATION = (
    Question("group", Kind.LINE, N_("Wer wohnt schon hier?"), hint=N_("Schreiben Sie „offen für“, nie „nur“: Wer nach Alter oder Herkunft ausschließt, verstößt leicht gegen das Gleichbehandlungsgesetz.")),
    Question("steps", Kind.ONE, N_("Kommt man ohne Stufen hinein und ins Bad?"), required=True, choices=(("yes", N_("Ja")), ("partly", N_("Teilweise")), ("no", N_("Nein")))),
    Question(
        "help", Kind.SEVERAL, N_("Wünschen Sie Hilfe im Alltag (Wohnen für Hilfe)?"),
        choices=(("garden", N_("Garten")), ("shopping", N_("Einkauf")), ("technology", N_("Technik")), ("company", N_("Gesellschaft")), ("household", N_("Haushalt")), ("driving", N_("Fahrten"))),
        hint=N_("Faustregel: eine Stunde im Monat für jeden Quadratmeter, Nebenkosten kommen dazu. Pflege gehört nicht dazu."),
    ),
    Question("help_hours", Kind.NUMBER, N_("Wie viele Stunden Hilfe im Monat?"), unit=N_("Stunden")),
    Question("shared", Kind.LINE, N_("Was teilt man sich?")),
    Question("trial", Kind.LINE, N_("Gibt es eine Probezeit?"), hint=N_("Bewährt sind vier Wochen, danach eine schriftliche Vereinbarung.")),
)  # fmt: skip

COOPERATIVE = (
    Question("name", Kind.LINE, N_("Wie heißt die Genossenschaft oder der Hausverein?"), required=True),
    Question("legal", Kind.ONE, N_("Welche Rechtsform?"), required=True, choices=(("eg", N_("Eingetragene Genossenschaft")), ("syndicate", N_("Mietshäuser Syndikat")), ("founding", N_("In Gründung")), ("other", N_("Andere")))),
    Question("share", Kind.MONEY, N_("Was kostet ein Anteil?"), unit="€"),
    Question("shares_entry", Kind.NUMBER, N_("Wie viele Anteile beim Eintritt?"), why=N_("Wer sich bewirbt, muss vorher wissen, wie viel Geld gebunden wird.")),
    Question("shares_home", Kind.NUMBER, N_("Wie viele Anteile zusätzlich für die Wohnung?")),
    Question("instalments", Kind.ONE, N_("Sind Raten möglich?"), choices=YES_NO_OPEN),
    Question("own_work", Kind.LINE, N_("Wird Eigenleistung erwartet?"), hint=N_("Stunden, oder freiwillig.")),
    Question("notice", Kind.LINE, N_("Welche Kündigungsfrist haben die Anteile?"), hint=N_("Ausgezahlt wird nach dem Jahresabschluss, oft ein bis zwei Jahre später. Wer aufnimmt, ist der Vorstand.")),
)  # fmt: skip

INTERIM_USE = (
    Question(
        "approved_use", Kind.LINE, N_("Welche Nutzung war zuletzt genehmigt?"), required=True,
        hint=N_("Die genehmigte, nicht die letzte tatsächliche: zum Beispiel „Laden“ oder „Scheune“. Unbekannt? Schreiben Sie „unbekannt“."),
        why=N_("Auch eine kurze andere Nutzung kann eine Nutzungsänderung sein. Verglichen wird mit der genehmigten; wie lange sie dauert, ist gleich."),
    ),
    Question("floor", Kind.LINE, N_("Welche Etage?")),
    Question("working", Kind.SEVERAL, N_("Was ist in Betrieb?"), choices=(("electricity", N_("Strom")), ("water", N_("Wasser")), ("toilet", N_("Toilette")), ("heating", N_("Heizung")))),
    Question("notice", Kind.LINE, N_("Mit welcher Frist können beide kündigen?"), hint=N_("Zum Beispiel vier Wochen zum Monatsende.")),
    Question("defects", Kind.TEXT, N_("Welche Mängel kennen Sie?"), why=N_("Bekannte Mängel zu nennen, schützt Sie und die Leute im Haus.")),
    Question("noise", Kind.ONE, N_("Sind Lärm und Staub erlaubt?"), choices=(("yes", N_("Ja")), ("day", N_("Tagsüber")), ("no", N_("Nein")))),
    Question("public", Kind.ONE, N_("Dürfen Gäste oder Kundschaft hinein?"), choices=YES_NO_OPEN),
    Question("restore", Kind.LINE, N_("Was muss am Ende zurückgebaut werden?")),
)  # fmt: skip

# Why it is asked differs by Land: see building_law.
GIVEN_UP_ON = "given_up_on"
CONVERSION = (
    Question("planning", Kind.ONE, N_("Wo liegt das Gebäude baurechtlich?"), required=True, choices=PLANNING),
    Question(
        GIVEN_UP_ON, Kind.MOMENT, N_("Wann wurde die frühere Nutzung aufgegeben?"),
        hint=N_("Zum Beispiel 31.10.2021, Herbst 2021 oder etwa 2015."),
    ),
    Question("farmstead", Kind.ONE, N_("Gehört es zu einer Hofstelle?"), choices=YES_NO_OPEN),
    Question("roof", Kind.ONE, N_("Ist das Dach dicht?"), required=True, choices=YES_NO_OPEN),
    Question("pollutants", Kind.LINE, N_("Welche Schadstoffe oder Schäden sind bekannt?"), hint=N_("Asbest, Hausschwamm, Feuchte, Altlasten. Auch „nicht untersucht“ hilft.")),
    Question("surveys", Kind.LINE, N_("Welche Gutachten und Pläne gibt es?")),
    Question("tenure", Kind.SEVERAL, N_("Was ist möglich?"), required=True, choices=(("sale", N_("Kauf")), ("ground_lease", N_("Erbbaurecht")), ("lease", N_("Pacht")), ("rent", N_("Miete")))),
    Question("price", Kind.LINE, N_("Welche Preisvorstellung haben Sie?"), hint=N_("Eine Zahl, eine Spanne oder „Verhandlungssache“.")),
)  # fmt: skip

TINY_LIVING = (
    Question("pitch_m2", Kind.NUMBER, N_("Wie groß ist der Stellplatz?"), unit="m²", required=True),
    Question("access", Kind.LINE, N_("Wie breit und fest ist die Zufahrt?"), hint=N_("Engste Stelle in Metern, und ob sie einen Sattelzug trägt.")),
    Question("utilities", Kind.SEVERAL, N_("Welche Anschlüsse gibt es?"), choices=(("water", N_("Wasser")), ("sewage", N_("Abwasser")), ("electricity", N_("Strom")), ("internet", N_("Internet")))),
    Question("planning", Kind.ONE, N_("Wo liegt der Platz baurechtlich?"), required=True, choices=PLANNING),
    Question(
        "main_residence", Kind.ONE, N_("Ist ein Hauptwohnsitz erlaubt?"), required=True, choices=YES_NO_OPEN,
        hint=N_("„Ungeklärt“ ist eine gute Antwort. Öffentlich steht „Hauptwohnsitz möglich“ erst, wenn die Gemeinde das bestätigt."),
        why=N_("Dauerhaftes Wohnen ist Bauen und braucht eine Genehmigung; auf Campingplätzen ist es verboten. Viele Pläne scheitern daran."),
    ),
    Question("inquiry", Kind.ONE, N_("Gibt es eine Bauvoranfrage?"), choices=(("answered", N_("Ja, beantwortet")), ("asked", N_("Ja, gestellt")), ("no", N_("Nein")))),
)  # fmt: skip

RENTAL = (
    Question(
        "fixed_term", Kind.ONE, N_("Ist die Miete befristet?"), required=True,
        choices=(("no", N_("Nein, unbefristet")), ("own_use", N_("Ja, danach nutzen wir selbst")), ("works", N_("Ja, danach wird umgebaut")), ("staff", N_("Ja, danach für Beschäftigte"))),
        hint=N_("Andere Gründe erlaubt das Gesetz nicht (§ 575 BGB)."),
        why=N_("Der Grund muss schriftlich im Vertrag stehen, sonst gilt die Miete als unbefristet."),
    ),
    Question("deposit", Kind.MONEY, N_("Wie hoch ist die Kaution?"), unit="€", hint=N_("Höchstens drei Monatsmieten ohne Nebenkosten.")),
    Question("renovated", Kind.LINE, N_("Was wurde zuletzt erneuert?")),
    Question("heated_by", Kind.LINE, N_("Womit wird geheizt?")),
    HANDS_ON,
)  # fmt: skip

SUCCESSION = (
    Question("branch", Kind.LINE, N_("Welche Branche?"), required=True, hint=N_("Ohne Namen. Beim ersten Schritt bleibt das Angebot ohne Hinweis darauf, wer Sie sind: Öffentlich steht nur der Landkreis.")),
    Question("founded", Kind.ONE, N_("Seit wann gibt es den Betrieb?"), choices=(("10", N_("Unter 10 Jahre")), ("30", N_("10 bis 30 Jahre")), ("60", N_("30 bis 60 Jahre")), ("more", N_("Länger")))),
    Question("staff", Kind.ONE, N_("Wie viele arbeiten dort?"), choices=(("0", N_("Niemand außer mir")), ("5", N_("1 bis 5")), ("20", N_("6 bis 20")), ("more", N_("Mehr als 20")))),
    Question("turnover", Kind.ONE, N_("Welcher Umsatz im Jahr?"), choices=(("100", N_("Bis 100.000 €")), ("500", N_("100.000 bis 500.000 €")), ("more", N_("Über 500.000 €")), ("later", N_("Sage ich im Gespräch")))),
    Question("tenure", Kind.SEVERAL, N_("Was ist möglich?"), required=True, choices=(("sale", N_("Verkauf")), ("lease", N_("Pacht")), ("share", N_("Beteiligung")), ("annuity", N_("Leibrente"))), why=N_("Die meisten Höfe suchen Pacht, die meisten Suchenden Eigentum. Wer beides offen lässt, findet eher.")),
    Question("price", Kind.LINE, N_("Welche Preisvorstellung?"), hint=N_("Eine Spanne oder „Verhandlungssache“.")),
    Question("horizon", Kind.LINE, N_("Bis wann soll es übergeben sein?"), required=True),
    Question("handover", Kind.TEXT, N_("Wie soll die Übergabe gehen?"), hint=N_("Einarbeiten, gemeinsam führen, schrittweise. Mehrere Anläufe sind normal.")),
)  # fmt: skip

QUESTIONS: dict[Form, tuple[Question, ...]] = {
    Form.TRIAL_LIVING: TRIAL_LIVING,
    Form.TRIAL_WORKING: TRIAL_WORKING,
    Form.COLIVING: COLIVING,
    Form.MULTI_GENERATION: MULTI_GENERATION,
    Form.COOPERATIVE: COOPERATIVE,
    Form.INTERIM_USE: INTERIM_USE,
    Form.CONVERSION: CONVERSION,
    Form.TINY_LIVING: TINY_LIVING,
    Form.RENTAL: RENTAL,
    Form.SUCCESSION: SUCCESSION,
}

IN_A_SENTENCE: dict[Form, str] = {
    Form.TRIAL_LIVING: N_("Jemand wohnt einige Wochen oder Monate hier und lernt den Ort kennen."),
    Form.TRIAL_WORKING: N_("Jemand lernt einen Betrieb kennen, einen Tag bis einige Wochen."),
    Form.COLIVING: N_("Mehrere wohnen zusammen, mit eigenem Zimmer und gemeinsamen Räumen."),
    Form.MULTI_GENERATION: N_("Jung und Alt unter einem Dach, auch als Zimmer gegen Hilfe im Alltag."),
    Form.COOPERATIVE: N_("Eine Gruppe übernimmt das Haus gemeinsam; wer mitmacht, zeichnet Anteile."),
    Form.INTERIM_USE: N_("Laden, Halle oder Scheune auf Zeit: für Werkstatt, Ausstellung oder Hofladen."),
    Form.CONVERSION: N_("Aus dem Gebäude wird etwas anderes, zum Beispiel Wohnungen in einer Scheune."),
    Form.TINY_LIVING: N_("Ein Stellplatz für ein kleines Haus oder einen Wagen."),
    Form.RENTAL: N_("Eine Wohnung oder ein Haus zur Miete, auf Dauer."),
    Form.SUCCESSION: N_("Wer führt Betrieb, Hof oder Praxis weiter? Zuerst ohne Ihren Namen."),
}

MEASURES = {**AREA, **HOURS}
_READ: dict[Kind, Any] = {
    Kind.LINE: Line,
    Kind.TEXT: Line,
    Kind.NUMBER: Annotated[float | None, Amount(MEASURES, least=0, most=1_000_000)],
    Kind.MONEY: Annotated[int | None, Money()],
    Kind.MOMENT: SinceWhen,
    Kind.ONE: str,
    Kind.SEVERAL: list[str],
}


@cache
def answers_input(form: Form) -> type[Input]:
    """The page input that reads one form's questions; nothing is required while somebody is still writing."""
    fields: dict[str, Any] = {
        question.field: (_READ[question.kind], _nothing(question.kind)) for question in QUESTIONS[form]
    }
    return create_model(f"{form.name.title()}Answers", __base__=Input, **fields)


def _nothing(kind: Kind) -> Any:
    if kind is Kind.SEVERAL:
        return []
    return None if kind in {Kind.NUMBER, Kind.MONEY, Kind.MOMENT} else ""


def answers_of(form: Form, value: Input) -> dict[str, Any]:
    """What was answered, as it is kept: moments as `moment_kept` writes them, only codes that the question offers.

    Empty answers are left out.
    """
    kept = {question.key: _kept(question, getattr(value, question.field)) for question in QUESTIONS[form]}
    return {key: answer for key, answer in kept.items() if answer not in (None, "", [])}


def _kept(question: Question, answer: Any) -> Any:
    codes = [code for code, _ in question.choices]
    if question.kind is Kind.ONE:
        return answer if answer in codes else None
    if question.kind is Kind.SEVERAL:
        return [code for code in codes if code in answer]
    return moment_kept(answer) if question.kind is Kind.MOMENT and answer else answer


def moment_kept(since: Since) -> str:
    """A moment as exactly as it is known, in the words of EDTF (ISO 8601-2): 2021-10-31 · 2021-10 · 2021 · 2015~."""
    whole = since.day.isoformat()
    match since.precision:
        case Precision.DAY:
            return whole
        case Precision.YEAR:
            return whole[:4]
        case Precision.MONTH:
            return whole[:7]
        case Precision.ESTIMATED:
            return f"{whole[:7] if since.day.month > 1 else whole[:4]}~"


def kept_moment(text: Any) -> Since | None:
    """The moment that was kept; None for what is none, so that one spoilt answer spoils no page."""
    found = (
        re.fullmatch(r"([0-9]{4})(?:-([0-9]{2}))?(?:-([0-9]{2}))?(~)?", text)
        if isinstance(text, str)
        else None
    )
    if found is None:
        return None
    exact = Precision.DAY if found[3] else Precision.MONTH if found[2] else Precision.YEAR
    try:
        day = date(int(found[1]), int(found[2] or 1), int(found[3] or 1))
    except ValueError:
        return None
    return Since(day, Precision.ESTIMATED if found[4] else exact)


def missing_answers(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Required questions without an answer, as (key, sentence), in order."""
    for question in QUESTIONS[form]:
        if question.required and question.key not in answers:
            yield question.key, ANSWER_NEEDED


def shown_answers(form: Form, answers: Mapping[str, Any]) -> Iterator[tuple[Question, Any]]:
    """Answered questions in order; choices as their labels (msgids), moments as understood, the rest as kept."""
    for question in QUESTIONS[form]:
        answer = answers.get(question.key)
        if answer is None:
            continue
        labels = dict(question.choices)
        if question.kind is Kind.ONE:
            yield question, labels.get(answer, answer)
        elif question.kind is Kind.SEVERAL:
            yield question, [labels.get(code, code) for code in answer]
        elif question.kind is Kind.MOMENT:
            if since := kept_moment(answer):
                yield question, Understood(SINCE, since)
        else:
            yield question, answer
