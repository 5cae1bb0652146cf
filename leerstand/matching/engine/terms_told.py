"""The sentences about terms: form, wishes, distance, way, cost, size, time and people."""

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING, Literal

from leerstand.matching.engine import phrasing
from leerstand.matching.engine.facts import FEATURES, Reason

if TYPE_CHECKING:
    from leerstand.matching.engine.explain import Scored

Kind = Literal["fits", "clarify", "against"]


def _told(pair: "Scored", criterion: str, kind: Kind, de: str, en: str) -> Reason:
    value, weight = pair.value(criterion)
    return Reason(criterion, value, weight, kind, de, en)


def form(pair: "Scored") -> Iterator[Reason]:
    """How early the seeker names this form, where they put forms in order."""
    if not pair.seeker.seeker.has_form_order:
        return
    name_de, name_en = phrasing.FORMS[pair.space.space.form]
    forms = pair.seeker.seeker.forms
    if len(forms) > 1 and forms[0] == pair.space.space.form:
        yield _told(pair, "form", "fits", f"{name_de} nennen Sie zuerst.", f"You name {name_en} first.")
    elif len(forms) > 1:
        de = f"{name_de} nennen Sie auch, aber nicht zuerst."
        yield _told(pair, "form", "fits", de, f"You accept {name_en} too, though not first.")


def wishes(pair: "Scored") -> Iterator[Reason]:
    """Which wished features are stated, and which to ask about."""
    wished = [code for code in FEATURES if code in pair.seeker.seeker.wishes]
    has = pair.space.space.all_features
    for kind, codes in (
        ("fits", [code for code in wished if code in has]),
        ("clarify", [code for code in wished if code not in has]),
    ):
        if codes:
            de = phrasing.joined([phrasing.FEATURES[code][0] for code in codes], last=" und ")
            en = phrasing.joined([phrasing.FEATURES[code][1] for code in codes], last=" and ")
            fits = kind == "fits"
            yield _told(
                pair,
                "wishes",
                "fits" if fits else "clarify",
                f"Von Ihren Wünschen ist da: {de}." if fits else f"Gewünscht, aber nicht genannt: {de}.",
                f"Of your wishes there is: {en}." if fits else f"Wished for but not mentioned: {en}.",
            )
    facts = pair.seeker.seeker
    if facts.min_broadband_mbit is not None and pair.space.space.broadband_mbit is None:
        de = f"Wie schnell das Internet ist, steht nicht im Angebot; Sie brauchen {facts.min_broadband_mbit:g} Mbit/s."
        en = f"The offer does not say how fast the internet is; you need {facts.min_broadband_mbit:g} Mbit/s."
        yield _told(pair, "wishes", "clarify", de, en)


def distance(pair: "Scored") -> Iterator[Reason]:
    """How far it is, or what of the place is not clear."""
    place = pair.seeker.seeker.place.strip()
    for part in pair.seeker.place.unresolved:
        de = f"Den Ort ‚{part}‘ kennen wir nicht. Bitte prüfen Sie die Schreibweise."
        yield _told(
            pair, "distance", "clarify", de, f"We do not know the place “{part}”. Please check the spelling."
        )
    for part, _ in pair.seeker.place.ambiguous:
        de = f"Den Ort ‚{part}‘ gibt es mehrmals. Bitte sagen Sie, welchen Sie meinen."
        yield _told(
            pair, "distance", "clarify", de, f"There are several places called “{part}”. Please say which."
        )
    if not pair.seeker.areas:
        return
    if math.isnan(pair.distance_km):
        de = f"Wo genau ‚{pair.space.space.place}‘ liegt, ist noch zu klären."
        yield _told(
            pair,
            "distance",
            "clarify",
            de,
            f"Where exactly “{pair.space.space.place}” lies is to be clarified.",
        )
    elif pair.space.space.is_whole_district:
        yield _told(pair, "distance", "fits", *_district_told(pair, place=place))
    elif pair.distance_km < 1:
        yield _told(
            pair,
            "distance",
            "fits",
            f"Liegt in Ihrem Suchgebiet: {place}.",
            f"Lies where you search: {place}.",
        )
    else:
        km = round(pair.distance_km)
        de, en = f"{km} km bis zu Ihrem Suchgebiet ({place}).", f"{km} km from where you search ({place})."
        yield _told(pair, "distance", "fits", de, en)


def _district_told(pair: "Scored", *, place: str) -> tuple[str, str]:
    """A district's middle says little of the place itself, and the sentence says so."""
    district, km = pair.space.space.place, round(pair.distance_km)
    if km < 1:
        return (
            f"{district}: liegt in Ihrem Suchgebiet oder reicht hinein ({place}).",
            f"{district}: lies where you search or reaches into it ({place}).",
        )
    return (
        f"{district}: von der Mitte des Landkreises {km} km bis zu Ihrem Suchgebiet ({place}).",
        f"{district}: {km} km from the middle of the district to where you search ({place}).",
    )


def way(pair: "Scored") -> Iterator[Reason]:
    """How one gets there without a car."""
    if not pair.seeker.without_car:
        return
    km = pair.space.station_km
    if "station_nearby" in pair.space.space.all_features:
        de, en = "Bahnhof oder Haltestelle sind in der Nähe.", "A station or stop is nearby."
        yield _told(pair, "way", "fits", de, en)
    elif km is None:
        de = "Ob man ohne Auto hinkommt, steht nicht im Angebot."
        yield _told(
            pair, "way", "clarify", de, "The offer does not say whether one gets there without a car."
        )
    elif km <= 3:
        de = f"Bis zum nächsten Bahnhof sind es etwa {phrasing.number_de(round(km, 1))} km."
        yield _told(pair, "way", "fits", de, f"The nearest railway station is about {km:.1f} km away.")
    else:
        de = f"Der nächste Bahnhof ist etwa {km:.0f} km entfernt; fragen Sie nach dem Bus."
        yield _told(
            pair,
            "way",
            "against",
            de,
            f"The nearest railway station is about {km:.0f} km away; ask for a bus.",
        )


