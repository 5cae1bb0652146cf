"""The sample region holds together: codes, references, places, and nobody real in it."""

import csv
import gzip
import math
import re
from datetime import date
from pathlib import Path

import pytest

import leerstand
from leerstand.accounts.codes import OrganisationKind, RoleKind
from leerstand.applications.codes import ApplicationState
from leerstand.core.codes import Code
from leerstand.offers.codes import EnergyCertificate, Feature, Form, OfferState
from leerstand.register.codes import (
    Channel,
    Condition,
    Occupancy,
    Outcome,
    Precision,
    PropertyKind,
    Reason,
    ReportState,
    VacancySource,
)
from leerstand.searches.codes import SearchState
from tools.paint import SCENES

Row = dict[str, str]

SAMPLE = Path(leerstand.__file__).parents[1] / "sql" / "sample"
PLACES = Path(leerstand.__file__).parent / "places" / "data"

# south, north, west, east of the six districts
DISTRICTS = {
    "03354": (52.83, 53.27, 10.75, 11.60),
    "15081": (52.35, 52.90, 10.75, 11.60),
    "15090": (52.33, 52.99, 11.45, 12.30),
    "12070": (52.83, 53.40, 11.25, 12.45),
    "13076": (53.05, 53.80, 10.59, 12.35),
    "01053": (53.36, 53.84, 10.20, 10.99),
}
# real places that the official lists in places/data name otherwise or are too small for
OTHER_PLACES = {
    "Satemin": "03354018",
    "Lübeln": "03354013",
    "Quitzow": "12070296",
    "Düpow": "12070296",
    "Dergenthin": "12070296",
    "Hansestadt Salzwedel": "15081455",
    "Hansestadt Stendal": "15090535",
}

CODES: dict[str, dict[str, type[Code]]] = {
    "organisations": {"kind": OrganisationKind},
    "buildings": {
        "kind": PropertyKind,
        "condition": Condition,
        "occupancy": Occupancy,
        "vacant_since_precision": Precision,
        "vacancy_source": VacancySource,
        "reasons": Reason,
    },
    "owners": {"data_source": VacancySource},
    "offers": {
        "form": Form,
        "property_kind": PropertyKind,
        "state": OfferState,
        "features": Feature,
        "energy_certificate": EnergyCertificate,
    },
    "searches": {
        "forms": Form,
        "property_kinds": PropertyKind,
        "state": SearchState,
        "needs": Feature,
        "wishes": Feature,
    },
    "contacts": {"channel": Channel, "outcome": Outcome},
    "reports": {"state": ReportState, "kind": PropertyKind},
    "applications": {"state": ApplicationState},
}
REFERENCES = {
    ("buildings", "owner"): "people organisations",
    ("owners", "building"): "buildings",
    ("offers", "building"): "buildings",
    ("offers", "contact"): "people",
    ("searches", "person"): "people",
    ("contacts", "building"): "buildings",
    ("contacts", "by"): "people",
    ("reports", "building"): "buildings",
    ("reports", "decided_by"): "people",
    ("applications", "offer"): "offers",
    ("applications", "search"): "searches",
}


