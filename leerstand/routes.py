"""Every page and endpoint on one screen: path, view, name, and who may come in."""

from leerstand.accounts import views as accounts
from leerstand.accounts.rules import anyone, signed_in
from leerstand.core.web import act, at, both, set_language
from leerstand.insight import views as insight

ROUTES = [
    at("/", insight.home, name="home", allow=anyone),
    at("/health", insight.health, name="health", allow=anyone),
    at("/sprache/{language}", set_language, name="set_language", allow=anyone),
    at("/barrierefreiheit", insight.accessibility, name="pages:accessibility", allow=anyone),
    at("/impressum", insight.imprint, name="pages:imprint", allow=anyone),
    at("/datenschutz", insight.privacy, name="pages:privacy", allow=anyone),
    at("/hilfe", insight.help_page, name="pages:help", allow=anyone),
    # coming in
    both("/anmelden", accounts.sign_in, name="accounts:sign_in", allow=anyone),
    at("/anmelden/unterwegs", accounts.link_sent, name="accounts:link_sent", allow=anyone),
    both("/anmelden/{token}", accounts.use_link, name="accounts:use_link", allow=anyone),
    act("/abmelden", accounts.sign_out, name="accounts:sign_out", allow=signed_in),
    both("/konto", accounts.account, name="accounts:account", allow=signed_in),
    act("/konto/geraete/{session_id:uuid}/abmelden", accounts.end_session, name="accounts:end_session", allow=signed_in),
]