def cost(pair: "Scored") -> Iterator[Reason]:
    """Cost against budget, shares against what can be paid."""
    facts, space = pair.seeker.seeker, pair.space.space
    if facts.budget_month_eur is not None:
        if space.cost_month_eur is None:
            de = "Die Kosten im Monat sind nicht genannt."
            yield _told(pair, "cost", "clarify", de, "The monthly cost is not stated.")
        else:
            yield _cost_known(pair, cost_eur=space.cost_month_eur, budget_eur=facts.budget_month_eur)
    if space.shares_eur and facts.shares_max_eur is None:
        de = f"Einlage oder Kaution: {phrasing.euros_de(space.shares_eur)}. Passt das für Sie?"
        en = f"Shares or deposit: {phrasing.euros_en(space.shares_eur)}. Is that all right for you?"
        yield _told(pair, "cost", "clarify", de, en)
    elif space.shares_eur and facts.shares_max_eur is not None:
        de = f"Einlage {phrasing.euros_de(space.shares_eur)}; Sie können bis {phrasing.euros_de(facts.shares_max_eur)} zahlen."
        en = f"Shares {phrasing.euros_en(space.shares_eur)}; you can pay up to {phrasing.euros_en(facts.shares_max_eur)}."
        yield _told(pair, "cost", "fits", de, en)


def _cost_known(pair: "Scored", *, cost_eur: float, budget_eur: float) -> Reason:
    left = budget_eur - cost_eur
    de, en = f"{phrasing.euros_de(cost_eur)} im Monat", f"{phrasing.euros_en(cost_eur)} a month"
    if left < 0:
        over = f"{de}, {phrasing.euros_de(-left)} über Ihrer Grenze."
        return _told(pair, "cost", "against", over, f"{en}, {phrasing.euros_en(-left)} above your limit.")
    if left < 1:
        return _told(pair, "cost", "fits", f"{de}, genau Ihre Grenze.", f"{en}, exactly your limit.")
    under = f"{de}, {phrasing.euros_de(left)} unter Ihrer Grenze."
    return _told(pair, "cost", "fits", under, f"{en}, {phrasing.euros_en(left)} below your limit.")


def size(pair: "Scored") -> Iterator[Reason]:
    """Area and rooms against what is needed."""
    facts, space = pair.seeker.seeker, pair.space.space
    for have, least, unit_de, unit_en, what in (
        (space.area_m2, facts.min_area_m2, "m²", "m²", ("Fläche", "area")),
        (space.rooms, facts.min_rooms, "Zimmer", "rooms", ("Zahl der Zimmer", "number of rooms")),
    ):
        if least is None:
            continue
        if have is None:
            yield _told(
                pair, "size", "clarify", f"Die {what[0]} ist nicht genannt.", f"The {what[1]} is not stated."
            )
            continue
        de = f"{phrasing.number_de(have)} {unit_de}; Sie brauchen {phrasing.number_de(least)}."
        en = f"{have:g} {unit_en}; you need {least:g}."
        yield _told(pair, "size", "fits" if have >= least else "against", de, en)


def time(pair: "Scored") -> Iterator[Reason]:
    """From when to when it can be had, and what of the wished time that is."""
    space = pair.space.space
    share, _ = pair.value("time")
    since_de = phrasing.day_de(space.available_from_on, otherwise="sofort")
    since_en = phrasing.day_en(space.available_from_on, otherwise="now")
    until_de = (
        f" bis {phrasing.day_de(space.available_until_on, otherwise='')}" if space.available_until_on else ""
    )
    until_en = (
        f" until {phrasing.day_en(space.available_until_on, otherwise='')}"
        if space.available_until_on
        else ""
    )
    if space.max_months:
        until_de += f", höchstens {space.max_months:g} Monate"
        until_en += f", at most {space.max_months:g} months"
    if share >= 0.95:
        yield _told(
            pair, "time", "fits",
            f"Frei ab {since_de}{until_de}: die ganze gewünschte Zeit.",
            f"Free from {since_en}{until_en}: all of the wished time.",
        )  # fmt: skip
    else:
        yield _told(
            pair, "time", "against",
            f"Frei ab {since_de}{until_de}: nur ein Teil der gewünschten Zeit.",
            f"Free from {since_en}{until_en}: only part of the wished time.",
        )  # fmt: skip


def people(pair: "Scored") -> Iterator[Reason]:
    """Whether all persons fit, where that is not stated."""
    persons, capacity = pair.seeker.seeker.persons, pair.space.space.capacity
    if capacity is None and persons > 1:
        de = f"Für wie viele Personen Platz ist, steht nicht im Angebot; Sie sind {persons}."
        yield _told(
            pair, "people", "clarify", de, f"The offer does not say for how many people; you are {persons}."
        )
    elif capacity is not None:
        de = f"Platz für {capacity}, Sie sind {persons}." if persons > 1 else f"Platz für {capacity}."
        yield _told(pair, "people", "fits", de, f"Room for {capacity}.")
