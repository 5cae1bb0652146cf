"""Every page and endpoint on one screen: path, view, name, and who may come in."""

from leerstand.accounts import kept_views as kept
from leerstand.accounts import views as accounts
from leerstand.accounts.rules import anyone, clerk, operator, signed_in, staff, staff_or_operator
from leerstand.applications import owner_views as inbox
from leerstand.applications import views as applications
from leerstand.core.web import act, at, both, set_language
from leerstand.exchange import views as exchange
from leerstand.insight import offer_page
from leerstand.insight import views as insight
from leerstand.matching import views as matching
from leerstand.notices import views as notices
from leerstand.offers.views import buildings as offers_kept
from leerstand.offers.views import conversation as offers_made
from leerstand.offers.views import moving as offers_moved
from leerstand.offers.views import photos as offers_photos
from leerstand.offers.views import public as offers_public
from leerstand.offers.views import staff as offers_desk
from leerstand.operation import health
from leerstand.operation import organisation_views as bodies
from leerstand.operation import views as operation
from leerstand.places import views as places
from leerstand.register import views as register
from leerstand.review import views as review
from leerstand.searches import views as searches

ROUTES = [
    at("/", insight.home, name="home", allow=anyone),
    at("/health/live", health.live, name="health:live", allow=anyone),
    at("/health/ready", health.ready, name="health:ready", allow=anyone),
    at("/health", health.ready, name="health", allow=anyone),
    at("/robots.txt", insight.robots, name="robots", allow=anyone),
    at("/sitemap.xml", insight.sitemap, name="sitemap", allow=anyone),
    at("/favicon.ico", insight.favicon, name="favicon", allow=anyone),
    at("/karte/umrisse.json", places.outlines, name="places:outlines", allow=anyone),
    act("/sprache/{language}", set_language, name="set_language", allow=anyone),
    at("/barrierefreiheit", operation.text_page("accessibility"), name="pages:accessibility", allow=anyone),
    at("/impressum", operation.text_page("imprint"), name="pages:imprint", allow=anyone),
    at("/datenschutz", operation.text_page("privacy"), name="pages:privacy", allow=anyone),
    at("/hilfe", operation.text_page("help"), name="pages:help", allow=anyone),
    # coming in
    both("/anmelden", accounts.sign_in, name="accounts:sign_in", allow=anyone),
    at("/anmelden/unterwegs", accounts.link_sent, name="accounts:link_sent", allow=anyone),
    both("/anmelden/{token:token}", accounts.use_link, name="accounts:use_link", allow=anyone),
    act("/abmelden", accounts.sign_out, name="accounts:sign_out", allow=signed_in),
    both("/konto", accounts.account, name="accounts:account", allow=signed_in),
    act(
        "/konto/geraete/{session_id:uuid}/abmelden",
        accounts.end_session,
        name="accounts:end_session",
        allow=signed_in,
    ),
    # what was typed before signing in
    at("/eingaben", kept.show, name="accounts:kept_input", allow=signed_in),
    act("/eingaben/absenden", kept.send, name="accounts:send_kept_input", allow=signed_in),
    act("/eingaben/verwerfen", kept.discard, name="accounts:discard_kept_input", allow=signed_in),
    # offers for everyone
    at("/angebote", offers_public.offers, name="offers:list", allow=anyone),
    at("/angebote/karte.json", offers_public.map_data, name="offers:map", allow=anyone),
    at("/angebote/{offer_id:uuid}", offer_page.show, name="offers:show", allow=anyone),
    both("/angebote/{offer_id:uuid}/melden", offers_public.complain, name="offers:complain", allow=anyone),
    at("/konto/daten.json", exchange.my_data, name="exchange:my_data", allow=signed_in),
    both("/konto/loeschen", exchange.delete_account, name="exchange:delete_account", allow=signed_in),
    # the register: reports from anyone
    both("/leerstand-melden", register.report, name="register:report", allow=anyone),
    both(
        "/leerstand-melden/gebaeude", register.report_building, name="register:report_building", allow=anyone
    ),
    both("/leerstand-melden/foto", register.report_photo, name="register:report_photo", allow=anyone),
    at(
        "/leerstand-melden/foto/{photo_id:uuid}/{width:int}.{ending}",
        register.draft_photo,
        name="register:draft_photo",
        allow=anyone,
    ),
    act(
        "/leerstand-melden/foto/{photo_id:uuid}/entfernen",
        register.remove_photo,
        name="register:remove_photo",
        allow=anyone,
    ),
    act(
        "/leerstand-melden/foto/{photo_id:uuid}/ort",
        register.take_place,
        name="register:take_place",
        allow=anyone,
    ),
    both("/leerstand-melden/senden", register.report_send, name="register:report_send", allow=anyone),
    at("/meldungen", register.find_status, name="register:find_status", allow=anyone),
    at("/meldungen/{number}", register.report_status, name="register:report_status", allow=anyone),
    # the register: staff
    at("/gemeinde/register", register.register, name="register:list", allow=staff),
    at("/gemeinde/register/karte.json", register.map_data, name="register:map_data", allow=staff),
    at("/gemeinde/register/liste.{ending}", register.download, name="register:download", allow=staff),
    both("/gemeinde/register/neu", register.new, name="register:new", allow=staff),
    act("/gemeinde/register/bekannt", register.known, name="register:known", allow=staff),
    at("/gemeinde/register/{building_id:uuid}", register.building, name="register:building", allow=staff),
    both("/gemeinde/register/{building_id:uuid}/angaben", register.edit, name="register:edit", allow=staff),
    both(
        "/gemeinde/register/{building_id:uuid}/zustand",
        register.occupancy,
        name="register:occupancy",
        allow=staff,
    ),
    both(
        "/gemeinde/register/{building_id:uuid}/kontakt",
        register.contact,
        name="register:contact",
        allow=staff,
    ),
    both(
        "/gemeinde/register/{building_id:uuid}/eigentuemer",
        register.owner,
        name="register:owner",
        allow=clerk,
    ),
    both("/gemeinde/register/{building_id:uuid}/konto", register.assign, name="register:assign", allow=clerk),
    act(
        "/gemeinde/register/{building_id:uuid}/zusammenfuehren",
        register.merge,
        name="register:merge",
        allow=clerk,
    ),
    act(
        "/gemeinde/register/{building_id:uuid}/trennen",
        register.undo_merge,
        name="register:undo_merge",
        allow=clerk,
    ),
    act(
        "/gemeinde/kontakte/{contact_id:uuid}/erledigt",
        register.contact_done,
        name="register:contact_done",
        allow=staff,
    ),
    act(
        "/gemeinde/kontakte/{contact_id:uuid}/wieder",
        register.contact_undo,
        name="register:contact_undo",
        allow=staff,
    ),
    at("/gemeinde/meldungen", register.incoming, name="register:reports", allow=staff),
    at("/gemeinde/meldungen/{report_id:uuid}", register.review, name="register:review", allow=staff),
    act(
        "/gemeinde/meldungen/{report_id:uuid}/bestaetigen",
        register.confirm,
        name="register:confirm",
        allow=staff,
    ),
    act(
        "/gemeinde/meldungen/{report_id:uuid}/ablehnen", register.reject, name="register:reject", allow=staff
    ),
    at(
        "/gemeinde/meldungen/fotos/{photo_id:uuid}/{width:int}.{ending}",
        register.incoming_photo,
        name="register:incoming_photo",
        allow=staff,
    ),
    # the register: owners
    at("/mein/gebaeude", inbox.home, name="register:mine", allow=signed_in),
    both("/mein/gebaeude/neu", register.mine_new, name="register:mine_new", allow=signed_in),
    both(
        "/mein/gebaeude/{building_id:uuid}/bearbeiten",
        register.mine_edit,
        name="register:mine_edit",
        allow=signed_in,
    ),
    # offers: their owners
    at("/mein/gebaeude/{building_id:uuid}", offers_kept.building, name="offers:building", allow=signed_in),
    both(
        "/mein/gebaeude/{building_id:uuid}/angebot-machen",
        offers_made.new,
        name="offers:new",
        allow=signed_in,
    ),
    at("/mein/angebote", offers_kept.mine, name="offers:mine", allow=signed_in),
    at("/mein/angebote/{offer_id:uuid}", offers_kept.mine_offer, name="offers:mine_offer", allow=signed_in),
    both(
        "/mein/angebote/{offer_id:uuid}/schritt/{step}", offers_made.step, name="offers:step", allow=signed_in
    ),
    at(
        "/mein/angebote/{offer_id:uuid}/vorschau", offers_made.preview, name="offers:preview", allow=signed_in
    ),
    both(
        "/mein/angebote/{offer_id:uuid}/einreichen", offers_made.submit, name="offers:submit", allow=signed_in
    ),
    act(
        "/mein/angebote/{offer_id:uuid}/verwerfen",
        offers_made.discard,
        name="offers:discard",
        allow=signed_in,
    ),
    both("/mein/angebote/{offer_id:uuid}/{verb}", offers_moved.move, name="offers:move", allow=signed_in),
    both("/angebot-noch-aktuell/{token:token}", offers_moved.still, name="offers:still", allow=anyone),
    at("/fotos/{photo_id:uuid}/{width:int}.{ending}", offers_photos.photo, name="offers:photo", allow=anyone),
    # offers: the municipality
    at("/gemeinde/angebote", offers_desk.staff_list, name="offers:staff_list", allow=staff),
    at("/gemeinde/angebote/hinweise", offers_desk.complaints, name="offers:complaints", allow=staff),
    both(
        "/gemeinde/angebote/hinweise/{complaint_id:uuid}",
        offers_desk.complaint,
        name="offers:complaint",
        allow=staff,
    ),
    at("/gemeinde/angebote/{offer_id:uuid}", offers_desk.staff_offer, name="offers:staff_offer", allow=staff),
    act(
        "/gemeinde/angebote/{offer_id:uuid}/zuruecknehmen", offers_desk.undo, name="offers:undo", allow=clerk
    ),
    act(
        "/gemeinde/angebote/{offer_id:uuid}/steht-noch",
        offers_desk.confirm,
        name="offers:confirm",
        allow=clerk,
    ),
    both("/gemeinde/angebote/{offer_id:uuid}/{verb}", offers_desk.decide, name="offers:decide", allow=clerk),
    both(
        "/gemeinde/register/{building_id:uuid}/angebot",
        offers_made.new_for_owner,
        name="offers:new_for_owner",
        allow=clerk,
    ),
    # searches
    both("/mein/gesuch/neu", searches.begin, name="searches:begin", allow=signed_in),
    both(
        "/mein/gesuch/{search_id:uuid}/schritt/{slug}", searches.step, name="searches:step", allow=signed_in
    ),
    act("/mein/gesuch/{search_id:uuid}/pausieren", searches.pause, name="searches:pause", allow=signed_in),
    act("/mein/gesuch/{search_id:uuid}/fortsetzen", searches.resume, name="searches:resume", allow=signed_in),
    act("/mein/gesuch/{search_id:uuid}/beenden", searches.end, name="searches:end", allow=signed_in),
    # matching
    both("/mein/gesuch/{search_id:uuid}/pruefen", matching.check, name="matching:check", allow=signed_in),
    at(
        "/mein/gesuch/{search_id:uuid}/vorschlaege",
        matching.proposals,
        name="matching:proposals",
        allow=signed_in,
    ),
    act("/mein/verstanden", matching.understanding, name="matching:understanding", allow=signed_in),
    at("/mein/vorschlaege/{offer_id:uuid}", matching.for_offer, name="matching:for_offer", allow=signed_in),
    both("/mein/fragen/{question_id:uuid}", matching.answer, name="matching:answer", allow=signed_in),
    # applications
    at("/mein/gesuch", applications.home, name="searches:mine", allow=signed_in),
    both(
        "/angebote/{offer_id:uuid}/bewerben", applications.apply, name="applications:apply", allow=signed_in
    ),
    at(
        "/mein/bewerbungen/{application_id:uuid}",
        applications.mine,
        name="applications:mine",
        allow=signed_in,
    ),
    act(
        "/mein/bewerbungen/{application_id:uuid}/zurueckziehen",
        applications.withdraw,
        name="applications:withdraw",
        allow=signed_in,
    ),
    act(
        "/mein/bewerbungen/{application_id:uuid}/ausgang",
        applications.end_mine,
        name="applications:end_mine",
        allow=signed_in,
    ),
    at("/mein/anfragen", inbox.inbox, name="applications:inbox", allow=signed_in),
    at("/mein/anfragen/{application_id:uuid}", inbox.received, name="applications:received", allow=signed_in),
    act(
        "/mein/anfragen/{application_id:uuid}/antwort",
        inbox.decide,
        name="applications:decide",
        allow=signed_in,
    ),
    act(
        "/mein/anfragen/{application_id:uuid}/zuruecknehmen",
        inbox.take_back,
        name="applications:take_back",
        allow=signed_in,
    ),
    act("/mein/anfragen/{application_id:uuid}/ausgang", inbox.end, name="applications:end", allow=signed_in),
    # the municipality's desk
    at("/gemeinde", review.desk, name="review:desk", allow=staff),
    at("/gemeinde/vorschlaege", review.proposals, name="review:proposals", allow=clerk),
    at("/gemeinde/vorschlaege/warum/{offer_id:uuid}", review.why, name="review:why", allow=clerk),
    act("/gemeinde/vorschlaege/entscheiden", review.decide, name="review:decide", allow=clerk),
    act("/gemeinde/vorschlaege/zuruecknehmen/{token:token}", review.undo, name="review:undo", allow=clerk),
    at("/gemeinde/vorschlaege/{proposal_id:uuid}", review.proposal, name="review:proposal", allow=clerk),
    act("/gemeinde/vorschlaege/{proposal_id:uuid}/fragen", review.ask, name="review:ask", allow=clerk),
    # the operator's desk
    at("/betrieb", operation.overview, name="operation:overview", allow=operator),
    both("/betrieb/menschen", operation.people, name="operation:people", allow=operator),
    act("/betrieb/menschen/entziehen", operation.revoke_role, name="operation:revoke", allow=operator),
    both("/betrieb/organisationen", bodies.organisations, name="operation:organisations", allow=operator),
    both(
        "/betrieb/organisationen/{organisation_id:uuid}",
        bodies.organisation,
        name="operation:organisation",
        allow=operator,
    ),
    act(
        "/betrieb/organisationen/{organisation_id:uuid}/loeschen",
        bodies.remove,
        name="operation:remove_organisation",
        allow=operator,
    ),
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
        "/abbestellen/{token:token}",
        notices.stop,
        name="notices:stop",
        allow=anyone,
        methods=("GET", "POST"),
        from_elsewhere=True,
    ),
]
