"""What several pages of the register ask in the same way: where it is, and whether it is known already."""

from typing import Any

from starlette.requests import Request

from leerstand.core.i18n import N_
from leerstand.core.input import Typed
from leerstand.register.input import FactsInput
from leerstand.register.models import Building
from leerstand.register.stock import Stock
from leerstand.register.whereabouts import Doubt, Unclear, Whereabouts, locate

UNKNOWN_PLACE = N_(
    "Diesen Ort kennen wir nicht. Schreiben Sie bitte die Gemeinde dazu, zum Beispiel „Satemin, Lüchow“, "
    "oder setzen Sie den Punkt auf der Karte."
)
WHICH_PLACE = {
    Doubt.UNKNOWN: N_(
        "Diesen Ort kennen wir nicht. Meinten Sie eine dieser Gemeinden? Wenn nicht, schreiben Sie bitte die Gemeinde dazu."
    ),
    Doubt.SEVERAL: N_("Es ist nicht klar, welche Gemeinde Sie meinen. Bitte wählen Sie sie aus."),
    Doubt.POSTCODE: N_(
        "Ort und Postleitzahl passen nicht zusammen. Bitte wählen Sie die Gemeinde aus, oder berichtigen Sie eines von beiden."
    ),
}
OUTSIDE = N_("Dieser Punkt liegt nicht in Deutschland. Bitte setzen Sie ihn neu.")
HALF_A_POINT = N_("Für den Punkt fehlt eine der beiden Zahlen. Bitte setzen Sie ihn auf der Karte.")


def stock_of(request: Request) -> Stock:
    """This process's memory for telling duplicates."""
    found: Stock = request.app.state.stock
    return found


def located(typed: Typed[Any], *, ags: str = "") -> tuple[Typed[Any], Whereabouts | None]:
    """The place of an input, or the input with a question about it; `ags` is what was known before."""
    given = typed.value
    if given is None:
        return typed, None
    if (given.lat is None) != (given.lon is None):
        return typed.with_problem("lat" if given.lat is None else "lon", HALF_A_POINT), None
    where = locate(
        given.place, lat=given.lat, lon=given.lon, postcode=getattr(given, "postcode", None) or "", ags=ags,
        chosen=given.municipality or "",
    )  # fmt: skip
    if isinstance(where, Unclear):
        return ask_back(typed, where), None
    return typed, where


def has_moved(given: FactsInput | None, found: Building) -> bool:
    """Whether the facts as typed place a building elsewhere than it stands now, so that its municipality is asked anew."""
    if given is None:
        return False
    is_renamed = (given.place, given.postcode or "") != (found.place, found.postcode)
    return is_renamed or given.lat is not None or bool(given.municipality)


def ask_back(typed: Typed[Any], unclear: Unclear) -> Typed[Any]:
    """The input with the question that settles a place; the page shows its choices as the field `municipality`."""
    if unclear.outside:
        return typed.with_problem("lat", OUTSIDE)
    if unclear.choices and (question := WHICH_PLACE.get(unclear.doubt)):
        choices = [(choice.ags, choice.name) for choice in unclear.choices]
        return typed.with_problem("municipality", question, choices=choices)
    return typed.with_problem("place", UNKNOWN_PLACE)


def typed_record(given: Any) -> dict[str, str]:
    """An input's fields as the columns by which duplicates are told."""
    columns = ("name", "street", "house_number", "postcode", "place", "lat", "lon")
    return {name: str(getattr(given, name, None) or "") for name in columns}
