"""Why a pair may not be proposed: for each hard rule that it breaks a sentence with the facts on both sides."""

import math
from collections.abc import Callable, Sequence
from datetime import date

from leerstand.matching.engine import phrasing, rules
from leerstand.matching.engine.facts import FEATURES, Refusal
from leerstand.matching.engine.rules import Pair

Note = tuple[str, str]


def refusal(pair: Pair, numbers: Sequence[int]) -> Refusal:
    """The broken rules of a pair, each with its sentence in both languages."""
    notes = [NOTES[number](pair) for number in numbers]
    return Refusal(
        pair.seeker.id, pair.space.id, tuple(numbers), tuple(n[0] for n in notes), tuple(n[1] for n in notes)
    )


def _form_or_kind(pair: Pair) -> Note:
    wanted = [phrasing.FORMS[form] for form in pair.seeker.forms]
    name_de, name_en = phrasing.FORMS[pair.space.form]
    if pair.space.form not in pair.seeker.forms:
        return (
            f"Das Angebot ist {name_de}; gesucht wird {phrasing.joined([w[0] for w in wanted], last=' oder ')}.",
            f"The offer is {name_en}; looked for: {phrasing.joined([w[1] for w in wanted], last=' or ')}.",
        )
    return (
        f"Diese Art von Gebäude ist nicht gesucht: {phrasing.KINDS_DE[pair.space.property_kind]}.",
        f"This kind of property is not looked for: {phrasing.KINDS_EN[pair.space.property_kind]}.",
    )


def _time(pair: Pair) -> Note:
    seeker, space = pair.seeker, pair.space
    if seeker.until_on is None and space.available_until_on is not None and not seeker.min_months:
        return (
            f"Gesucht wird auf Dauer; das Angebot endet am {phrasing.day_de(space.available_until_on, otherwise='')}.",
            f"Looked for without an end; the offer ends on {phrasing.day_en(space.available_until_on, otherwise='')}.",
        )
    months = max(seeker.min_months or 0, space.min_months or 0) or 1
    offered, wished = (
        (space.available_from_on, space.available_until_on),
        (seeker.from_on, seeker.until_on),
    )
    return (
        f"Die gemeinsame Zeit ist kürzer als {_months_de(months)}: frei {_period_de(*offered)}, gesucht {_period_de(*wished)}.",
        f"The time in common is shorter than {_months_en(months)}: free {_period_en(*offered)}, looked for {_period_en(*wished)}.",
    )


def _period_de(start: date | None, end: date | None) -> str:
    return f"{phrasing.day_de(start, otherwise='ab sofort')} – {phrasing.day_de(end, otherwise='offen')}"


def _period_en(start: date | None, end: date | None) -> str:
    return f"{phrasing.day_en(start, otherwise='now')} – {phrasing.day_en(end, otherwise='open')}"


def _months_de(months: float) -> str:
    return "einen Monat" if months == 1 else f"{phrasing.number_de(months)} Monate"


def _months_en(months: float) -> str:
    return "one month" if months == 1 else f"{months:g} months"


def _people(pair: Pair) -> Note:
    return (
        f"Platz für {pair.space.capacity}, gesucht für {pair.seeker.persons}.",
        f"Room for {pair.space.capacity}, looked for by {pair.seeker.persons}.",
    )


def _cost(pair: Pair) -> Note:
    cost, budget = pair.space.cost_month_eur, pair.seeker.budget_month_eur
    if cost is not None and budget is not None and cost > budget * rules.BUDGET_TOLERANCE + rules.TINY:
        return (
            f"{phrasing.euros_de(cost)} im Monat; die Grenze ist {phrasing.euros_de(budget)}, ein Zehntel mehr ginge noch.",
            f"{phrasing.euros_en(cost)} a month; the limit is {phrasing.euros_en(budget)}, a tenth more would still do.",
        )
    shares, most = pair.space.shares_eur or 0.0, pair.seeker.shares_max_eur or 0.0
    return (
        f"{phrasing.euros_de(shares)} Einlage oder Kaution; bezahlt werden können {phrasing.euros_de(most)}.",
        f"{phrasing.euros_en(shares)} of shares or deposit; {phrasing.euros_en(most)} can be paid.",
    )


def _needs(pair: Pair) -> Note:
    missing = [code for code in FEATURES if code in pair.seeker.needs and code not in pair.space.all_features]
    if missing:
        names = [phrasing.FEATURES[code] for code in missing]
        return (
            f"Nötig, aber nicht genannt: {phrasing.joined([n[0] for n in names], last=' und ')}.",
            f"Needed but not mentioned: {phrasing.joined([n[1] for n in names], last=' and ')}.",
        )
    have, least = pair.space.broadband_mbit or 0.0, pair.seeker.min_broadband_mbit or 0.0
    return (
        f"Das Internet hat {have:g} Mbit/s; nötig sind {least:g}.",
        f"The internet has {have:g} Mbit/s; {least:g} are needed.",
    )


def _size(pair: Pair) -> Note:
    have, want = pair.space.area_m2, pair.seeker.min_area_m2
    if have is not None and want is not None and have < rules.SIZE_TOLERANCE * want - rules.TINY:
        return f"{have:g} m²; nötig sind {want:g} m².", f"{have:g} m²; {want:g} m² are needed."
    have, want = pair.space.rooms or 0.0, pair.seeker.min_rooms or 0.0
    return (
        f"{phrasing.number_de(have)} Zimmer; nötig sind {phrasing.number_de(want)}.",
        f"{have:g} rooms; {want:g} are needed.",
    )


def _distance(pair: Pair) -> Note:
    far = math.ceil(pair.distance_km or 0.0)
    return (
        f"Der Ort liegt {far} km entfernt; gesucht wird im Umkreis von {pair.seeker.radius_km:g} km.",
        f"The place is {far} km away; the search covers {pair.seeker.radius_km:g} km.",
    )


NOTES: dict[int, Callable[[Pair], Note]] = {
    1: _form_or_kind,
    2: _time,
    3: _people,
    4: _cost,
    5: _needs,
    6: _size,
    7: _distance,
}
