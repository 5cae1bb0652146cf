"""What the facts of a comparison say to a person, in German and English."""

from typing import NamedTuple


class Sentence(NamedTuple):
    """A fact's meaning and its words; the braces are filled from the two addresses."""

    speaks_for: bool
    veto: bool
    de: str
    en: str


SENTENCES = {
    "address": Sentence(
        True, False, "Straße und Hausnummer sind gleich: {left_street} {left_number}.",
        "Street and house number are the same: {left_street} {left_number}.",
    ),
    "address_mistyped": Sentence(
        True, False, "Die Hausnummer {left_number} ist gleich, „{left_street}“ und „{right_street}“ meinen wohl dieselbe Straße.",
        "House number {left_number} is the same; “{left_street}” and “{right_street}” probably mean one street.",
    ),
    "common_street": Sentence(
        False, False, "„{left_street}“ gibt es in vielen Orten, und der Ort ist nicht sicher.",
        "“{left_street}” exists in many villages, and the village is not certain.",
    ),
    "number_in_range": Sentence(
        False, False, "Die Hausnummern {left_number} und {right_number} überschneiden sich nur.",
        "House numbers {left_number} and {right_number} only overlap.",
    ),
    "two_numbers": Sentence(
        False, True, "Die Hausnummern sind verschieden: {left_number} und {right_number}.",
        "The house numbers differ: {left_number} and {right_number}.",
    ),
    "two_streets": Sentence(
        False, True, "Die Straßen sind verschieden: „{left_street}“ und „{right_street}“.",
        "The streets differ: “{left_street}” and “{right_street}”.",
    ),
    "place_same": Sentence(True, False, "Der Ort ist derselbe: {left_place}.", "The village is the same: {left_place}."),
    "place_typing_error": Sentence(
        True, False, "„{left_place}“ und „{right_place}“ unterscheiden sich nur durch einen Tippfehler.",
        "“{left_place}” and “{right_place}” differ by a typing error only.",
    ),
    "place_town_and_village": Sentence(
        True, False, "Der eine Ort gehört zum anderen: „{left_place}“ und „{right_place}“.",
        "One place is part of the other: “{left_place}” and “{right_place}”.",
    ),
    "place_around": Sentence(
        True, False, "Der eine Ort liegt im Gebiet des anderen: „{left_place}“ und „{right_place}“.",
        "One place lies in the area of the other: “{left_place}” and “{right_place}”.",
    ),
    "two_villages": Sentence(
        False, True, "Die Orte sind verschieden: „{left_place}“ und „{right_place}“.",
        "The villages differ: “{left_place}” and “{right_place}”.",
    ),
    "namesakes": Sentence(
        False, True, "Zwei Orte heißen „{left_place}“; die Postleitzahlen {left_postcode} und {right_postcode} trennen sie.",
        "Two villages are called “{left_place}”; postcodes {left_postcode} and {right_postcode} tell them apart.",
    ),
    "two_of_a_name": Sentence(
        False, True, "„{left_place}“ und „{right_place}“ sind zwei Orte eines Namens.",
        "“{left_place}” and “{right_place}” are two villages of one name.",
    ),
    "two_landscapes": Sentence(
        False, True, "„{left_place}“ ({left_postcode}) und „{right_place}“ ({right_postcode}) liegen in verschiedenen Gegenden.",
        "“{left_place}” ({left_postcode}) and “{right_place}” ({right_postcode}) lie in different areas.",
    ),
    "two_regions": Sentence(
        False, True, "Die Postleitzahlen {left_postcode} und {right_postcode} liegen zu weit auseinander.",
        "Postcodes {left_postcode} and {right_postcode} are too far apart.",
    ),
    "postcode_same": Sentence(True, False, "Die Postleitzahl {left_postcode} ist gleich.", "Postcode {left_postcode} is the same."),
    "postcode_slip": Sentence(
        False, False, "Die Postleitzahlen {left_postcode} und {right_postcode} unterscheiden sich wie bei einem Tippfehler.",
        "Postcodes {left_postcode} and {right_postcode} differ as by a typing error.",
    ),
    "postcode_one_town": Sentence(
        True, False, "Die Postleitzahlen {left_postcode} und {right_postcode} gehören zu derselben Gemeinde.",
        "Postcodes {left_postcode} and {right_postcode} belong to one municipality.",
    ),
    "numbers_swapped": Sentence(
        False, False, "In den Hausnummern {left_number} und {right_number} sind wohl Ziffern vertauscht.",
        "House numbers {left_number} and {right_number} probably have digits swapped.",
    ),
    "postcode_near": Sentence(
        False, False, "Die Postleitzahlen {left_postcode} und {right_postcode} sind verschieden, aber aus derselben Gegend.",
        "Postcodes {left_postcode} and {right_postcode} differ, but are of the same area.",
    ),
    "postcode_far": Sentence(
        False, False, "Die Postleitzahlen {left_postcode} und {right_postcode} sind verschieden.",
        "Postcodes {left_postcode} and {right_postcode} differ.",
    ),
    "near": Sentence(True, False, "Die Koordinaten liegen {detail} m auseinander.", "The coordinates are {detail} m apart."),
    "not_near": Sentence(False, False, "Die Koordinaten liegen {detail} m auseinander.", "The coordinates are {detail} m apart."),
    "far": Sentence(
        False, True, "Die Koordinaten liegen {detail} m auseinander: das sind zwei Häuser.",
        "The coordinates are {detail} m apart: these are two buildings.",
    ),
    "own_name": Sentence(True, False, "Beide tragen denselben Namen ({detail}).", "Both bear the same name ({detail})."),
    "same_kind": Sentence(True, False, "Beide nennen dieselbe Art von Gebäude ({detail}).", "Both name the same kind of building ({detail})."),
    "two_names": Sentence(False, False, "Die Namen sind verschieden.", "The names differ."),
    "through_another": Sentence(
        True, False, "Beide sind dasselbe Gebäude wie der Eintrag {detail}.", "Both are the same building as record {detail}.",
    ),
}  # fmt: skip
