"""Every page and endpoint on one screen: path, view, name, and who may come in."""

from leerstand.accounts import views as accounts
from leerstand.accounts.rules import anyone, operator, signed_in, staff_or_operator
from leerstand.applications import owner_views as inbox
from leerstand.applications import views as applications
from leerstand.core.web import act, at, both, set_language
from leerstand.insight import views as insight
from leerstand.notices import views as notices
from leerstand.operation import views as operation
from leerstand.searches import views as searches

ROUTES = [
    at("/", insight.home, name="home", allow=anyone),
    at("/health", insight.health, name="health", allow=anyone),
    act("/sprache/{language}", set_language, name="set_language", allow=anyone),
    at("/barrierefreiheit", operation.text_page("accessibility"), name="pages:accessibility", allow=anyone),
    at("/impressum", operation.text_page("imprint"), name="pages:imprint", allow=anyone),
    at("/datenschutz", operation.text_page("privacy"), name="pages:privacy", allow=anyone),
    at("/hilfe", operation.text_page("help"), name="pages:help", allow=anyone),
    # coming in
    both("/anmelden", accounts.sign_in, name="accounts:sign_in", allow=anyone),
    at("/anmelden/unterwegs", accounts.link_sent, name="accounts:link_sent", allow=anyone),
    both("/anmelden/{token}", accounts.use_link, name="accounts:use_link", allow=anyone),
    act("/abmelden", accounts.sign_out, name="accounts:sign_out", allow=signed_in),
    both("/konto", accounts.account, name="accounts:account", allow=signed_in),
    act("/konto/geraete/{session_id:uuid}/abmelden", accounts.end_session, name="accounts:end_session", allow=signed_in),
    # searches
    both("/mein/gesuch/neu", searches.begin, name="searches:begin", allow=signed_in),
    both("/mein/gesuch/{search_id:uuid}/schritt/{slug}", searches.step, name="searches:step", allow=signed_in),
    act("/mein/gesuch/{search_id:uuid}/pausieren", searches.pause, name="searches:pause", allow=signed_in),
    act("/mein/gesuch/{search_id:uuid}/fortsetzen", searches.resume, name="searches:resume", allow=signed_in),
    act("/mein/gesuch/{search_id:uuid}/beenden", searches.end, name="searches:end", allow=signed_in),
    # applications
    at("/mein/gesuch", applications.home, name="searches:mine", allow=signed_in),
    both("/angebote/{offer_id:uuid}/bewerben", applications.apply, name="applications:apply", allow=signed_in),
    at("/mein/bewerbungen/{application_id:uuid}", applications.mine, name="applications:mine", allow=signed_in),
    act(
        "/mein/bewerbungen/{application_id:uuid}/zurueckziehen",
        applications.withdraw,
        name="applications:withdraw",
        allow=signed_in,
    ),
    act("/mein/bewerbungen/{application_id:uuid}/ausgang", applications.end_mine, name="applications:end_mine", allow=signed_in),
    at("/mein/anfragen", inbox.inbox, name="applications:inbox", allow=signed_in),
    at("/mein/anfragen/{application_id:uuid}", inbox.received, name="applications:received", allow=signed_in),
    act("/mein/anfragen/{application_id:uuid}/antwort", inbox.decide, name="applications:decide", allow=signed_in),
    act("/mein/anfragen/{application_id:uuid}/zuruecknehmen", inbox.take_back, name="applications:take_back", allow=signed_in),
    act("/mein/anfragen/{application_id:uuid}/ausgang", inbox.end, name="applications:end", allow=signed_in),
    # the operator's desk
    at("/betrieb", operation.overview, name="operation:overview", allow=operator),
    both("/betrieb/menschen", operation.people, name="operation:people", allow=operator),
    act("/betrieb/menschen/entziehen", operation.revoke_role, name="operation:revoke", allow=operator),
    both("/betrieb/organisationen", operation.organisations, name="operation:organisations", allow=operator),
    both("/betrieb/texte/{key}/{language}", operation.edit_text, name="operation:edit_text", allow=operator),
    at("/protokoll", operation.trail, name="operation:trail", allow=staff_or_operator),
    # what was written to whom
    at("/postausgang", notices.outbox, name="notices:outbox", allow=anyone),
    at("/postausgang/{notice_id:uuid}", notices.outbox_mail, name="notices:mail", allow=anyone),
    at("/gemeinde/nachrichten", notices.sent, name="notices:sent", allow=staff_or_operator),
    act(
        "/gemeinde/nachrichten/{notice_id:uuid}/noch-einmal",
        notices.send_again,
        name="notices:send_again",
        allow=staff_or_operator,
    ),
    at(
        "/abbestellen/{token}",
        notices.stop,
        name="notices:stop",
        allow=anyone,
        methods=("GET", "POST"),
        from_elsewhere=True,
    ),
]
