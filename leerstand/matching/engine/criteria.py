"""The criteria besides plan and use: each 0 to 1, for many pairs at once, element by element.

`numpy.nan` stands for what is not stated; it gives the criterion's middle value and a question to clarify.
"""

from collections.abc import Sequence
from datetime import date
from math import isnan

import numpy as np
from numpy.typing import NDArray

from leerstand.matching.engine.facts import FEATURES, Seeker
from leerstand.matching.engine.rules import MONTH_DAYS

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
Bits = NDArray[np.uint64]
UNSTATED = 0.5
FOR_GOOD_MONTHS = 24.0
ENDLESS = 10_000_000.0
NEAR_STATION_KM, FAR_STATION_KM = 1.5, 8.0
FEATURE_BITS = {feature: 1 << place for place, feature in enumerate(FEATURES)}


def bits(features: frozenset[str]) -> int:
    """The features as one number; unknown codes get no bit."""
    return sum(FEATURE_BITS.get(feature, 0) for feature in features)


def form_ranks(seeker: Seeker, forms: Sequence[str]) -> dict[str, float]:
    """How much each form is wanted: what is named first is wanted most, what is not named not at all."""
    ranks = dict.fromkeys(forms, 0.0)
    for place, form in reversed(list(enumerate(seeker.forms))):
        ranks[form] = 1.0 / (1.0 + 0.6 * place)
    return ranks


def wishes_met(wished: Bits, *, count: Floats, features: Bits) -> Floats:
    """The share of the wished features that are stated."""
    return np.asarray(np.bitwise_count(features & wished) / np.maximum(count, 1.0), dtype=np.float64)


def nearness(distance_km: Floats, *, radius_km: Floats) -> Floats:
    """1 within the area, 0.4 at the edge of the radius."""
    near = 1.0 - 0.6 * np.minimum(distance_km / np.maximum(radius_km, 1e-6), 1.0)
    return np.where(np.isnan(distance_km), UNSTATED, near)


def way(station_km: float, *, stated: bool) -> float:
    """1 where a station is stated or within a walk, 0 where it is a car ride away."""
    if stated:
        return 1.0
    if isnan(station_km):
        return UNSTATED
    share = (FAR_STATION_KM - station_km) / (FAR_STATION_KM - NEAR_STATION_KM)
    return 0.8 * min(max(share, 0.0), 1.0)


def affordability(cost: Floats, *, most: Floats) -> Floats:
    """1 for nothing, 0.5 at the most that can be paid, less above."""
    share = np.clip(1.0 - 0.5 * cost / np.where(most > 0, most, 1.0), 0.0, 1.0)
    share = np.where(most > 0, share, cost <= 0)
    return np.where(np.isnan(cost), UNSTATED, share)


def roominess(have: Floats, *, least: Floats) -> Floats:
    """0.6 at nine tenths of what is needed, 1 from a third more."""
    share = have / np.maximum(least, 1e-6)
    return np.where(np.isnan(have), UNSTATED, np.clip(0.6 + 0.4 * (share - 0.9) / 0.4, 0.0, 1.0))


def mean_of_asked(one: Floats, other: Floats, *, asked: tuple[Flags, Flags]) -> Floats:
    """The mean of those of two values that a search asks for, 0 where it asks for neither."""
    first, second = asked
    parts = np.where(first, one, 0.0) + np.where(second, other, 0.0)
    return np.asarray(parts / np.maximum(first.astype(np.float64) + second, 1.0), dtype=np.float64)


def time_share(
    starts: Floats, ends: Floats, *, longest_days: Floats, wished: tuple[Floats, Floats, Floats]
) -> Floats:
    """The share of the wished time that is on offer, up to the longest stay that the owner states.

    `wished` is from, until and the shortest stay that makes sense, in days; an owner who wants people
    to leave before that offers nothing.
    """
    wished_from, wished_until, least_days = wished
    until = np.where(wished_until < ENDLESS, wished_until, wished_from + FOR_GOOD_MONTHS * MONTH_DAYS)
    shared = np.minimum(ends, until) - np.maximum(starts, wished_from)
    usable = np.fmin(shared, longest_days)
    usable = np.where(longest_days < least_days, 0.0, usable)
    return np.asarray(np.clip(usable / np.maximum(until - wished_from, 1.0), 0.0, 1.0), dtype=np.float64)


def room_for_all(capacity: float) -> float:
    """1 where the capacity is stated (rule 3 has held it against the persons already)."""
    return UNSTATED if isnan(capacity) else 1.0


def ordinal(day: date | None, *, otherwise: float) -> float:
    """A day as a number that can be compared."""
    return otherwise if day is None else float(day.toordinal())


def number(value: float | None) -> float:
    """A stated number, or NaN."""
    return float("nan") if value is None else float(value)
