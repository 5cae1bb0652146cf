"""The register's pages: reports from anyone, the register of staff, an owner's buildings."""

from leerstand.register.views.building import (
    assign,
    building,
    edit,
    merge,
    new,
    occupancy,
    undo_merge,
)
from leerstand.register.views.contacts import contact, contact_done, contact_undo, owner
from leerstand.register.views.desk import download, map_data, register
from leerstand.register.views.incoming import confirm, incoming, incoming_photo, reject, review
from leerstand.register.views.known import known
from leerstand.register.views.mine import mine_edit, mine_new
from leerstand.register.views.report import (
    draft_photo,
    find_status,
    remove_photo,
    report,
    report_building,
    report_photo,
    report_send,
    report_status,
    take_place,
)

__all__ = [
    "assign",
    "building",
    "confirm",
    "contact",
    "contact_done",
    "contact_undo",
    "download",
    "draft_photo",
    "edit",
    "find_status",
    "incoming",
    "incoming_photo",
    "known",
    "map_data",
    "merge",
    "mine_edit",
    "mine_new",
    "new",
    "occupancy",
    "owner",
    "register",
    "reject",
    "remove_photo",
    "report",
    "report_building",
    "report_photo",
    "report_send",
    "report_status",
    "review",
    "take_place",
    "undo_merge",
]
