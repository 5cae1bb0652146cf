"""What happens to offers: they are written, moved from state to state, illustrated, complained about."""

from leerstand.offers.service.complaints import answer_complaint, complain
from leerstand.offers.service.drafts import discard, save_step, start, submit
from leerstand.offers.service.letters import REASON_HERE, default_message
from leerstand.offers.service.moves import (
    ask_back,
    confirm_still,
    decline,
    expire,
    mark_taken,
    note_seen,
    pause,
    recall,
    release,
    resume,
    revise,
    take_decision_back,
    withdraw,
)
from leerstand.offers.service.pictures import add_photo, describe_photo, move_photo, remove_photo

__all__ = [
    "REASON_HERE",
    "add_photo",
    "answer_complaint",
    "ask_back",
    "complain",
    "confirm_still",
    "decline",
    "default_message",
    "describe_photo",
    "discard",
    "expire",
    "mark_taken",
    "move_photo",
    "note_seen",
    "pause",
    "recall",
    "release",
    "remove_photo",
    "resume",
    "revise",
    "save_step",
    "start",
    "submit",
    "take_decision_back",
    "withdraw",
]
