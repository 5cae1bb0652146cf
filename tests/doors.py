"""For whom each route is, and how its address is filled: the one table that permissions and pages are tested by."""

from dataclasses import dataclass, field

from starlette.routing import Route

from tests.cast import PEOPLE
from tests.makers.world import World

NOBODY = ""
MEMBERS = frozenset(PEOPLE)
EVERYONE = MEMBERS | {NOBODY}
CLERKS = frozenset({"mara", "konrad"})  # pages that show each clerk the own area
MARA = frozenset({"mara"})  # pages about Lüchow, where Konrad has no business
OLGA = frozenset({"olga"})
SAMI = frozenset({"sami"})
IDA = frozenset({"ida"})


@dataclass(frozen=True)
class Door:
    """Who comes in at a route; `named` fills the address from the world, `sent` is what is posted."""

    who: frozenset[str]
    named: dict[str, str] = field(default_factory=dict)
    sent: dict[str, str] = field(default_factory=dict)
    literal: dict[str, str] = field(default_factory=dict)


OF_DRAFT = {"offer_id": "draft_offer"}
OF_SUBMITTED = {"offer_id": "submitted_offer"}
OF_DRAFT_SEARCH = {"search_id": "draft_search"}
PHOTO = {"width": "360", "ending": "webp"}

