"""What each state of an application means, for whom, and which moves there are."""

from datetime import timedelta

from leerstand.applications.codes import ApplicationState
from leerstand.core.i18n import N_

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
REASONS = (
    N_("Wir haben uns für jemand anderen entschieden."),
    N_("Der Zeitraum passt doch nicht."),
    N_("Das Vorhaben passt nicht zum Gebäude."),
    N_("Für so viele Menschen ist es zu klein."),
)