def rows(name: str) -> list[Row]:
    with (SAMPLE / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def keys(name: str) -> set[str]:
    return {
        next(iter(row.values())) if name == "buildings" else row.get("key", row.get("id", ""))
        for row in rows(name)
    }


def packed(name: str) -> list[Row]:
    with gzip.open(PLACES / name, "rt", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def distance_km(left: tuple[float, float], right: tuple[float, float]) -> float:
    east = (left[1] - right[1]) * math.cos(math.radians(left[0]))
    return 111.32 * math.hypot(left[0] - right[0], east)


@pytest.mark.parametrize("name", CODES)
def test_every_code_is_in_its_list(name: str) -> None:
    known = {column: {code.value for code in list_} for column, list_ in CODES[name].items()}
    wrong = [
        (column, code)
        for row in rows(name)
        for column in known
        for code in filter(None, row[column].split("|"))
        if code not in known[column]
    ]
    assert rows(name)
    assert wrong == []


@pytest.mark.parametrize(("name", "column"), REFERENCES)
def test_every_reference_leads_somewhere(name: str, column: str) -> None:
    known = set().union(*(keys(target) for target in REFERENCES[name, column].split()))
    assert {row[column] for row in rows(name) if row[column]} - known == set()


@pytest.mark.parametrize(
    "name", ["organisations", "people", "buildings", "offers", "searches", "reports", "applications"]
)
def test_keys_are_given_once(name: str) -> None:
    assert len(keys(name)) == len(rows(name))


def test_roles_name_a_kind_and_an_organisation() -> None:
    roles = [role.split(":") for person in rows("people") for role in person["roles"].split("|") if role]
    assert {kind for kind, _ in roles} <= {kind.value for kind in RoleKind}
    assert {organisation for _, organisation in roles} <= keys("organisations")


def test_the_cast_is_there() -> None:
    people = {person["key"]: person for person in rows("people")}
    assert people["mara"]["roles"] == "clerk:samtgemeinde-luechow|member:samtgemeinde-luechow"
    assert not people["udo"]["roles"]
    assert sum(building["owner"] == "olga" for building in rows("buildings")) == 3
    assert [search["has_car"] for search in rows("searches") if search["person"] == "sami"] == ["false"]
    assert not any(
        "udo" in row.values() for name in ("buildings", "searches", "contacts") for row in rows(name)
    )


def test_mail_goes_nowhere_real() -> None:
    text = "\n".join(file.read_text(encoding="utf-8") for file in SAMPLE.glob("*.csv"))
    assert set(re.findall(r"@([\w.-]+)", text)) == {"example.org"}


@pytest.mark.parametrize("name", ["buildings", "offers", "reports"])
def test_points_lie_in_the_district_of_their_key(name: str) -> None:
    by_id = {building["external_id"]: building["ags"] for building in rows("buildings")}
    for row in rows(name):
        ags = row.get("ags") or by_id[row["building"]]
        south, north, west, east = DISTRICTS[ags[:5]]
        assert south < float(row["lat"]) < north, row
        assert west < float(row["lon"]) < east, row


def test_places_are_spelled_as_the_official_lists_spell_them() -> None:
    known = {(row["ags"], row["name"]) for row in packed("villages.csv.gz") + packed("municipalities.csv.gz")}
    known |= {(ags, name) for name, ags in OTHER_PLACES.items()}
    found = {(row["ags"], row["place"]) for row in rows("buildings") + rows("reports")}
    assert found - known == set()


def test_buildings_stand_in_their_village() -> None:
    centres = {
        (row["ags"], row["name"]): (float(row["lat"]), float(row["lon"])) for row in packed("villages.csv.gz")
    }
    checked = [
        (building["external_id"], distance_km(centre, (float(building["lat"]), float(building["lon"]))))
        for building in rows("buildings")
        if (centre := centres.get((building["ags"], building["place"])))
    ]
    assert len(checked) > 15
    assert [name for name, distance in checked if distance > 1.0] == []


def test_an_offer_stands_where_its_building_stands() -> None:
    buildings = {building["external_id"]: building for building in rows("buildings")}
    for offer in rows("offers"):
        building = buildings[offer["building"]]
        assert [offer[column] for column in ("place", "lat", "lon")] == [
            building[column] for column in ("place", "lat", "lon")
        ]


def test_offers_run_from_2027_on_and_end_after_they_begin() -> None:
    for offer in rows("offers"):
        start, end = offer["available_from"], offer["available_until"]
        assert date.fromisoformat(start).year == 2027
        assert not end or date.fromisoformat(end) > date.fromisoformat(start)


def test_all_ten_forms_are_offered_and_most_offers_are_released() -> None:
    offers = rows("offers")
    assert {offer["form"] for offer in offers} == {form.value for form in Form}
    assert sum(offer["state"] == "released" for offer in offers) >= 30
    assert all(
        offer["state_note"] for offer in offers if offer["state"] in {"question", "declined", "paused"}
    )


def test_something_is_due_today_and_something_is_overdue() -> None:
    due = [int(row["next_in_days"]) for row in rows("contacts") if row["next_in_days"]]
    assert due.count(0) >= 5
    assert min(due) < 0 < max(due)
    assert all(date.fromisoformat(row["on_date"]).year == 2026 for row in rows("contacts"))


def test_an_application_fits_the_form_and_came_after_the_release() -> None:
    offers = {offer["id"]: offer for offer in rows("offers")}
    searches = {search["id"]: search for search in rows("searches")}
    for application in rows("applications"):
        offer, search = offers[application["offer"]], searches[application["search"]]
        assert offer["form"] in search["forms"].split("|")
        if offer["state"] == "released" and application["sent_days_ago"]:
            assert int(offer["state_days_ago"]) > int(application["sent_days_ago"])


def test_photos_name_a_scene_and_every_released_offer_has_one() -> None:
    for offer in rows("offers"):
        photos = [photo.split(":") for photo in offer["photos"].split("|") if photo]
        assert photos or offer["state"] != "released"
        assert all(kind in SCENES and seed.isdigit() for kind, seed in photos)


def test_clerks_work_in_their_own_municipality_only() -> None:
    covers = {
        organisation["key"]: tuple(organisation["ags"].split("|")) for organisation in rows("organisations")
    }
    area = {
        person["key"]: covers[person["roles"].split("|")[0].removeprefix("clerk:")]
        for person in rows("people")
        if person["part"] == "clerk"
    }
    ags = {building["external_id"]: building["ags"] for building in rows("buildings")}
    work = [(row["by"], ags[row["building"]]) for row in rows("contacts")]
    work += [(row["contact"], ags[row["building"]]) for row in rows("offers")]
    work += [(row["decided_by"], row["ags"]) for row in rows("reports")]
    assert [(who, where) for who, where in work if who in area and not where.startswith(area[who])] == []
