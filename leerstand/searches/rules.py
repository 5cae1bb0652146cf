"""Which steps a search has, who may see it, and what each state means for its owner."""

from dataclasses import dataclass

from leerstand.accounts.rules import Visitor
from leerstand.core.i18n import N_
from leerstand.searches.codes import SearchState
from leerstand.searches.input import CostInput, FeaturesInput, PlaceInput, PlanInput, TimeInput
from leerstand.searches.models import Search

DEFAULT_RADIUS_KM = 25
LIVING_FORMS = ("trial_living", "rental", "coliving", "multi_generation", "cooperative", "tiny_living")
WORKING_FORMS = ("trial_working", "interim_use", "conversion", "succession")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the conversation: its address, its title, what it asks."""

    slug: str
    title: str
    input: type[PlanInput | PlaceInput | TimeInput | CostInput | FeaturesInput]


STEPS = (
    Step("vorhaben", N_("Was suchen Sie?"), PlanInput),
    Step("ort", N_("Wo?"), PlaceInput),
    Step("zeit", N_("Wann und zu wievielt?"), TimeInput),
    Step("kosten", N_("Kosten und Größe"), CostInput),
    Step("ausstattung", N_("Was muss da sein?"), FeaturesInput),
)
CHECK_TITLE = N_("Bitte prüfen Sie")

SENTENCES = {
    SearchState.DRAFT: N_("Noch nicht aktiv. Was Sie eingetragen haben, ist gespeichert."),
    SearchState.ACTIVE: N_(
        "Wird mit jedem neuen Angebot verglichen. Passt etwas, schaut die Gemeinde darauf."
    ),
    SearchState.PAUSED: N_("Sie bekommen keine Vorschläge, bis Sie es fortsetzen."),
    SearchState.ENDED: N_("Wird nicht mehr verglichen."),
}


def step_number(slug: str) -> int | None:
    """The position of a step, counted from 0; None for an unknown address."""
    return next((number for number, step in enumerate(STEPS) if step.slug == slug), None)


def may_keep(visitor: Visitor, search: Search) -> bool:
    """A search belongs to the person who wrote it, and to nobody else."""
    return visitor.person is not None and visitor.person.id == search.person_id
