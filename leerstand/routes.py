"""Every page and endpoint on one screen: path, view, name, and who may come in."""

from leerstand.accounts import views as accounts
from leerstand.accounts.rules import anyone, operator, signed_in, staff_or_operator
from leerstand.core.web import act, at, both, set_language
from leerstand.insight import views as insight
from leerstand.operation import views as operation

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
    # the operator's desk
    at("/betrieb", operation.overview, name="operation:overview", allow=operator),
    both("/betrieb/menschen", operation.people, name="operation:people", allow=operator),
    act("/betrieb/menschen/entziehen", operation.revoke_role, name="operation:revoke", allow=operator),
    both("/betrieb/organisationen", operation.organisations, name="operation:organisations", allow=operator),
    both("/betrieb/texte/{key}/{language}", operation.edit_text, name="operation:edit_text", allow=operator),
    at("/protokoll", operation.trail, name="operation:trail", allow=staff_or_operator),
]
