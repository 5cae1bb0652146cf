"""What each state of an application means, for whom, and which moves there are."""

from datetime import timedelta

from leerstand.applications.codes import ApplicationState
from leerstand.core.i18n import N_, Language, translator
from leerstand.offers.codes import OfferState

ANSWER_WITHIN = timedelta(days=14)
TAKE_BACK_WITHIN = timedelta(minutes=10)

OPEN = (ApplicationState.SENT, ApplicationState.MEETING)
OVER = (
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
    ApplicationState.AGREED,
    ApplicationState.NOT_AGREED,
)
MOVES: dict[ApplicationState, tuple[ApplicationState, ...]] = {
    ApplicationState.SENT: (ApplicationState.DRAFT,),
    ApplicationState.MEETING: (ApplicationState.SENT,),
    ApplicationState.DECLINED: (ApplicationState.SENT,),
    ApplicationState.WITHDRAWN: (ApplicationState.DRAFT, ApplicationState.SENT, ApplicationState.MEETING),
    ApplicationState.AGREED: (ApplicationState.MEETING,),
    ApplicationState.NOT_AGREED: (ApplicationState.MEETING,),
}

SEEKER_SENTENCES = {
    ApplicationState.DRAFT: N_("Noch nicht gesendet. Ihr Text ist gespeichert."),
    ApplicationState.SENT: N_("Liegt bei der Eigentümer:in."),
    ApplicationState.MEETING: N_(
        "Sie können sich kennenlernen. Wie Sie sich erreichen, steht in der Bewerbung."
    ),
    ApplicationState.DECLINED: N_("Dieses Mal hat es nicht geklappt."),
    ApplicationState.WITHDRAWN: N_("Sie haben die Bewerbung zurückgezogen."),
    ApplicationState.AGREED: N_("Sie haben sich geeinigt. Alles Gute."),
    ApplicationState.NOT_AGREED: N_("Es ist nichts daraus geworden."),
}
WAITS_FOR_MUNICIPALITY = N_("Liegt bei der Gemeinde. Sie prüft, ob Angebot und Gesuch zusammenpassen.")
OWNER_SENTENCES = {
    ApplicationState.SENT: N_(
        "Wartet auf Ihre Antwort. Name und Kontakt sehen Sie, wenn Sie sich kennenlernen wollen."
    ),
    ApplicationState.MEETING: N_(
        "Sie haben zugesagt, sich kennenzulernen. Beide Seiten haben die Kontaktdaten."
    ),
    ApplicationState.DECLINED: N_("Sie haben abgesagt."),
    ApplicationState.WITHDRAWN: N_("Die Bewerbung wurde zurückgezogen."),
    ApplicationState.AGREED: N_("Sie haben sich geeinigt."),
    ApplicationState.NOT_AGREED: N_("Es ist nichts daraus geworden."),
}
# Why the applications for an offer that has ended are declined. Kept as this German text and put into the reader's
# language where it is read, like the reasons that owners are offered below.
ENDED = {
    OfferState.TAKEN: N_("Das Angebot ist vergeben."),
    OfferState.WITHDRAWN: N_("Das Angebot wurde zurückgezogen."),
    OfferState.EXPIRED: N_("Das Angebot ist abgelaufen."),
    OfferState.DECLINED: N_("Die Gemeinde hat das Angebot zurückgenommen."),
}
REASONS = (
    N_("Wir haben uns für jemand anderen entschieden."),
    N_("Der Zeitraum passt doch nicht."),
    N_("Das Vorhaben passt nicht zum Gebäude."),
    N_("Für so viele Menschen ist es zu klein."),
)
OURS = frozenset({*ENDED.values(), *REASONS})


def is_ours(reason: str) -> bool:
    """Whether a reason is one of our own texts, which each reads in their language; what people wrote stays as it is."""
    return reason in OURS


def shown_reason(note: str, *, offer_state: OfferState, language: Language) -> str:
    """Why an application was declined, as its reader reads it; without words of anybody what became of the offer."""
    reason = note or ENDED.get(offer_state, "")
    return translator(language)(reason) if is_ours(reason) else reason