DOORS: dict[str, Door] = {
    "home": Door(EVERYONE),
    "health": Door(EVERYONE),
    "health:live": Door(EVERYONE),
    "health:ready": Door(EVERYONE),
    "robots": Door(EVERYONE),
    "sitemap": Door(EVERYONE),
    "favicon": Door(EVERYONE),
    "set_language": Door(EVERYONE, literal={"language": "en"}),
    "pages:accessibility": Door(EVERYONE),
    "pages:imprint": Door(EVERYONE),
    "pages:privacy": Door(EVERYONE),
    "pages:help": Door(EVERYONE),
    "accounts:sign_in": Door(EVERYONE),
    "accounts:link_sent": Door(EVERYONE),
    "accounts:use_link": Door(EVERYONE, {"token": "sign_in_token"}),
    "accounts:sign_out": Door(MEMBERS),
    "accounts:account": Door(MEMBERS),
    "accounts:end_session": Door(MEMBERS),
    "accounts:kept_input": Door(MEMBERS),
    "accounts:send_kept_input": Door(MEMBERS),
    "accounts:discard_kept_input": Door(MEMBERS),
    "exchange:my_data": Door(MEMBERS),
    "exchange:delete_account": Door(MEMBERS),
    "places:outlines": Door(EVERYONE),
    "offers:list": Door(EVERYONE),
    "offers:map": Door(EVERYONE),
    "offers:show": Door(EVERYONE),
    "offers:complain": Door(EVERYONE),
    "register:report": Door(EVERYONE),
    "register:report_building": Door(EVERYONE),
    "register:report_photo": Door(EVERYONE),
    "register:draft_photo": Door(frozenset(), {"photo_id": "report_photo"}, literal=PHOTO),
    "register:remove_photo": Door(frozenset(), {"photo_id": "report_photo"}),
    "register:take_place": Door(frozenset(), {"photo_id": "report_photo"}),
    "register:report_send": Door(EVERYONE),
    "register:find_status": Door(EVERYONE),
    "register:report_status": Door(EVERYONE),
    "register:list": Door(CLERKS),
    "register:map_data": Door(CLERKS),
    "register:download": Door(CLERKS, literal={"ending": "csv"}),
    "register:new": Door(CLERKS),
    "register:known": Door(CLERKS),
    "register:building": Door(MARA),
    "register:edit": Door(MARA),
    "register:occupancy": Door(MARA),
    "register:contact": Door(MARA),
    "register:owner": Door(MARA),
    "register:assign": Door(MARA),
    "register:merge": Door(MARA, sent={"other": "offline_building"}),
    "register:undo_merge": Door(MARA),
    "register:contact_done": Door(MARA),
    "register:contact_undo": Door(MARA),
    "register:reports": Door(CLERKS),
    "register:review": Door(MARA),
    "register:confirm": Door(MARA),
    "register:reject": Door(MARA),
    "register:incoming_photo": Door(MARA, {"photo_id": "report_photo"}, literal=PHOTO),
    "register:mine": Door(MEMBERS),
    "register:mine_new": Door(MEMBERS),
    "register:mine_edit": Door(OLGA),
    "offers:building": Door(OLGA),
    "offers:new": Door(OLGA),
    "offers:mine": Door(MEMBERS),
    "offers:mine_offer": Door(OLGA, OF_DRAFT),
    "offers:step": Door(OLGA, OF_DRAFT, literal={"step": "was"}),
    "offers:preview": Door(OLGA, OF_DRAFT),
    "offers:submit": Door(OLGA, OF_DRAFT),
    "offers:discard": Door(OLGA, OF_DRAFT),
    "offers:move": Door(OLGA, literal={"verb": "pausieren"}),
    "offers:still": Door(EVERYONE, {"token": "still_token"}, {"antwort": "=ja"}),
    "offers:photo": Door(OLGA | MARA, {"photo_id": "hidden_photo"}, literal=PHOTO),
    "offers:staff_list": Door(CLERKS),
    "offers:complaints": Door(CLERKS),
    "offers:complaint": Door(MARA),
    "offers:staff_offer": Door(MARA, OF_SUBMITTED),
    "offers:undo": Door(MARA),
    "offers:confirm": Door(MARA),
    "offers:decide": Door(MARA, OF_SUBMITTED, literal={"verb": "freigeben"}),
    "offers:new_for_owner": Door(MARA, {"building_id": "offline_building"}),
    "searches:begin": Door(MEMBERS),
    "searches:step": Door(SAMI, OF_DRAFT_SEARCH, literal={"slug": "ort"}),
    "searches:pause": Door(SAMI),
    "searches:resume": Door(SAMI),
    "searches:end": Door(SAMI),
    "matching:check": Door(SAMI, OF_DRAFT_SEARCH),
    "matching:proposals": Door(SAMI),
    "matching:understanding": Door(MEMBERS),
    "matching:for_offer": Door(OLGA),
    "matching:answer": Door(SAMI),
    "searches:mine": Door(MEMBERS),
    "applications:apply": Door(MEMBERS, {"offer_id": "other_offer"}),
    "applications:mine": Door(SAMI),
    "applications:withdraw": Door(SAMI),
    "applications:end_mine": Door(SAMI),
    "applications:inbox": Door(MEMBERS),
    "applications:received": Door(OLGA),
    "applications:decide": Door(OLGA, sent={"act": "=accept"}),
    "applications:take_back": Door(OLGA),
    "applications:end": Door(OLGA),
    "review:desk": Door(CLERKS),
    "review:proposals": Door(CLERKS),
    "review:decide": Door(CLERKS, sent={"proposal": "proposal_id", "act": "=release"}),
    "review:undo": Door(CLERKS, {"token": "undo_token"}),
    "review:proposal": Door(MARA),
    "review:why": Door(MARA),
    "review:ask": Door(MARA, sent={"side": "=seeker", "question": "=Wann können Sie kommen?"}),
    "operation:overview": Door(IDA),
    "operation:people": Door(IDA),
    "operation:revoke": Door(IDA, sent={"email": "=mara@example.org"}),
    "operation:organisations": Door(IDA),
    "operation:organisation": Door(IDA),
    "operation:remove_organisation": Door(IDA),
    "operation:edit_text": Door(IDA, literal={"key": "imprint", "language": "de"}),
    "operation:trail": Door(CLERKS | IDA),
    "notices:outbox": Door(frozenset()),  # only where no mail server is set
    "notices:mail": Door(frozenset()),
    "notices:sent": Door(CLERKS | IDA),
    "notices:send_again": Door(MARA | IDA),
    "notices:stop": Door(EVERYONE, {"token": "stop_token"}),
}


def named(route: Route, world: World) -> str:
    """The route's address in this world."""
    door = DOORS[route.name]
    filled = {
        name: door.literal[name] if name in door.literal else world[door.named.get(name, name)]
        for name in route.param_convertors
    }
    return str(route.url_path_for(route.name, **filled))


def sent(route: Route, world: World) -> dict[str, str]:
    """What is posted there: words after "=", ids of the world otherwise."""
    return {
        name: value[1:] if value.startswith("=") else str(world[value])
        for name, value in DOORS[route.name].sent.items()
    }
